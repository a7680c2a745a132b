import 'reflect-metadata';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { hundredBadges } from './lists/badges.js';
import type { Answer, Case } from './lists/case.js';
import { atOnce, quantile, type Round, ratios, type Send, takeTurns } from './lists/measure.js';
import { type Stage, setStage } from './lists/stage.js';
import { chartOfClient, dashboard, defaultList, listOfClient, textSearch } from './lists/threat-cases.js';

const cases: readonly Case[] = [defaultList, listOfClient, chartOfClient, hundredBadges, textSearch, dashboard];

/** A way to answer a case; `comparable` is what has to be the same in all of them. */
interface Way {
  name: string;
  send: Send;
  comparable(answer: string): unknown;
  /** The least ratio of the service to it, where there is a goal. */
  goal?: number | undefined;
}

/** The ways to answer a case; the first is the service. */
function waysOf(stage: Stage, one: Case): Way[] {
  const { query, variables, sql: text, values, mercurius, postgraphile } = one;
  const graph = (answer: string) => one.ofGraph((JSON.parse(answer) as { data: Answer }).data);
  const rows = (answer: string) => one.ofRows(JSON.parse(answer) as Answer[]);
  const asked = (number: number) => ({ query, variables: variables(number) });
  return [
    { name: 'served', send: (number) => stage.service(asked(number)), comparable: graph },
    {
      name: 'node:http + pg',
      send: (number) => stage.byHand({ text, values: values(number) }),
      comparable: rows,
      goal: one.goal,
    },
    {
      name: 'the same, prepared',
      send: (number) => stage.byHand({ name: one.name, text, values: values(number) }),
      comparable: rows,
    },
    ...(mercurius
      ? [
          {
            name: 'Mercurius + JIT',
            send: (number: number) => stage.mercurius(asked(number)),
            comparable: graph,
            goal: 1,
          },
          {
            name: 'the same, prepared',
            send: (number: number) => stage.mercuriusPrepared(asked(number)),
            comparable: graph,
          },
        ]
      : []),
    ...(postgraphile
      ? [
          {
            name: 'PostGraphile',
            send: (number: number) =>
              stage.postgraphile({ query: postgraphile.query, variables: postgraphile.variables(number) }),
            comparable: graph,
          },
        ]
      : []),
  ];
}

/** Throws unless all ways answer some requests alike, so that none is compared that does less. */
async function compareAnswers(name: string, ways: readonly Way[]): Promise<void> {
  for (const number of [0, 1, 77]) {
    const [expected, ...others] = await Promise.all(
      ways.map(async ({ send, comparable }) => normalised(comparable(await send(number)))),
    );
    for (const [index, other] of others.entries())
      if (!isDeepStrictEqual(other, expected))
        throw new Error(
          `${name}: ${ways[index + 1]?.name} answers request ${number} with ${JSON.stringify(other)?.slice(0, 1_500)}, the service with ${JSON.stringify(expected)?.slice(0, 1_500)}`,
        );
  }
}

/** Times as numbers, however they were written. */
function normalised(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === 'string' && /^\d{4}-\d\d-\d\dT/.test(one) ? Date.parse(one) : one,
  );
}

/**
 * Lists, badges, search and counts over HTTP: the service, with all its bounds, beside the same SQL by hand over `node:http`, and beside
 * Mercurius and PostGraphile over the same tables. All are processes of their own, of the same role of the database and behind the same
 * policies, and take turns. `--only list` measures the cases with that in their name; `--threats`, `--rounds` and `--seconds` say how
 * many threats there are, how many rounds, and how long a way has in each.
 */
export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      only: { type: 'string', default: '' },
      threats: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '1.5' },
    },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  const stage = await setStage(Number(values.threats));
  try {
    print(
      `${values.threats} threats, ${atOnce} requests at once, ${rounds} rounds of ${seconds} s in turns: requests/s as the middle of`,
    );
    print(
      'the rounds (lowest to highest), milliseconds of the middle and of the slowest hundredth, and of the ratios of each round the middle',
    );
    for (const one of cases.filter(({ name }) => name.includes(values.only))) {
      const ways = waysOf(stage, one);
      await compareAnswers(one.name, ways);
      const measured = await takeTurns(
        ways.map(({ send }) => send),
        { rounds, seconds },
      );
      print(`\n${one.name}`);
      for (const [index, way] of ways.entries()) report(way, measured[index] ?? [], measured[0] ?? []);
    }
  } finally {
    await stage.close();
  }
}

/** A line of what a way did, and of how the service compares with it. */
function report({ name, goal }: Way, rounds: readonly Round[], ofService: readonly Round[]): void {
  const rates = rounds.map(({ perSecond }) => perSecond);
  const times = rounds.flatMap((round) => round.times);
  const spread = (values: readonly number[], digits: number) =>
    `${quantile(values, 0.5).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
  const milliseconds =
    `${quantile(times, 0.5).toFixed(1)} ms`.padStart(9) + `${quantile(times, 0.99).toFixed(1)} ms`.padStart(10);
  const line = `  ${name.padEnd(20)}${spread(rates, 0).padEnd(22)}${milliseconds}`;
  if (rounds === ofService) {
    print(line);
    return;
  }
  const compared = ratios(ofService, rounds);
  const met = goal === undefined || quantile(compared, 0.5) >= goal;
  if (!met) process.exitCode = 1;
  print(
    `${line}   served / this ${spread(compared, 2)}${goal === undefined ? '' : `, goal ${goal.toFixed(2)}: ${met ? 'met' : 'missed'}`}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
