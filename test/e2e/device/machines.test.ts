import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { Gap } from '../../../src/device/coverage/gap.type.js';
import { createDeviceReader } from '../../../src/device/detail/device.reader.js';
import { type Device, MatchKindEnum, Presence } from '../../../src/device/detail/device.type.js';
import { Health, HealthReasonCode } from '../../../src/device/health/health.type.js';
import { createMachineReader, type MachineList } from '../../../src/device/machine/machine.reader.js';
import { KnownTo, type Machine, type MachineFilter, MachineOrder } from '../../../src/device/machine/machine.type.js';
import { openTestDatabase } from '../../support/database.js';
import {
  agoMilliseconds,
  day,
  now,
  readAt,
  type Sketch,
  storeMachines,
  tenantId,
  well,
} from '../../support/machines.js';

const maybe = fc.constantFrom(true, false, null);
const modules = fc.option(fc.dictionary(fc.constantFrom('antimalware', 'firewall'), fc.boolean()));
/** Instants around the limits of health, and far from them. */
const ages = fc.constantFrom(0, 1, day, 2 * day, 2 * day + 1, 7 * day - 1, 7 * day, 7 * day + 1, 40 * day);
const sketch: fc.Arbitrary<Sketch> = fc.record({
  name: fc.constantFrom('ALPHA', 'beta', 'Gamma', 'öl', 'ÖL-2', 'alpha', '10'),
  hasAgent: fc.boolean(),
  hasDevice: fc.boolean(),
  managed: fc.boolean(),
  present: fc.boolean(),
  policy: fc.constantFrom('Standard', 'Servers', null),
  applied: maybe,
  modules,
  outdated: maybe,
  isolated: maybe,
  risk: fc.option(fc.constantFrom(0, 12.5, 99)),
  state: fc.option(
    fc.record({
      lastSeenAt: fc.option(ages.map(agoMilliseconds)),
      asOf: ages.map(agoMilliseconds),
      infected: maybe,
      detected: maybe,
      outdated: maybe,
      productOutdated: maybe,
      isolated: maybe,
      modules,
      licence: fc.constantFrom('ACTIVE', 'EXPIRED', 'UNKNOWN'),
    }),
  ),
  threats: fc.array(
    fc.record({
      severity: fc.constantFrom(1, 2, 3, 4),
      status: fc.constantFrom('UNRESOLVED', 'RESOLVED'),
      daysAgo: fc.constantFrom(0, 10, 20, 60),
    }),
    { maxLength: 3 },
  ),
});

