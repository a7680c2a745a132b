import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/auth/viewer.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { type LiveEvents, openLiveEvents } from '../../../src/live/live-events.js';
import { createThreatReader, type ThreatReader } from '../../../src/threat/list/threat.reader.js';
import { type ThreatEvent, ThreatEventKind } from '../../../src/threat/list/threat.type.js';
import { watchThreats } from '../../../src/threat/list/watch-threats.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const triage = `mutation ($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
const rounds = 10;
const planted = Array.from({ length: 500 }, () => plantedThreat({ tenantId: 'msp-one' }));
const ids = planted.map(({ id }) => id);
const viewer: Viewer = {
  subject: 'tom',
  name: 'Tom',
  roles: ['technician'],
  tenantId: 'msp-one',
  scopes: [],
  clientId: null,
  siteIds: null,
  tokenId: null,
  expiresAt: new Date('2100-01-01'),
};
const nobody = { seen: async () => undefined, keepOpen: () => () => undefined };
const everything = { kinds: Object.values(ThreatEventKind), accepts: () => true };

describe('a storm of 5,000 changes', () => {
  let environment: TestEnvironment;
  let database: Database;
  let liveEvents: LiveEvents;
  /** How many changed threats were read at once, the most, and how often. */
  const reads: number[] = [];
  let reader: ThreatReader;

  beforeAll(async () => {
    environment = await testEnvironment();
    await plantThreats(environment.database, planted);
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    liveEvents = await openLiveEvents({ database, url: environment.app.databaseUrl, onProblem: () => undefined });
    atEndOfFile(async () => {
      await liveEvents.close();
      await database.close();
    });
    const real = createThreatReader(database);
    reader = {
      ...real,
      byIds: (tenantId, wanted) => {
        reads.push(wanted.length);
        return real.byIds(tenantId, wanted);
      },
    };
  });

  async function storm() {
    for (let round = 0; round < rounds; round += 1)
      await environment.data(technician, triage, { input: { ids, decision: 'NOTE', note: `Round ${round}.` } });
  }

  const watch = (after: string) =>
    watchThreats({ liveEvents, reader, clientWatch: nobody })(viewer, {
      ...everything,
      clientId: null,
      deviceId: null,
      siteId: null,
      after,
    })[Symbol.asyncIterator]();

  it('merges changes into one counted event for each threat when a subscriber is busy', async () => {
    const after = await reader.lastCursor('msp-one');
    const events = watch(after);
    const first = events.next();
    await storm();
    // It asked for one event, and at most one portion was read ahead for it.
    const { value } = (await first) as IteratorResult<ThreatEvent, undefined>;
    reads.length = 0;
    const seen: ThreatEvent[] = value ? [value] : [];
    while (seen.reduce((sum, { changeCount }) => sum + changeCount, 0) < ids.length * rounds) {
      const next = await events.next();
      if (next.done) break;
      seen.push(next.value);
    }
    await events.return(undefined);
    expect(seen.reduce((sum, { changeCount }) => sum + changeCount, 0)).toBe(ids.length * rounds);
    expect(new Set(seen.map(({ threat }) => threat.id))).toEqual(new Set(ids));
    // The first round may have arrived by itself.
    expect(seen.length).toBeLessThanOrEqual(2 * ids.length);
    expect(seen.some(({ changeCount }) => changeCount >= rounds - 1)).toBe(true);
    expect(Math.max(...reads)).toBeLessThanOrEqual(100);
  });

  it('loses no change when a subscriber is cut off and resumes from its cursor', async () => {
    const start = await reader.lastCursor('msp-one');
    await storm();
    const last = await reader.lastCursor('msp-one');
    // After how many events each subscription is cut off, over and over; a failure shows the seed.
    const cuts = fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 5, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cuts, async (series) => {
        let cursor = start;
        /** Of each threat, by its id, for how many changes the events stood. */
        const seen = new Map<string, number>();
        const cursors: string[] = [];
        for (let cut = 0; cursor !== last; cut += 1) {
          const events = watch(cursor);
          for (let taken = 0; taken < (series[cut % series.length] ?? 1) && cursor !== last; taken += 1) {
            const { value } = (await events.next()) as IteratorResult<ThreatEvent, undefined>;
            if (!value) break;
            cursor = value.cursor;
            cursors.push(cursor);
            seen.set(value.threat.id, (seen.get(value.threat.id) ?? 0) + value.changeCount);
          }
          await events.return(undefined);
        }
        expect([...seen.keys()].sort()).toEqual([...ids].sort());
        // Nothing is lost: what arrived before a cut may arrive again.
        for (const count of seen.values()) expect(count).toBeGreaterThanOrEqual(rounds);
        const places = cursors.map((one) => Number(JSON.parse(Buffer.from(one, 'base64url').toString())[0]));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
      { numRuns: 5 },
    );
  });

  it('delivers every change once to each of many subscribers, however slow they are', async () => {
    const after = await reader.lastCursor('msp-one');
    const shared = watchThreats({ liveEvents, reader, clientWatch: nobody });
    /** Each reads so many events, pauses, and goes on: some share all of their reads, some none. */
    const paces = [1, 7, 50, 50, 499, 5_000, 5_000, 5_000].map((events, index) => ({ events, pause: index % 3 }));
    const all = paces.map(async ({ events: pace, pause }) => {
      const wanted = { ...everything, clientId: null, deviceId: null, siteId: null, after };
      const events = shared(viewer, wanted)[Symbol.asyncIterator]();
      const seen = new Map<string, number>();
      const places: number[] = [];
      let changes = 0;
      while (changes < ids.length * rounds) {
        const { value } = (await events.next()) as IteratorResult<ThreatEvent, undefined>;
        if (!value) break;
        changes += value.changeCount;
        seen.set(value.threat.id, (seen.get(value.threat.id) ?? 0) + value.changeCount);
        places.push(Number(JSON.parse(Buffer.from(value.cursor, 'base64url').toString())[0]));
        if (places.length % pace === 0) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      await events.return(undefined);
      return { seen, places };
    });
    await storm();
    for (const { seen, places } of await Promise.all(all)) {
      expect([...seen.keys()].sort()).toEqual([...ids].sort());
      expect(new Set(seen.values())).toEqual(new Set([rounds]));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('delivers each change on its own when a subscriber requests that', async () => {
    const after = await reader.lastCursor('msp-one');
    await storm();
    let cursor = after;
    let read = 0;
    for (;;) {
      const { bitdefenderThreatChanges: page } = await environment.data<{
        bitdefenderThreatChanges: { cursor: string; changeCount: number; kinds: string[] }[];
      }>(
        technician,
        'query ($after: String!) { bitdefenderThreatChanges(after: $after, first: 500) { cursor changeCount kinds } }',
        {
          after: cursor,
        },
      );
      if (page.length === 0) break;
      expect(page.every(({ changeCount, kinds }) => changeCount === 1 && kinds.join() === 'NOTED')).toBe(true);
      read += page.length;
      cursor = page.at(-1)?.cursor ?? cursor;
    }
    expect(read).toBe(ids.length * rounds);
  });
});
