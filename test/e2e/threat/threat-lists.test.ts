import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { threatOrders } from '../../../src/threat/list/threat-list.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type PlantedThreat, plantedThreat, plantThreats } from '../../support/threats.js';

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
}

const list = `query ($filter: BitdefenderThreatFilter, $orderBy: BitdefenderThreatOrder, $first: Int, $after: String) {
  bitdefenderThreats(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
const counted = `query ($filter: BitdefenderThreatFilter) {
  bitdefenderThreats(filter: $filter, first: 1) { totalCount edges { node { id } } } }`;
const everything = { minimumSeverity: 'UNKNOWN', status: 'ALL' };

describe('lists of threats', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ onStatement: (statement) => statements.push(statement) });
  });

  const page = async (variables: object, identity = technician) =>
    (await environment.data<{ bitdefenderThreats: Page }>(identity, list, variables)).bitdefenderThreats;
  const errorsOf = async (variables: object) =>
    (await environment.ask(technician, list, variables)).errors?.map(({ extensions }) => extensions?.code);

  async function walk(variables: object, identity = technician): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo } = await page({ ...variables, after }, identity);
      seen.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) return seen;
      if (pageInfo.endCursor === after) throw new Error('The list stands still.');
      after = pageInfo.endCursor;
    }
  }

  describe('paging while threats arrive', () => {
    const minutes = (many: number) => new Date(Date.UTC(2026, 2, 1) + many * 60_000);
    // Few different values, so that many threats share the place at which a page ends.
    const arbitraryThreat = fc.record({
      detected: fc.integer({ min: 0, max: 6 }),
      later: fc.integer({ min: 0, max: 3 }),
      severity: fc.integer({ min: 0, max: 4 }),
    });
    const planted = (tenantId: string) => (drawn: { detected: number; later: number; severity: number }) =>
      plantedThreat({
        tenantId,
        severity: drawn.severity,
        detectedAt: minutes(drawn.detected),
        lastDetectedAt: minutes(drawn.detected + drawn.later),
      });
    let runs = 0;

    it.each(threatOrders)('%s misses none that was there, and shows none twice', async (orderBy) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(arbitraryThreat, { minLength: 5, maxLength: 60 }),
          fc.array(arbitraryThreat, { minLength: 20, maxLength: 60 }),
          fc.integer({ min: 1, max: 9 }),
          async (first, arriving, size) => {
            runs += 1;
            const tenantId = `paging-${runs}`;
            const there = first.map(planted(tenantId));
            await plantThreats(environment.database, there);
            const arrived = arriving.map(planted(tenantId));
            const arrivals = (async () => {
              for (const threat of arrived) await plantThreats(environment.database, [threat]);
            })();
            const seen = await walk({ filter: everything, orderBy, first: size }, { ...technician, tenantId });
            await arrivals;
            expect(new Set(seen).size).toBe(seen.length);
            expect(there.map(({ id }) => id).filter((id) => !seen.includes(id))).toEqual([]);
            // Once nothing more arrives, the walk is the whole list in its order.
            const all = await walk({ filter: everything, orderBy, first: size }, { ...technician, tenantId });
            expect(all).toEqual(sorted([...there, ...arrived], orderBy));
          },
        ),
        { numRuns: 8 },
      );
    });

    it('refuses a cursor of an order with other keys', async () => {
      const newest = await page({ filter: everything, first: 1 }, { ...technician, tenantId: 'paging-1' });
      const severe = await page(
        { filter: everything, orderBy: 'MOST_SEVERE', first: 1 },
        { ...technician, tenantId: 'paging-1' },
      );
      expect(await errorsOf({ orderBy: 'MOST_SEVERE', after: newest.pageInfo.endCursor })).toEqual(['BAD_CURSOR']);
      expect(await errorsOf({ orderBy: 'OLDEST', after: severe.pageInfo.endCursor })).toEqual(['BAD_CURSOR']);
    });
  });

  describe('filters', () => {
    const devices = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002'];
    const companies = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'];
    const names = ['Trojan.Emotet', 'Ransom.100%_\\Lock', 'Adware.ÄRGER'];
    const paths = [null, 'C:\\Users\\ann\\Emotet.exe', 'D:\\100%_x'];
    const threats: PlantedThreat[] = [];

    beforeAll(async () => {
      const statuses = ['UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE'] as const;
      const actions = ['BLOCKED', 'REPORTED'];
      for (let number = 0; number < 240; number += 1)
        threats.push(
          plantedThreat({
            name: names[number % 3] as string,
            filePath: paths[(number >> 1) % 3] as string | null,
            family: number % 5 === 1 ? 'RANSOMWARE' : 'TROJAN',
            severity: number % 5,
            status: statuses[(number >> 2) % 3] as 'UNRESOLVED',
            action: actions[(number >> 3) % 2] as string,
            clientId: [null, 'client-1', 'client-2'][number % 3] as string | null,
            companyId: companies[(number >> 1) % 2] as string,
            deviceId: number % 7 === 0 ? (devices[number % 2] as string) : null,
            assigneeId: number % 9 === 0 ? 'tom' : null,
            hostName: `HOST-${number % 4}`,
            hostKey: `host-${number % 4}`,
            detectedAt: new Date(Date.UTC(2026, 2, 1, number)),
          }),
        );
      await plantThreats(environment.database, [
        ...threats,
        plantedThreat({ tenantId: 'msp-two', name: 'Trojan.Emotet' }),
      ]);
      await environment.database.query(
        `insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, host_key, macs, machine_type,
           managed, content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason,
           match_candidates)
         select 'msp-one', id, $2::uuid, $2::uuid, case place when 1 then 'client-1' end, 'bd-' || place, 'HOST-1',
           'host-1', '{}', 'COMPUTER', true, '', 'PRESENT', now(), now(), now(), 'NONE', '', '{}'
         from unnest($1::uuid[]) with ordinality as given (id, place)`,
        [devices, companies[0]],
      );
    });

    const cases: [string, object, (threat: PlantedThreat) => boolean][] = [
      ['nothing: HIGH and above, unresolved', {}, ({ severity, status }) => severity >= 3 && status === 'UNRESOLVED'],
      ['severity', { minimumSeverity: 'MEDIUM' }, ({ severity, status }) => severity >= 2 && status === 'UNRESOLVED'],
      ['status', { status: 'RESOLVED' }, ({ severity, status }) => severity >= 3 && status === 'RESOLVED'],
      [
        'several severities, however low',
        { severity: ['LOW', 'CRITICAL'], status: 'ALL' },
        ({ severity }) => severity === 1 || severity === 4,
      ],
      [
        'severities and a minimum: both',
        { severity: ['LOW', 'CRITICAL'], minimumSeverity: 'MEDIUM', status: 'ALL' },
        ({ severity }) => severity === 4,
      ],
      [
        'several statuses',
        { minimumSeverity: 'UNKNOWN', status: ['RESOLVED', 'FALSE_POSITIVE'] },
        ({ status }) => status !== 'UNRESOLVED',
      ],
      ['several clients', { ...everything, clientIds: ['client-1', 'client-2'] }, ({ clientId }) => clientId !== null],
      ['several actions', { ...everything, action: ['REPORTED', 'KILLED'] }, ({ action }) => action === 'REPORTED'],
      ['several families', { ...everything, family: ['RANSOMWARE', 'WORM'] }, ({ family }) => family === 'RANSOMWARE'],
      ['a person', { ...everything, assigneeId: 'tom' }, ({ assigneeId }) => assigneeId === 'tom'],
      ['whoever is assigned', { ...everything, assigned: true }, ({ assigneeId }) => assigneeId === 'tom'],
      ['nobody', { ...everything, assigned: false }, ({ assigneeId }) => assigneeId !== 'tom'],
      ['client', { ...everything, clientId: 'client-2' }, ({ clientId }) => clientId === 'client-2'],
      ['company', { ...everything, companyId: companies[1] }, ({ companyId }) => companyId === companies[1]],
      ['unmapped', { ...everything, mapped: false }, ({ clientId }) => clientId === null],
      ['mapped', { ...everything, mapped: true }, ({ clientId }) => clientId !== null],
      ['action', { ...everything, action: 'REPORTED' }, ({ action }) => action === 'REPORTED'],
      [
        'a device: its own, and those without a device that carry its host name in its client',
        { ...everything, deviceId: devices[0] },
        ({ clientId, deviceId, hostKey }) =>
          clientId === 'client-1' && (deviceId === devices[0] || (deviceId === null && hostKey === 'host-1')),
      ],
      [
        'a device of no client: its own that have none',
        { ...everything, deviceId: devices[1] },
        ({ clientId, deviceId }) => clientId === null && deviceId === devices[1],
      ],
      [
        'time, with its beginning and without its end',
        { ...everything, detectedFrom: '2026-03-02T00:00:00Z', detectedBefore: '2026-03-03T02:00:00+02:00' },
        ({ detectedAt }) => detectedAt >= new Date('2026-03-02T00:00Z') && detectedAt < new Date('2026-03-03T00:00Z'),
      ],
      [
        'text, in name or path',
        { ...everything, search: ' emoTET ' },
        ({ name, filePath }) => name === names[0] || filePath === paths[1],
      ],
      ['text, in the host name', { ...everything, search: 'ost-3' }, ({ hostName }) => hostName === 'HOST-3'],
      [
        'text that looks like a pattern',
        { ...everything, search: '00%_\\L' },
        ({ name }) => name === 'Ransom.100%_\\Lock',
      ],
      ['text in no one field', { ...everything, search: 'emotethost' }, () => false],
      [
        'all at once',
        {
          minimumSeverity: 'LOW',
          status: 'ALL',
          clientId: 'client-1',
          action: 'BLOCKED',
          search: 'host',
          mapped: true,
        },
        ({ severity, clientId, action }) => severity >= 1 && clientId === 'client-1' && action === 'BLOCKED',
      ],
    ];

    it.each(cases)('%s', async (_name, filter, expected) => {
      const wanted = threats.filter(expected);
      expect(await walk({ filter, first: 50 })).toEqual(sorted(wanted, 'NEWEST'));
      const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: Page }>(technician, counted, {
        filter,
      });
      expect(bitdefenderThreats.totalCount).toBe(wanted.length);
    });

    it('no filter at all: HIGH and above, unresolved', async () => {
      const wanted = threats.filter(({ severity, status }) => severity >= 3 && status === 'UNRESOLVED');
      expect(await walk({ first: 50 })).toEqual(sorted(wanted, 'NEWEST'));
    });

    it('refuses a text that no index could find', async () => {
      expect(await errorsOf({ filter: { search: ' x1 ' } })).toEqual(['SEARCH_TOO_SHORT']);
      expect(await errorsOf({ filter: { search: '  ' } })).toBeUndefined();
    });

    it('counts the whole list when that is asked for, and only then', async () => {
      const taken = async (query: string) => {
        statements.length = 0;
        await environment.data(technician, query, { filter: everything });
        return statements.filter((statement) => /from\s+threat\b/.test(statement)).length;
      };
      expect([await taken(list), await taken(counted)]).toEqual([1, 2]);
    });

    it('finds a text through its index', async () => {
      const many = Array.from({ length: 5_000 }, (_, number) =>
        plantedThreat({ tenantId: 'large', name: `N${number}` }),
      );
      await plantThreats(environment.database, [...many, plantedThreat({ tenantId: 'large', name: 'Needle' })]);
      await environment.database.query('vacuum analyze threat');
      statements.length = 0;
      await page({ filter: { ...everything, search: 'needle' } }, { ...technician, tenantId: 'large' });
      const searched = statements.find((statement) => statement.includes('ilike')) ?? '';
      const { rows } = await environment.database.query(`explain ${searched}`, ['large', '%needle%']);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Bitmap Index Scan on threat_text/);
      expect(plan).toMatch(/Index Cond: .*tenant_id = 'large'[\s\S]*~~\*/);
    });
  });

  function sorted(threats: PlantedThreat[], orderBy: (typeof threatOrders)[number]): string[] {
    const keys = ({ id, severity, detectedAt, lastDetectedAt }: PlantedThreat): (number | string)[] => {
      if (orderBy === 'MOST_SEVERE') return [severity, detectedAt.getTime(), id];
      return [(orderBy === 'LAST_DETECTED' ? lastDetectedAt : detectedAt).getTime(), id];
    };
    const direction = orderBy === 'OLDEST' ? 1 : -1;
    return [...threats]
      .sort((a, b) => {
        const [left, right] = [keys(a), keys(b)];
        const place = left.findIndex((key, index) => key !== right[index]);
        return place < 0 ? 0 : (left[place] as number) < (right[place] as number) ? -direction : direction;
      })
      .map(({ id }) => id);
  }
});
