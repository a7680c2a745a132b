import { setTimeout as sleep } from 'node:timers/promises';
import { Pool as HttpPool } from 'undici';
import type { FarmRequest } from './cell-farm.js';
import { type Shape, tenantsOf } from './cell-fleet.js';
import { beat, type Cell } from './cell-stage.js';

/** Threats of a device in a week, as in the demo. */
const detectionsInAWeek = 0.15;
const beatsInAWeek = 7 * 144;
/** Pages that the people of a tenant open in ten minutes, one after another. */
export const readsInABeat = 10;

const reads = [
  '{ bitdefenderThreats(first: 50) { edges { node { id name severity status hostName detectedAt client { id } } } pageInfo { hasNextPage } } }',
  '{ bitdefenderThreatCounts { today thisWeek thisMonth unresolved asOf stale } }',
];

/** What was asked of a tenant's cadence, in milliseconds of the epoch. */
export interface Beat {
  tenantId: string;
  at: number;
}

/**
 * Lets beats pass, `seconds` apart for each tenant, the tenants one after another within them: something is detected, companies become due,
 * and people read. Gives the beats, and the milliseconds of each answer that people waited for.
 */
export async function passBeats(
  cell: Cell,
  shape: Shape,
  { first, count, seconds }: { first: number; count: number; seconds: number },
): Promise<{ beats: Beat[]; answers: number[] }> {
  const tenantIds = tenantsOf(shape);
  const beats: Beat[] = [];
  const answers: number[] = [];
  const pools = cell.api.map(({ url }) => new HttpPool(new URL(url).origin, { connections: 8 }));
  const asking = new Set<Promise<void>>();
  const began = Date.now();
  const read = async (number: number, tenantId: string) => {
    const start = performance.now();
    const answer = await pools[number % pools.length]?.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${cell.tokens[tenantId]}` },
      body: JSON.stringify({ query: reads[Math.floor(number / pools.length) % reads.length] }),
    });
    const text = (await answer?.body.text()) ?? '';
    if (answer?.statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 500));
    answers.push(performance.now() - start);
  };
  const readPages = async (number: number, tenantId: string) => {
    for (let page = 0; page < readsInABeat; page += 1) await read(number + page, tenantId);
  };
  let detections = 0;
  for (let number = 0; number < count; number += 1)
    for (const [place, tenantId] of tenantIds.entries()) {
      await sleep(Math.max(0, began + (number + place / tenantIds.length) * seconds * 1_000 - Date.now()));
      detections += (shape.companies * shape.devices * detectionsInAWeek) / beatsInAWeek;
      if (detections >= 1) {
        const zone = cell.farm[place % cell.farm.length];
        await zone?.ask({ kind: 'detect', detections: Math.floor(detections) } satisfies FarmRequest);
        detections %= 1;
      }
      const at = Date.now();
      await beat(cell, tenantId, first + number);
      beats.push({ tenantId, at });
      const reading = readPages(number * tenantIds.length + place, tenantId);
      asking.add(reading);
      void reading.finally(() => asking.delete(reading));
    }
  await sleep(Math.max(0, began + count * seconds * 1_000 - Date.now()));
  await Promise.all(asking);
  for (const pool of pools) await pool.close();
  return { beats, answers };
}
