import { Pool } from 'undici';

/** Requests under way at once, each on a connection of its own. */
export const atOnce = 8;

/** How long each way is used before it is measured: V8 optimises what was run some thousands of times. */
const warmSeconds = 10;

/** One way to ask for something; gives the answer as text. */
export type Send = (number: number) => Promise<string>;

/** What a way did in one round. */
export interface Round {
  perSecond: number;
  /** The milliseconds of each request. */
  times: number[];
}

/**
 * Sends through each way in turn, for some seconds at a time, so that whatever else the machine does meets all of them; another one begins each
 * round. Gives the rounds of each way, in the order of the ways.
 */
export async function takeTurns(
  ways: readonly Send[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Round[][]> {
  const turns = ways.map((send) => ({ send, next: 0, rounds: [] as Round[] }));
  for (const turn of turns) turn.next = (await sendFor(turn.send, warmSeconds, 0)).next;
  for (let round = 0; round < rounds; round += 1)
    for (let index = 0; index < turns.length; index += 1) {
      const turn = turns[(index + round) % turns.length] as (typeof turns)[number];
      const { next, ...done } = await sendFor(turn.send, seconds, turn.next);
      turn.next = next;
      turn.rounds.push(done);
    }
  return turns.map((turn) => turn.rounds);
}

/** Sends for so many seconds, from that number on. */
async function sendFor(send: Send, seconds: number, from: number): Promise<Round & { next: number }> {
  const times: number[] = [];
  let next = from;
  const began = performance.now();
  const worker = async () => {
    for (let start = performance.now(); start < began + seconds * 1_000; start = performance.now()) {
      const number = next;
      next += 1;
      await send(number);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { perSecond: (times.length * 1_000) / (performance.now() - began), times, next };
}

/** Posts JSON, and fails for any answer but a good one. */
export function poster(url: string, headers: Record<string, string> = {}) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: atOnce });
  return {
    async post(body: object): Promise<string> {
      const { statusCode, body: answer } = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 500));
      return text;
    },
    close: () => pool.close(),
  };
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);

/** The value below which that share of them is. */
export function quantile(values: readonly number[], share: number): number {
  return sorted(values)[Math.floor(share * (values.length - 1))] ?? 0;
}

/** The ratios of the rounds of two ways, each of the rounds of the same turn. */
export function ratios(of: readonly Round[], to: readonly Round[]): number[] {
  return of.map(({ perSecond }, index) => perSecond / (to[index]?.perSecond ?? Number.NaN));
}
