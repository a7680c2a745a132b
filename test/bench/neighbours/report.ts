import type { Outcome } from './attack.js';
import type { BystanderAnswer } from './bystander.js';

/** The middle and the slowest hundredth of some times, in milliseconds. */
export interface Times {
  middle: number;
  slowest: number;
}

export interface Measured {
  attack: string;
  quiet: Times;
  control: Times;
  attacked: Times;
  /** Megabytes the service had in memory at most; null where the system does not say. */
  megabytes: number | null;
  failures: string[];
  outcome: Outcome;
}

/** What the service may have in memory at most. */
const mostMegabytes = 600;

/** The middle and the slowest hundredth; a time that has no answer is infinite. */
export function timesOf(answers: readonly BystanderAnswer[]): Times {
  const times = answers.flatMap((answer) => answer.times).sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.POSITIVE_INFINITY;
  return { middle: at(0.5), slowest: at(0.99) };
}

/** How long the slowest hundredth of a bystander's requests may take. */
export const bound = ({ quiet, control }: Pick<Measured, 'quiet' | 'control'>): number =>
  Math.max(3 * quiet.slowest, quiet.slowest + 50, 1.5 * control.slowest);

/** What is wrong with a measurement; empty if nothing is. */
export function faultsOf(measured: Measured): string[] {
  const { attacked, megabytes, failures, outcome } = measured;
  const most = bound(measured);
  return [
    ...(attacked.slowest > most ? [`slowest hundredth ${attacked.slowest.toFixed(0)} ms > ${most.toFixed(0)} ms`] : []),
    ...((megabytes ?? 0) >= mostMegabytes ? [`${megabytes} MB in memory`] : []),
    ...(failures.length > 0 ? [`${failures.length} requests of the bystander failed: ${failures[0]}`] : []),
    ...(outcome.lost.length > 0 ? [`lost: ${outcome.lost.slice(0, 2).join('; ')} (${outcome.lost.length})`] : []),
  ];
}

export const heading = `${'attack'.padEnd(24)}${'quiet'.padStart(14)}${'control'.padStart(14)}${'attacked'.padStart(16)}${'bound'.padStart(8)}${'MB'.padStart(6)}  `;

/** One line: milliseconds of the middle and of the slowest hundredth, and what the attacker was answered. */
export function lineOf(measured: Measured): string {
  const pair = ({ middle, slowest }: Times) => `${middle.toFixed(1)} / ${slowest.toFixed(0)}`;
  const { attack, quiet, control, attacked, megabytes, outcome } = measured;
  const answers = Object.entries(outcome.answers).map(([name, number]) => `${name}: ${number}`);
  const faults = faultsOf(measured);
  return [
    attack.padEnd(24),
    pair(quiet).padStart(14),
    pair(control).padStart(14),
    pair(attacked).padStart(16),
    bound(measured).toFixed(0).padStart(8),
    `${megabytes ?? '-'}`.padStart(6),
    faults.length === 0 ? '  ok    ' : '  FAILS ',
    [...faults, answers.join(', ')].join('; '),
  ].join('');
}
