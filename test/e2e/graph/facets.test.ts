import fc from 'fast-check';
import { Client } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAlertReader } from '../../../src/alert/list/alert.reader.js';
import { AlertKindEnum, AlertState } from '../../../src/alert/list/alert.type.js';
import type { AlertFilter } from '../../../src/alert/list/alert-filter.type.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { Gap } from '../../../src/device/coverage/gap.type.js';
import { MatchKindEnum, Presence } from '../../../src/device/detail/device.type.js';
import { Health, HealthReasonCode } from '../../../src/device/health/health.type.js';
import { createMachineReader } from '../../../src/device/machine/machine.reader.js';
import { KnownTo, type MachineFilter } from '../../../src/device/machine/machine.type.js';
import { severities } from '../../../src/domain/severity.js';
import { createThreatReader } from '../../../src/threat/list/threat.reader.js';
import { ThreatActionEnum, ThreatStatusEnum } from '../../../src/threat/list/threat.type.js';
import type { ThreatCriteria } from '../../../src/threat/list/threat-list.js';
import { freshDatabase } from '../../support/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { now, type Sketch, storeMachines, tenantId, well } from '../../support/machines.js';
import { plantAlerts, plantedAlert } from '../../support/planted-alerts.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

/** The values of an enum, a few of them or all. */
const some = <Value>(values: readonly Value[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { freq: 1, nil: null });
const maybe = fc.option(fc.boolean(), { freq: 1, nil: null });

/** A number of a facet, and the filter that shows those rows: the one it was counted with, but for what the facet is about. */
interface Choice<Filter> {
  count: number;
  filter: Filter;
}

describe('facets', () => {
  const statements: string[] = [];
  let database: Database;
  let client: Client;

  beforeAll(async () => {
    const url = await freshDatabase();
    database = openDatabase(url, { outside: 'all tenants', onStatement: (statement) => statements.push(statement) });
    client = new Client({ connectionString: url });
    await client.connect();
    atEndOfFile(() => Promise.all([database.close(), client.end()]));
  });

  /** Whether a list has as many rows as a facet says, for each choice of a facet. */
  async function expectTotals<Filter>(
    choices: readonly Choice<Filter>[],
    page: (filter: Filter) => Promise<{ totalCount: Promise<number> } | undefined>,
  ) {
    const shown = await Promise.all(
      choices.map(async ({ filter }) => ({ filter, count: await (await page(filter))?.totalCount })),
    );
    expect(choices).toEqual(shown);
  }

  it('of threats are what the list shows if that value is chosen', async () => {
    const clientIds = ['client-1', 'client-2', 'client-3'];
    const drawn = fc.record({
      severity: fc.integer({ min: 0, max: 4 }),
      status: fc.constantFrom(...Object.values(ThreatStatusEnum)),
      action: fc.constantFrom(...Object.values(ThreatActionEnum)),
      family: fc.constantFrom('TROJAN', 'RANSOMWARE', 'UNKNOWN'),
      clientId: fc.constantFrom(...clientIds, null),
      assigneeId: fc.constantFrom('tom', 'ann', null, null),
      name: fc.constantFrom('Trojan.Emotet', 'Ransom.Lock'),
    });
    const filters = fc.record<ThreatCriteria>(
      {
        minimumSeverity: fc.constantFrom('UNKNOWN', 'MEDIUM', 'HIGH', null),
        severity: some(severities),
        status: fc.oneof(some(Object.values(ThreatStatusEnum)), fc.constant(['ALL'] as const)),
        action: some(Object.values(ThreatActionEnum)),
        family: some(['TROJAN', 'UNKNOWN'] as const),
        clientId: fc.constantFrom('client-1', null, null),
        clientIds: some(clientIds),
        assigneeId: fc.constantFrom('tom', null, null),
        assigned: maybe,
        mapped: maybe,
        search: fc.constantFrom('emotet', null, null),
      },
      { requiredKeys: [] },
    );
    const reader = createThreatReader(database);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 20, maxLength: 80 }),
        filters,
        fc.constantFrom('TENANT', 'CLIENTS'),
        async (rows, filter, kind) => {
          runs += 1;
          const ofTenant = `threats-${runs}`;
          await plantThreats(
            client,
            [ofTenant, `${ofTenant}-neighbour`].flatMap((tenant) =>
              rows.map((row) => plantedThreat({ ...row, tenantId: tenant })),
            ),
          );
          const owners = kind === 'TENANT' ? { kind } : { kind, clientIds: ['nobody', 'client-2'] };
          const page = async (criteria: ThreatCriteria) =>
            (await reader.pages(ofTenant, owners as { kind: 'TENANT' }, criteria, { order: 'NEWEST', first: 1 })).at(
              -1,
            );
          statements.length = 0;
          const facets = await (await page(filter))?.facets;
          expect(statements).toHaveLength(2);
          if (facets === undefined) throw new Error('There is no page.');
          await expectTotals(
            [
              ...facets.severities.map(({ value, count }) => ({
                count,
                filter: { ...filter, minimumSeverity: null, severity: [value] },
              })),
              ...facets.statuses.map(({ value, count }) => ({ count, filter: { ...filter, status: [value] } })),
              ...facets.actions.map(({ value, count }) => ({ count, filter: { ...filter, action: [value] } })),
              ...facets.families.map(({ value, count }) => ({ count, filter: { ...filter, family: [value] } })),
              ...clientIds.map((clientId) => ({
                count: facets.clients(100).find((each) => each.client?.id === clientId)?.count ?? 0,
                filter: { ...filter, clientId, clientIds: null },
              })),
              ...['tom', 'ann'].map((assigneeId) => ({
                count: facets.assignees(100).find((each) => each.assigneeId === assigneeId)?.count ?? 0,
                filter: { ...filter, assigneeId, assigned: null },
              })),
              {
                count: facets.assignees(100).find((each) => each.assigneeId === null)?.count ?? 0,
                filter: { ...filter, assigneeId: null, assigned: false },
              },
            ],
            page,
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of machines are what the list shows if that value is chosen', async () => {
    const sketch: fc.Arbitrary<Sketch> = fc
      .record({
        name: fc.constantFrom('ALPHA', 'beta', 'Gamma'),
        hasAgent: fc.boolean(),
        hasDevice: fc.boolean(),
        managed: fc.boolean(),
        present: fc.boolean(),
        policy: fc.constantFrom('Standard', 'Servers', null),
        applied: maybe,
        outdated: maybe,
        isolated: maybe,
        infected: maybe,
      })
      .map(({ infected, ...drawn }) => ({
        ...well,
        ...drawn,
        state: well.state && { ...well.state, infected },
      }));
    const filters = fc.record<MachineFilter>(
      {
        mapped: maybe,
        knownTo: some(Object.values(KnownTo)),
        presence: fc.option(fc.constantFrom(...Object.values(Presence))),
        health: some(Object.values(Health)),
        healthReasons: some(Object.values(HealthReasonCode)),
        gaps: some(Object.values(Gap)),
        matchKinds: some(Object.values(MatchKindEnum)),
        policies: some(['Standard', 'Servers']),
        policyApplied: maybe,
        isolated: maybe,
        search: fc.constantFrom('alph', null, null),
      },
      { requiredKeys: [] },
    );
    const reader = createMachineReader(database, () => now);
    const clientIds: string[] = [];
    const storeFirst = async (sketches: Sketch[]) => {
      clientIds.push(await storeMachines(database, sketches));
    };
    await fc.assert(fc.asyncProperty(fc.array(sketch, { minLength: 15, maxLength: 25 }), storeFirst), { numRuns: 3 });
    const [one = ''] = clientIds;
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(null, one), fc.boolean(), async (drawn, clientId, ofClient) => {
        const filter = { ...drawn, clientId };
        const page = async (wanted: MachineFilter) => {
          const list = { filter: wanted, orderBy: 'NAME' as const, reverse: false };
          if (!ofClient) return reader.page(tenantId, list, { first: 1 });
          return (await reader.pagesOfClients(tenantId, ['nobody', one], list, { first: 1 })).at(-1);
        };
        const listed = await page(filter);
        statements.length = 0;
        const facets = await listed?.facets;
        expect(statements).toHaveLength(1);
        if (facets === undefined) throw new Error('There is no page.');
        await expectTotals(
          [
            ...facets.knownTo.map(({ value, count }) => ({ count, filter: { ...filter, knownTo: [value] } })),
            ...facets.presences.map(({ value, count }) => ({ count, filter: { ...filter, presence: value } })),
            ...facets.healths.map(({ value, count }) => ({ count, filter: { ...filter, health: [value] } })),
            ...facets.healthReasons.map(({ value, count }) => ({
              count,
              filter: { ...filter, healthReasons: [value] },
            })),
            ...facets.gaps.map(({ value, count }) => ({ count, filter: { ...filter, gaps: [value] } })),
            ...facets.matchKinds.map(({ value, count }) => ({ count, filter: { ...filter, matchKinds: [value] } })),
            ...['Standard', 'Servers'].map((policy) => ({
              count: facets.policies(100).find(({ name }) => name === policy)?.count ?? 0,
              filter: { ...filter, policies: [policy] },
            })),
            ...facets.policyApplied.map(({ value, count }) => ({ count, filter: { ...filter, policyApplied: value } })),
            ...facets.isolated.map(({ value, count }) => ({ count, filter: { ...filter, isolated: value } })),
            ...(ofClient ? [one] : clientIds).map((id) => ({
              count: facets.clients(100).find((each) => each.client?.id === id)?.count ?? 0,
              filter: { ...filter, clientId: id },
            })),
          ],
          page,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('of alerts are what the list shows if that value is chosen', async () => {
    const clientIds = ['client-1', 'client-2'];
    const drawn = fc.record({
      kind: fc.constantFrom('OUTBREAK', 'NOTICE'),
      severity: fc.integer({ min: 0, max: 4 }),
      state: fc.constantFrom(...Object.values(AlertState)),
      clientId: fc.constantFrom(...clientIds, null),
      suppressedBy: fc.constantFrom('MUTE', null),
      ticketId: fc.constantFrom('ticket-1', null),
      assigneeId: fc.constantFrom('tom', null),
    });
    const filters = fc.record<AlertFilter>(
      {
        kind: fc.option(fc.constantFrom(...Object.values(AlertKindEnum))),
        state: some(Object.values(AlertState)),
        minimumSeverity: fc.option(fc.constantFrom(...severities)),
        clientId: fc.constantFrom('client-1', null, null),
        assigneeId: fc.constantFrom('tom', null, null),
        assigned: maybe,
        suppressed: maybe,
        hasTicket: maybe,
        search: fc.constantFrom('odd', null, null),
      },
      { requiredKeys: [] },
    );
    const reader = createAlertReader(database);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 20, maxLength: 60 }), filters, async (rows, filter) => {
        runs += 1;
        const ofTenant = `alerts-${runs}`;
        await plantAlerts(
          client,
          [ofTenant, `${ofTenant}-neighbour`].flatMap((tenant) =>
            rows.map((row, number) =>
              plantedAlert({ ...row, tenantId: tenant, title: number % 2 === 0 ? 'Even' : 'Odd' }),
            ),
          ),
        );
        const page = (wanted: AlertFilter) => reader.page(ofTenant, wanted, { order: 'NEWEST', first: 1 });
        const listed = await page(filter);
        statements.length = 0;
        const facets = await listed.facets;
        expect(statements).toHaveLength(1);
        await expectTotals(
          [
            ...facets.states.map(({ value, count }) => ({ count, filter: { ...filter, state: [value] } })),
            ...facets.kinds.map(({ value, count }) => ({ count, filter: { ...filter, kind: value } })),
            ...facets.suppressed.map(({ value, count }) => ({ count, filter: { ...filter, suppressed: value } })),
            ...facets.hasTicket.map(({ value, count }) => ({ count, filter: { ...filter, hasTicket: value } })),
            // The filter takes a minimum only.
            ...severities.map((minimumSeverity, place) => ({
              count: facets.severities.slice(place).reduce((sum, { count }) => sum + count, 0),
              filter: { ...filter, minimumSeverity },
            })),
            ...clientIds.map((clientId) => ({
              count: facets.clients(100).find((each) => each.client?.id === clientId)?.count ?? 0,
              filter: { ...filter, clientId },
            })),
            {
              count: facets.assignees(100).find((each) => each.assigneeId === 'tom')?.count ?? 0,
              filter: { ...filter, assigneeId: 'tom', assigned: null },
            },
            {
              count: facets.assignees(100).find((each) => each.assigneeId === null)?.count ?? 0,
              filter: { ...filter, assigneeId: null, assigned: false },
            },
          ],
          page,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('have the values with the most rows first, as many as asked for', async () => {
    const ofTenant = 'many-clients';
    const threats = Array.from({ length: 105 }, (_, number) =>
      Array.from({ length: number < 3 ? 4 - number : 1 }, () =>
        plantedThreat({ tenantId: ofTenant, clientId: `client-${number}` }),
      ),
    ).flat();
    await plantThreats(client, threats);
    const [page] = await createThreatReader(database).pages(ofTenant, { kind: 'TENANT' }, {}, { order: 'NEWEST' });
    const facets = await page?.facets;
    expect(facets?.clients(3).map(({ client: of, count }) => [of?.id, count])).toEqual([
      ['client-0', 4],
      ['client-1', 3],
      ['client-2', 2],
    ]);
    expect(facets?.clients(100)).toHaveLength(100);
    expect(() => facets?.clients(101)).toThrow('A page has 1 to 100 rows.');
  });
});
