import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';
import { versionNow } from '../../support/versions.js';

const counts = `timeZone asOf stale today unresolved unresolvedBySeverity { unknown low medium high critical }`;
const ask = (what: string, timeZone = '') => `{ bitdefenderThreatCounts${timeZone} { ${what} } }`;
const tally = 'tally { from to total bySeverity { low high } byStatus { unresolved resolved falsePositive } }';

describe('counts for dashboards', () => {
  let environment: TestEnvironment;
  let clientId: string;

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const bakery = addBakery(environment);
    const { companyId, deviceId } = bakery;
    clientId = bakery.clientId;
    world.addIncident({ companyId, deviceId, name: 'Trojan.Now', severityScore: 95 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    const { database } = environment;
    // The night in which Berlin's clocks go back, on both sides of its midnights.
    const planted = [
      ['2026-10-24T21:59:59Z', 1, 'RESOLVED'],
      ['2026-10-24T22:00:00Z', 3, 'RESOLVED'],
      ['2026-10-25T00:30:00Z', 3, 'FALSE_POSITIVE'],
      ['2026-10-25T01:30:00Z', 1, 'UNRESOLVED'],
      ['2026-10-25T22:59:59Z', 1, 'RESOLVED'],
      ['2026-10-25T23:00:00Z', 3, 'RESOLVED'],
    ] as const;
    await plantThreats(
      database,
      planted.map(([at, severity, status]) => plantedThreat({ clientId, detectedAt: new Date(at), severity, status })),
    );
    await plantThreats(database, [plantedThreat({ clientId: 'client-2', detectedAt: new Date('2026-10-25T12:00Z') })]);
  });

  const data = async (query: string) =>
    (await environment.data<{ bitdefenderThreatCounts: Record<string, unknown> }>(technician, query))
      .bitdefenderThreatCounts;
  const refusal = async (query: string) =>
    (await environment.ask(technician, query)).errors?.map(({ extensions }) => extensions?.code);

  it('say how they are to be read', async () => {
    expect(await data(ask(counts))).toEqual({
      timeZone: 'UTC',
      asOf: expect.any(String),
      stale: false,
      today: 1,
      unresolved: 3,
      unresolvedBySeverity: { unknown: 0, low: 1, medium: 0, high: 1, critical: 1 },
    });
    const read = 'timeZone asOf stale';
    const answer = await data(ask(`window { ${read} } series { ${read} step from to }`, '(timeZone: "Asia/Kolkata")'));
    const common = { timeZone: 'Asia/Kolkata', asOf: expect.any(String), stale: false };
    expect(answer).toEqual({
      window: common,
      series: {
        ...common,
        step: 'DAY',
        from: expect.stringContaining('T18:30'),
        to: expect.stringContaining('T18:30'),
      },
    });
  });

  it('are of any range, by severity and by status', async () => {
    const range = '(from: "2026-10-24T22:00:00Z", to: "2026-10-25T23:00:00Z")';
    expect(await data(ask(`window${range} { ${tally} }`))).toEqual({
      window: {
        tally: {
          from: '2026-10-24T22:00:00.000Z',
          to: '2026-10-25T23:00:00.000Z',
          total: 5,
          bySeverity: { low: 2, high: 3 },
          byStatus: { unresolved: 2, resolved: 2, falsePositive: 1 },
        },
      },
    });
  });

  it('are a series of days, of which one has 25 hours', async () => {
    const range = '(step: DAY, from: "2026-10-24T12:00:00Z", to: "2026-10-26T12:00:00Z")';
    const days = await data(ask(`series${range} { steps { from total } }`, '(timeZone: "Europe/Berlin")'));
    expect(days).toEqual({
      series: {
        steps: [
          { from: '2026-10-24T12:00:00.000Z', total: 1 },
          { from: '2026-10-24T22:00:00.000Z', total: 5 },
          { from: '2026-10-25T23:00:00.000Z', total: 1 },
        ],
      },
    });
  });

  it('tell the two hours apart that a clock shows alike', async () => {
    const range = '(step: HOUR, from: "2026-10-24T22:00:00Z", to: "2026-10-25T23:00:00Z")';
    const { series } = (await data(ask(`series${range} { steps { total } }`, '(timeZone: "Europe/Berlin")'))) as {
      series: { steps: { total: number }[] };
    };
    const totals = series.steps.map(({ total }) => total);
    expect(totals).toHaveLength(25);
    expect(totals.slice(0, 5)).toEqual([1, 0, 1, 1, 0]);
  });

  it("follow the tenant's zone at once, each tenant its own", async () => {
    const settle = async (timeZone: string) =>
      environment.data(
        admin,
        `mutation ($timeZone: String!, $version: String) {
          updateBitdefenderSettings(input: { timeZone: $timeZone, version: $version }) { userErrors { code } } }`,
        { timeZone, version: await versionNow(environment, 'settings') },
      );
    const zoneFor = async (identity = technician) =>
      environment.data(identity, '{ bitdefenderThreatCounts { timeZone series { from } } }');
    for (const [timeZone, midnight] of [
      ['Pacific/Kiritimati', 'T10:00'],
      ['Asia/Kolkata', 'T18:30'],
      ['UTC', 'T00:00'],
    ] as const) {
      await settle(timeZone);
      const expected = { timeZone, series: { from: expect.stringContaining(midnight) } };
      expect(await zoneFor()).toEqual({ bitdefenderThreatCounts: expected });
      expect(await zoneFor({ ...technician, tenantId: 'msp-two' })).toMatchObject({
        bitdefenderThreatCounts: { timeZone: 'UTC' },
      });
    }
  });

  it("are of a client or device, in the tenant's zone by default", async () => {
    await environment.data(
      admin,
      `mutation ($version: String) {
        updateBitdefenderSettings(input: { timeZone: "Europe/Berlin", version: $version }) { userErrors { code } } }`,
      { version: await versionNow(environment, 'settings') },
    );
    const range = '(from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z")';
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
      bitdefender { threatCounts { timeZone unresolved window${range} { tally { total } } }
        devices { edges { node { device { threatCounts(timeZone: "UTC") { timeZone unresolved window { tally { total } } } } } } } } } } }`;
    const representations = [{ __typename: 'Client', id: clientId }];
    const { _entities } = await environment.data<{ _entities: { bitdefender: object }[] }>(technician, query, {
      representations,
    });
    expect(_entities[0]?.bitdefender).toEqual({
      threatCounts: { timeZone: 'Europe/Berlin', unresolved: 2, window: { tally: { total: 6 } } },
      devices: {
        edges: [
          { node: { device: { threatCounts: { timeZone: 'UTC', unresolved: 1, window: { tally: { total: 1 } } } } } },
        ],
      },
    });
  });

  it.each([
    ['an unknown time zone', ask('today', '(timeZone: "Mars/Olympus")'), 'BAD_TIME_ZONE'],
    ['an offset for a zone', ask('today', '(timeZone: "+02:00")'), 'BAD_TIME_ZONE'],
    ['a window and a range', ask('window(window: TODAY, from: "2026-10-01T00:00:00Z") { stale }'), 'BAD_RANGE'],
    ['an end without a begin', ask('window(to: "2026-10-01T00:00:00Z") { stale }'), 'BAD_RANGE'],
    [
      'a range backwards',
      ask('window(from: "2026-10-02T00:00:00Z", to: "2026-10-01T00:00:00Z") { stale }'),
      'BAD_RANGE',
    ],
    [
      'more steps than a chart shows',
      ask('series(step: HOUR, from: "2026-01-01T00:00:00Z", to: "2026-03-01T00:00:00Z") { stale }'),
      'RANGE_TOO_LONG',
    ],
  ])('refuse %s', async (_what, query, code) => expect(await refusal(query)).toEqual([code]));
});
