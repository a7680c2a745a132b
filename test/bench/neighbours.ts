import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Child, startChild } from './child.js';
import type { AttackRequest, Outcome } from './neighbours/attack.js';
import { attacks } from './neighbours/attacks.js';
import type { BystanderAnswer } from './neighbours/bystander.js';
import { faultsOf, heading, lineOf, type Measured, timesOf } from './neighbours/report.js';
import { type Stage, setStage } from './neighbours/stage.js';

const niceness = 10;
const attackSeconds = 12;
const quietSeconds = 8;
/** How long what an attack has asked for may take to end. */
const settleSeconds = 180;

const file = (name: string) => new URL(`./neighbours/${name}.js`, import.meta.url);

/**
 * What a person of another tenant notices while a tenant does its worst: the times of a page that is asked for ten times a second, quiet,
 * under each attack, and while the same attacker works on a bare server that refuses everything. `--runs 3` repeats all of it,
 * `--only triages` makes those with that part in their name, `--threats` is the number of threats of a tenant.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      runs: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      threats: { type: 'string', default: '100000' },
    },
  });
  const names = Object.keys(attacks).filter((name) => name.includes(values.only));
  const stage = await setStage(Number(values.threats));
  const running: Child[] = [];
  try {
    const bystander = await startChild(file('bystander'));
    const refusing = await startChild(file('refusing-server'));
    running.push(bystander, refusing);
    const around = { stage, bystander, refusingUrl: await refusing.ask<string>({}), usual: 0 };
    // Compiles what is used.
    await watch(around, beQuiet);
    const [usual] = await watch(around, beQuiet);
    around.usual = timesOf([usual]).middle;
    print(
      `${values.threats} threats of each tenant; milliseconds of the middle and of the slowest hundredth\n\n${heading}`,
    );
    for (let number = 0; number < Number(values.runs); number += 1)
      for (const name of names) {
        const measured = await measure(around, name);
        print(lineOf(measured));
        if (faultsOf(measured).length > 0) process.exitCode = 1;
      }
  } finally {
    for (const child of running) await child.stop();
    await stage.close();
  }
}

interface Around {
  stage: Stage;
  bystander: Child;
  refusingUrl: string;
  /** Milliseconds of the middle of the requests when nothing else is asked. */
  usual: number;
}

/** What the bystander notices while something happens, from its beginning to its end. */
async function watch<Result>(
  { stage, bystander }: Around,
  happening: () => Promise<Result>,
): Promise<[BystanderAnswer, Result]> {
  await bystander.ask({ url: stage.service.url, token: stage.bystanderToken });
  const result = await happening();
  return [await bystander.ask<BystanderAnswer>({}), result];
}

const beQuiet = () => sleep(quietSeconds * 1_000);

/** Waits until the service is as quick as it was at first, or for a minute. */
async function settle(around: Around): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const [answer] = await watch(around, () => sleep(1_000));
    if (timesOf([answer]).middle <= 2 * around.usual && answer.failures.length === 0) return;
  }
}

/** Quiet, then the control, then the attack; afterwards what the attack has set going comes to its end. */
async function measure(around: Around, attack: string): Promise<Measured> {
  const { stage, refusingUrl } = around;
  await settle(around);
  const [quiet] = await watch(around, beQuiet);
  const [control] = await underAttack(around, attack, refusingUrl);
  await resetPeak(stage.service.pid);
  const [attacked, outcome] = await underAttack(around, attack, stage.service.url);
  outcome.lost.push(...(await missing(stage, outcome)));
  const megabytes = await peakMegabytes(stage.service.pid);
  return {
    attack,
    quiet: timesOf([quiet]),
    control: timesOf([control]),
    attacked: timesOf([attacked]),
    megabytes,
    failures: [...quiet.failures, ...control.failures, ...attacked.failures],
    outcome,
  };
}

/** The attacker is a process of its own each time, which gives way to everything else. */
async function underAttack(around: Around, attack: string, url: string): Promise<[BystanderAnswer, Outcome]> {
  const attacker = await startChild(file('attacker'), niceness);
  try {
    const request: AttackRequest = { ...around.stage.attacker, attack, url, seconds: attackSeconds };
    return await watch(around, () => attacker.ask<Outcome>(request));
  } finally {
    await attacker.stop();
  }
}

/** What was accepted and is not there, once everything that was queued has ended. */
async function missing({ rows }: Stage, { assigned = {}, runs = [] }: Outcome): Promise<string[]> {
  const lost: string[] = [];
  for (const [person, number] of Object.entries(assigned)) {
    const [found] = await rows<{ count: number }>('select count(*)::int from threat where assignee_id = $1', [person]);
    if (found?.count !== number) lost.push(`${number - (found?.count ?? 0)} decisions`);
  }
  const unfinished = () =>
    rows<{ id: string }>("select id from sync_run where state in ('QUEUED', 'RUNNING')").then((found) =>
      found.map(({ id }) => id),
    );
  const end = performance.now() + settleSeconds * 1_000;
  while ((await unfinished()).length > 0 && performance.now() < end) await sleep(500);
  const still = await unfinished();
  lost.push(...runs.filter((id) => still.includes(id)).map((id) => `run ${id}`));
  const known = await rows<{ id: string }>('select id from sync_run where id = any ($1)', [runs]);
  if (known.length < runs.length) lost.push(`${runs.length - known.length} runs`);
  return lost;
}

/** Linux counts the peak of a process's memory, and begins again when it is asked to. */
const resetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);

async function peakMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
