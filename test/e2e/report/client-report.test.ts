import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import {
  ClientReportDocument,
  PortalReportDocument,
  type PortalReportQuery,
  type PortalReportQueryVariables,
} from '../../../operations/documents.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { changeSettings, fillReports, lastMonth } from '../../support/report-world.js';
import { send } from '../../support/typed-operations.js';

const otherAdmin: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };

describe('the report of a client', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;
  let bakery: string;
  let butcher: string;
  let baker: Identity;
  let other: string;

  const portalReport = async (identity: Identity, variables: Partial<PortalReportQueryVariables> = {}) =>
    (await send(environment, identity, PortalReportDocument, variables as PortalReportQueryVariables))
      .portalBitdefenderReport as NonNullable<PortalReportQuery['portalBitdefenderReport']>;
  const clientReport = async (clientId: string, identity = technician) =>
    (await send(environment, identity, ClientReportDocument, { clientId, period: 'MONTH', first: 20 }))
      .bitdefenderClientReport;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, onStatement: (statement) => statements.push(statement) });
    [bakery = '', butcher = ''] = await fillReports(environment, ['Bakery', 'Butcher']);
    [other = ''] = await fillReports(environment, ['Other'], otherAdmin);
    baker = { subject: 'bob', roles: ['portal'], tenantId: 'msp-one', clientId: bakery };
  });

  it('is shown to the MSP before the portal is on, and to nobody of the client', async () => {
    expect(await clientReport(bakery)).toMatchObject({ isShared: false, report: { clientName: 'Bakery' } });
    expect(await portalReport(baker)).toBeNull();
    await changeSettings(environment, { portalEnabled: true, portalHiddenClientIds: [bakery] });
    expect(await portalReport(baker)).toBeNull();
    await changeSettings(environment, { portalHiddenClientIds: [] });
    expect(await clientReport(bakery)).toMatchObject({ isShared: true });
  });

  it('has the last month that is over, beside the month before', async () => {
    const report = await portalReport(baker);
    expect(report).toMatchObject({
      ...{
        clientName: 'Bakery',
        period: 'MONTH',
        name: lastMonth().toFormat('yyyy-MM'),
        isOver: true,
        timeZone: 'UTC',
      },
      ...{ from: lastMonth().toISO(), to: lastMonth().plus({ months: 1 }).toISO() },
      threats: {
        sentence:
          '3 threats were found on 1 machine: 1 was stopped, 1 was dealt with, 1 is being dealt with. That is 2 more than the month before.',
        ...{ total: 3, stopped: 1, handled: 1, beingHandled: 1, machines: 1, machinesBefore: 1, unlisted: 0 },
        before: { total: 1, stopped: 1 },
        bySeverity: [
          { severity: 'SERIOUS', total: 1, stopped: 1 },
          { severity: 'MODERATE', total: 1, handled: 1 },
          { severity: 'MINOR', total: 1, beingHandled: 1 },
        ],
        byKind: [
          { kind: 'RANSOMWARE', total: 1 },
          { kind: 'UNWANTED', total: 1 },
          { kind: 'VIRUS', total: 1 },
        ],
        mostConcerned: [{ hostName: 'Bakery-01', total: 3 }],
      },
      actions: [{ kind: 'BLOCKED', count: 1, before: 1, text: '1 threat was blocked' }],
      protection: {
        day: lastMonth().set({ day: 20 }).toISODate(),
        sentence: '3 of 4 machines were protected.',
        ...{ machines: 4, protectedMachines: 3, machinesBefore: 4, protectedMachinesBefore: 4 },
        problems: [
          { problem: 'UNPROTECTED', machines: 1, before: 0 },
          { problem: 'SIGNATURES_OUTDATED', machines: 2, before: 0 },
        ],
      },
      response: { threats: 3, known: { reached: 3, promisedMinutes: null }, before: { threats: 1 } },
    });
    expect(report.threats.listed.map(({ name }) => name)).toEqual(['Ransom.Bakery', 'Worm.Bakery', 'Adware.Bakery']);
  });

  it('measures against the promise', async () => {
    await changeSettings(environment, { responsePromise: { known: 5, ticket: 60 } });
    const { response } = await portalReport(baker);
    expect(response).toMatchObject({
      sentence: '100 % were known within the promised 5 minutes.',
      known: { promisedMinutes: 5, keptShare: 1 },
      ticket: { promisedMinutes: 60, keptShare: null },
    });
  });

  it('has the week of a day, with none of the days around it', async () => {
    const day = lastMonth().set({ day: 3 }).toISODate() ?? '';
    const { threats, ...report } = await portalReport(baker, { period: 'WEEK', day });
    const monday = lastMonth().set({ day: 3 }).startOf('week');
    expect(report).toMatchObject({
      name: monday.toFormat("kkkk-'W'WW"),
      day: monday.toISODate(),
      from: monday.toISO(),
    });
    const detected = [lastMonth().minus({ days: 3 }), ...[3, 5, 5].map((each) => lastMonth().set({ day: each }))];
    expect(threats.total).toBe(detected.filter((at) => at.startOf('week').equals(monday)).length);
  });

  it('has what is left of threats that were removed since', async () => {
    await environment.database.query(
      `insert into threat_kept_count (tenant_id, id, company_id, client_id, host_key, quarter, severity, status, action, count)
       values ('msp-one', gen_random_uuid(), gen_random_uuid(), $1, 'oven-09', $2, 3, 'RESOLVED', 'QUARANTINED', 2)`,
      [butcher, lastMonth().set({ day: 9 }).toJSDate()],
    );
    const report = (await clientReport(butcher))?.report;
    expect(report?.threats).toMatchObject({ total: 5, stopped: 3, machines: 2, unlisted: 2 });
    expect(report?.threats.byKind).toContainEqual(expect.objectContaining({ kind: 'OTHER', total: 2 }));
  });

  it('is the same for the MSP as for the client, and never of another client', async () => {
    const [own, seen] = [await portalReport(baker), (await clientReport(bakery))?.report];
    expect({ ...seen, drawnUpAt: null }).toEqual({ ...own, drawnUpAt: null });
    expect(JSON.stringify(own)).not.toMatch(/Butcher|Other/);
    expect(await clientReport(other)).toBeNull();
    expect(await clientReport(bakery, otherAdmin)).toBeNull();
  });

  it.each([
    [{ day: '2026-02-30' }, 'BAD_DAY'],
    [{ day: '2100-01-01' }, 'BAD_DAY'],
    [{ day: '2001-01-01' }, 'BAD_DAY'],
  ])('refuses %o', async (variables, code) => {
    const { errors } = await environment.ask(baker, PortalReportDocument.toString(), variables);
    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  it('reads as many statements for a busy client as for a quiet one', async () => {
    const quiet = environment.core.world('msp-one').addClient({ name: 'Quiet' }).id;
    const count = async (read: () => Promise<unknown>) => {
      await read();
      const before = statements.length;
      await read();
      return statements.length - before;
    };
    expect(await count(() => clientReport(bakery))).toBe(await count(() => clientReport(quiet)));
    const [, documented] =
      /A report takes at most (\d+) statements/.exec(readFileSync('docs/client-report.md', 'utf8')) ?? [];
    expect(await count(() => portalReport(baker))).toBeLessThanOrEqual(Number(documented));
  });

  it('leaves the name out while OpsMerge cannot be asked', async () => {
    environment.core.faults.down = true;
    const answer = await environment.data<PortalReportQuery>(
      baker,
      PortalReportDocument.toString(),
      { period: 'MONTH' },
      environment.app.url,
    );
    environment.core.faults.down = false;
    expect(answer.portalBitdefenderReport).toMatchObject({ clientName: null, threats: { total: 3 } });
  });

  it('is drawn up in the zone that is asked for', async () => {
    const query = `query ($clientId: ID!, $timeZone: String) { bitdefenderClientReport(clientId: $clientId, timeZone: $timeZone) {
      report { timeZone from } } }`;
    const asked = { clientId: bakery, timeZone: 'Asia/Tokyo' };
    const { bitdefenderClientReport } = await environment.data<{ bitdefenderClientReport: object }>(
      admin,
      query,
      asked,
    );
    expect(bitdefenderClientReport).toMatchObject({
      report: { timeZone: 'Asia/Tokyo', from: expect.stringContaining('T15:00:00') },
    });
  });
});
