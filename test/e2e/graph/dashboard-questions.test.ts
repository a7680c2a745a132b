import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { plantAlerts, plantedAlert } from '../../support/planted-alerts.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const neighbour: Identity = { ...technician, tenantId: 'msp-two' };
const alertCounts = `{ bitdefenderAlertCounts { open openBySeverity { unknown low medium high critical } openUnassigned openWithTicket
  acknowledged snoozed suppressed } }`;
const range = 'from: "2026-03-01T00:00:00Z", to: "2026-03-04T00:00:00Z"';

interface Series {
  bitdefenderThreatSeries: {
    steps: { from: string }[];
    groups: {
      severity: string | null;
      action: string | null;
      client: { id: string } | null;
      others: boolean;
      total: number;
      counts: number[];
    }[];
  };
}

describe('the questions of a dashboard', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { database } = environment;
    await plantAlerts(database, [
      plantedAlert({ severity: 4, ticketId: 'ticket-1', assigneeId: 'tom' }),
      plantedAlert({ severity: 2 }),
      plantedAlert({ severity: 2, clientId: null, kind: 'NOTICE' }),
      plantedAlert({ clientId: 'client-2', ticketId: 'ticket-2' }),
      plantedAlert({ state: 'ACKNOWLEDGED' }),
      plantedAlert({ state: 'SNOOZED' }),
      plantedAlert({ state: 'SNOOZED' }),
      plantedAlert({ state: 'RESOLVED' }),
      plantedAlert({ suppressedBy: 'MUTE' }),
      plantedAlert({ suppressedBy: 'HISTORY', state: 'ACKNOWLEDGED' }),
      plantedAlert({ suppressedBy: 'RULE', state: 'RESOLVED' }),
      plantedAlert({ tenantId: 'msp-two', severity: 0 }),
    ]);
    const day = (number: number, more: object) =>
      plantedThreat({ detectedAt: new Date(Date.UTC(2026, 2, number, 12)), ...more });
    await plantThreats(database, [
      day(1, { clientId: 'client-1', severity: 1 }),
      day(1, { clientId: 'client-1', severity: 4, action: 'REPORTED' }),
      day(2, { clientId: 'client-1', severity: 4 }),
      day(2, { clientId: 'client-2', severity: 1 }),
      day(3, { clientId: 'client-2', severity: 1 }),
      day(3, { clientId: 'client-3', severity: 1 }),
      day(3, { clientId: null, severity: 1 }),
      day(4, { clientId: 'client-3', severity: 1 }),
      day(3, { tenantId: 'msp-two', clientId: 'client-1', severity: 2 }),
    ]);
  });

  const series = async (args: string, identity = technician) => {
    const query = `{ bitdefenderThreatSeries(${args}) { steps { from } groups {
      severity action client { id } others total counts } } }`;
    return (await environment.data<Series>(identity, query)).bitdefenderThreatSeries;
  };
  const byClient = async (args: string, identity = technician) =>
    (await series(`groupBy: CLIENT, ${range} ${args}`, identity)).groups.map(({ client, others, total, counts }) => [
      others ? 'others' : client?.id,
      total,
      counts,
    ]);

  it('count the open alerts of the tenant, without what is suppressed', async () => {
    expect(await environment.data(technician, alertCounts)).toEqual({
      bitdefenderAlertCounts: {
        open: 4,
        openBySeverity: { unknown: 0, low: 0, medium: 2, high: 1, critical: 1 },
        openUnassigned: 3,
        openWithTicket: 2,
        acknowledged: 1,
        snoozed: 2,
        suppressed: 2,
      },
    });
    expect(await environment.data(neighbour, alertCounts)).toMatchObject({
      bitdefenderAlertCounts: { open: 1, openBySeverity: { unknown: 1 }, acknowledged: 0, suppressed: 0 },
    });
    expect(await environment.data({ ...technician, tenantId: 'msp-three' }, alertCounts)).toMatchObject({
      bitdefenderAlertCounts: { open: 0, openBySeverity: { critical: 0 }, suppressed: 0 },
    });
  });

  it('draw every severity over the days of a range, of some clients or of all', async () => {
    const { steps, groups } = await series(range);
    expect(steps.map(({ from }) => from.slice(0, 10))).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
    const shown = (of: Series['bitdefenderThreatSeries']['groups']) => of.map((one) => [one.severity, one.counts]);
    expect(shown(groups)).toEqual([
      ['UNKNOWN', [0, 0, 0]],
      ['LOW', [1, 1, 3]],
      ['MEDIUM', [0, 0, 0]],
      ['HIGH', [0, 0, 0]],
      ['CRITICAL', [1, 1, 0]],
    ]);
    const ofTwo = await series(`${range}, clientIds: ["client-2", "client-3", "client-2"]`);
    expect(shown(ofTwo.groups).filter(([, counts]) => String(counts) !== '0,0,0')).toEqual([['LOW', [0, 1, 2]]]);
  });

  it('draw actions, and name what the group is', async () => {
    const { groups } = await series(`groupBy: ACTION, ${range}`);
    expect(groups.filter(({ total }) => total > 0)).toEqual([
      { severity: null, action: 'REPORTED', client: null, others: false, total: 1, counts: [1, 0, 0] },
      { severity: null, action: 'BLOCKED', client: null, others: false, total: 6, counts: [1, 2, 3] },
    ]);
    expect(groups).toHaveLength(6);
  });

  it('draw the clients with most threats, and the rest as one', async () => {
    expect(await byClient('')).toEqual([
      ['client-1', 3, [2, 1, 0]],
      ['client-2', 2, [0, 1, 1]],
      ['client-3', 1, [0, 0, 1]],
      ['others', 1, [0, 0, 1]],
    ]);
    expect(await byClient('first: 1')).toEqual([
      ['client-1', 3, [2, 1, 0]],
      ['others', 4, [0, 1, 3]],
    ]);
    expect(await byClient('', neighbour)).toEqual([['client-1', 1, [0, 0, 1]]]);
  });

  it('draw the clients that were asked for, in their order, and no others', async () => {
    expect(await byClient('first: 1, clientIds: ["client-3", "nobody", "client-1"]')).toEqual([
      ['client-3', 1, [0, 0, 1]],
      ['nobody', 0, [0, 0, 0]],
      ['client-1', 3, [2, 1, 0]],
    ]);
  });

  it.each([
    ['more clients than a chart shows', `clientIds: [${Array(21).fill('"client-1"')}]`, 'TOO_MANY'],
    ['no client', 'clientIds: []', 'EMPTY_LIST'],
    ['more groups than a chart shows', 'groupBy: CLIENT, first: 21', 'PAGE_SIZE'],
    ['an unknown time zone', 'timeZone: "Mars/Olympus"', 'BAD_TIME_ZONE'],
    ['a window and a range', `window: TODAY, ${range}`, 'BAD_RANGE'],
    [
      'more steps than a chart shows',
      'step: HOUR, from: "2026-01-01T00:00:00Z", to: "2026-03-01T00:00:00Z"',
      'RANGE_TOO_LONG',
    ],
  ])('refuse %s', async (_what, args, code) => {
    const { errors } = await environment.ask(technician, `{ bitdefenderThreatSeries(${args}) { stale } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });

  it('compare this week and month with as much of the last ones', async () => {
    const now = Date.now();
    const hours = (many: number) => new Date(now - many * 3_600_000);
    const tenantId = 'msp-four';
    // A week has 169 hours where the clocks change, and UTC has no changes.
    await plantThreats(
      environment.database,
      [0, 7 * 24 - 1, 7 * 24 + 1].map((many) => plantedThreat({ tenantId, detectedAt: hours(many) })),
    );
    const { bitdefenderThreatCounts: counts } = await environment.data<{
      bitdefenderThreatCounts: Record<string, number>;
    }>({ ...technician, tenantId }, '{ bitdefenderThreatCounts(timeZone: "UTC") { lastWeek lastWeekSoFar } }');
    const monday = now - (((new Date(now).getUTCDay() + 6) % 7) * 24 * 3_600_000 + (now % (24 * 3_600_000)));
    const lastMonday = monday - 7 * 24 * 3_600_000;
    const isOfLastWeek = (at: Date) => at.getTime() >= lastMonday && at.getTime() < monday;
    const all = [7 * 24 - 1, 7 * 24 + 1].map(hours).filter(isOfLastWeek);
    expect(counts).toEqual({
      lastWeek: all.length,
      lastWeekSoFar: all.filter((at) => at < hours(7 * 24)).length,
    });
  });
});