describe('the merged list', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });

  const machines = () => createMachineReader(database, () => now);

  const store = (sketches: readonly Sketch[]) => storeMachines(database, sketches);

  const listOf = (filter: MachineFilter, orderBy: MachineOrder = MachineOrder.NAME, reverse = false): MachineList => ({
    filter,
    orderBy,
    reverse,
  });

  async function readAll(list: MachineList, first: number): Promise<Machine[]> {
    const read: Machine[] = [];
    let after: string | null = null;
    do {
      const page = await machines().page(tenantId, list, { first, after });
      read.push(...page.edges.map(({ node }) => node));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    return read;
  }

  /** A row has the health of its device, and the gaps that its reasons imply. */
  function expectAgreement(row: Machine, device: Device | undefined): void {
    expect(row.health).toBe(device?.health ?? null);
    const codes = device?.healthReasons.map(({ code }): string => code) ?? [];
    const isCovered = device?.managed === true && device.presence === 'PRESENT';
    for (const gap of [
      Gap.SIGNATURES_OUTDATED,
      Gap.PRODUCT_OUTDATED,
      Gap.LICENCE_EXPIRED,
      Gap.NOT_SEEN,
      Gap.POLICY_NOT_APPLIED,
    ])
      expect(row.gaps.includes(gap), gap).toBe(isCovered && codes.includes(gap));
    expect(row.gaps.includes(Gap.MODULE_OFF)).toBe(isCovered && codes.includes('ANTIMALWARE_OFF'));
    expect(row.gaps.includes(Gap.UNPROTECTED)).toBe(row.agent !== null && !isCovered);
    expect(row.gaps.includes(Gap.NO_AGENT)).toBe(row.agent === null && isCovered);
    expect(row.abilities.canRunScripts).toBe(row.agent !== null);
  }

  it('filters by health, reasons and gaps as decided for each device', async () => {
    const devices = createDeviceReader(database, () => now);
    await fc.assert(
      fc.asyncProperty(fc.array(sketch, { minLength: 20, maxLength: 40 }), async (sketches) => {
        const clientId = await store(sketches);
        const rows = await readAll(listOf({ clientId }), 100);
        const known = await devices.byIds(
          tenantId,
          rows.flatMap(({ deviceId }) => deviceId ?? []),
        );
        expect(rows).toHaveLength(sketches.length);
        for (const row of rows) expectAgreement(row, row.deviceId === null ? undefined : known.get(row.deviceId));
        for (const health of Object.values(Health))
          expect(await readAll(listOf({ clientId, health: [health] }), 100)).toEqual(
            rows.filter((row) => row.health === health),
          );
        const reasonsOf = ({ deviceId }: Machine) => known.get(deviceId ?? '')?.healthReasons.map(({ code }) => code);
        for (const reason of Object.values(HealthReasonCode))
          expect(await readAll(listOf({ clientId, healthReasons: [reason] }), 100), reason).toEqual(
            rows.filter((row) => reasonsOf(row)?.includes(reason)),
          );
        for (const gap of Object.values(Gap))
          expect(await readAll(listOf({ clientId, gaps: [gap] }), 100)).toEqual(
            rows.filter((row) => row.gaps.includes(gap)),
          );
        for (const knownTo of Object.values(KnownTo))
          expect(await readAll(listOf({ clientId, knownTo: [knownTo] }), 100)).toEqual(
            rows.filter((row) => row.knownTo === knownTo),
          );
      }),
      { numRuns: 8 },
    );
  });

  it('returns the same list page by page, in every order and reversed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sketch, { minLength: 5, maxLength: 25 }), async (sketches) => {
        const clientId = await store(sketches);
        for (const order of Object.values(MachineOrder)) {
          const whole = await readAll(listOf({ clientId }, order), 100);
          expect(whole).toHaveLength(sketches.length);
          expect(await readAll(listOf({ clientId }, order), 3)).toEqual(whole);
          expect(await readAll(listOf({ clientId }, order, true), 4)).toEqual(whole.toReversed());
        }
      }),
      { numRuns: 4 },
    );
  });

  const seenDaysAgo = (days: number) => well.state && { ...well.state, lastSeenAt: agoMilliseconds(days * day) };
  const threat = { severity: 1, status: 'RESOLVED', daysAgo: 1 };

  it.each<[MachineOrder, string[], number]>([
    [MachineOrder.NAME, ['any', 'Busy', 'ill', 'never', 'quiet', 'risky'], 6],
    [MachineOrder.LAST_SEEN, ['quiet', 'Busy', 'ill', 'risky', 'any', 'never'], 1],
    [MachineOrder.HEALTH, ['ill', 'quiet', 'never', 'Busy', 'risky', 'any'], 3],
    [MachineOrder.THREATS_THIS_MONTH, ['Busy', 'any', 'ill', 'never', 'quiet', 'risky'], 1],
    [MachineOrder.RISK_SCORE, ['risky', 'any', 'Busy', 'ill', 'never', 'quiet'], 1],
  ])('by %s begins where it should', async (order, names, firm) => {
    const clientId = await store([
      { ...well, name: 'any', hasDevice: false },
      { ...well, name: 'Busy', state: seenDaysAgo(3), threats: [threat, threat] },
      { ...well, name: 'ill', managed: false, state: seenDaysAgo(2) },
      { ...well, name: 'never', state: null },
      { ...well, name: 'quiet', state: seenDaysAgo(9), threats: [{ ...threat, daysAgo: 60 }] },
      { ...well, name: 'risky', risk: 3 },
    ]);
    // Machines that are alike in what is ordered by, behind the first ones, stand in no particular order.
    const found = await readAll(listOf({ clientId }, order), 2);
    expect(found.slice(0, firm).map(({ name }) => name)).toEqual(names.slice(0, firm));
    expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each<[string, MachineFilter, string[]]>([
    ['those that are missing', { presence: Presence.MISSING }, ['gone']],
    ['one policy', { policies: ['Servers'] }, ['server']],
    ['either of two policies', { policies: ['Servers', 'Standard'] }, ['gone', 'late', 'server', 'silent']],
    ['a policy that is not applied', { policyApplied: false }, ['late']],
    ['a silence of 30 days', { notSeenForDays: 30 }, ['silent']],
    ['a match', { matchKinds: [MatchKindEnum.EXACT] }, ['gone', 'late', 'server', 'silent']],
    ['a part of the name', { search: ' SER' }, ['server']],
    ['a sign that is a wild card in SQL', { search: '%' }, []],
    ['several at once', { policies: ['Standard'], policyApplied: true, presence: Presence.PRESENT }, ['silent']],
    [
      'empty lists',
      { policies: [], health: [], gaps: [], knownTo: [], matchKinds: [] },
      ['bare', 'gone', 'late', 'server', 'silent'],
    ],
    ['what no client has', { mapped: false }, []],
  ])('filters by %s', async (_, filter, names) => {
    const clientId = await store([
      { ...well, name: 'bare', hasDevice: false },
      { ...well, name: 'gone', present: false },
      { ...well, name: 'late', applied: false },
      { ...well, name: 'server', policy: 'Servers' },
      { ...well, name: 'silent', state: seenDaysAgo(31) },
    ]);
    expect((await readAll(listOf({ ...filter, clientId }), 100)).map(({ name }) => name)).toEqual(names);
    const [, own] = await machines().pagesOfClients(tenantId, [randomUUID(), clientId], listOf(filter), { first: 1 });
    const behind = { first: 1, after: own?.pageInfo.endCursor ?? null };
    for (const page of [own, await machines().page(tenantId, listOf({ ...filter, clientId }), behind)])
      expect(await page?.totalCount).toBe(names.length);
  });

  it.each([
    ['the inventory', { modules: { antimalware: false }, outdated: true }, readAt],
    ['the device state', { modules: { firewall: true }, outdated: null }, now],
  ])('dates each value that %s reports', async (_, reported, asOf) => {
    const isOfState = asOf === now;
    const state = well.state && { ...well.state, modules: { antimalware: !isOfState }, productOutdated: isOfState };
    const clientId = await store([{ ...well, state, ...reported }]);
    const [row] = await readAll(listOf({ clientId }), 1);
    const id = row?.deviceId ?? '';
    const device = (await createDeviceReader(database, () => now).byIds(tenantId, [id])).get(id);
    expect(device).toMatchObject({ readAt, productOutdated: true, productOutdatedAsOf: asOf });
    expect(device?.modules).toContainEqual({ name: 'antimalware', on: false, asOf });
    expect(device?.healthReasons.map(({ code, asOf: at }) => [code, at])).toEqual([
      ['ANTIMALWARE_OFF', asOf],
      ['PRODUCT_OUTDATED', asOf],
    ]);
  });

  it('rejects cursors of another order and invalid ones', async () => {
    const clientId = await store([well, well]);
    const { pageInfo } = await machines().page(tenantId, listOf({ clientId }), { first: 1 });
    for (const [list, after] of [
      [listOf({ clientId }, MachineOrder.HEALTH), pageInfo.endCursor],
      [listOf({ clientId }, MachineOrder.NAME, true), pageInfo.endCursor],
      [listOf({ clientId }), 'nonsense'],
      [listOf({ clientId }, MachineOrder.HEALTH), cursor(['HEALTH', 'worst', 'x'])],
      [listOf({ clientId }, MachineOrder.HEALTH), cursor(['HEALTH', '', 'x'])],
      [listOf({ clientId }), cursor(['NAME', 'a\u0000', 'x'])],
    ] as const)
      await expect(machines().page(tenantId, list, { first: 1, after })).rejects.toMatchObject({
        userErrors: [{ code: 'BAD_CURSOR' }],
      });
    for (const notSeenForDays of [0, 3651])
      await expect(machines().page(tenantId, listOf({ notSeenForDays }), { first: 1 })).rejects.toMatchObject({
        userErrors: [{ code: 'BAD_DAYS' }],
      });
  });
});

function cursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}
