import type { Client } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { removeOldThreats } from '../../../src/threat/intake/remove-old-threats.js';
import { createThreatReader } from '../../../src/threat/list/threat.reader.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';
import { versionNow } from '../../support/versions.js';

const day = 24 * 3_600_000;
const settings = `mutation ($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) { settings { retentionDays } userErrors { code field } } }`;
const list = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  id name status detectedAt } } } }`;
const numbers = `{ bitdefenderThreatCounts(timeZone: "Asia/Kathmandu") {
  window(from: "2020-01-01T00:00:00Z") { tally { total bySeverity { low medium high critical } byStatus { unresolved resolved falsePositive } } }
  series(step: HOUR, from: "2024-05-04T00:00:00Z", to: "2024-05-06T00:00:00Z") { steps { from total } } } }`;

describe('retention', () => {
  let environment: TestEnvironment;
  let sql: Client;
  let database: Database;
  let clientId: string;
  let companyId: string;
  let deviceId: string;
  let quarantined: { id: string };

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    ({ companyId, deviceId, clientId } = addBakery(environment));
    world.addIncident({ companyId, deviceId, name: 'Trojan.Old', severityScore: 80 });
    world.addIncident({ companyId, deviceId, name: 'Trojan.Open', severityScore: 80 });
    world.addIncident({ companyId, deviceId, name: 'Trojan.Ticket', severityScore: 80 });
    world.addIncident({ companyId, deviceId, name: 'Trojan.Watched', severityScore: 80 });
    const at = new Date(Date.now() - day / 2);
    quarantined = world.addQuarantineItem({ deviceId, threatName: 'Adware.Old', filePath: 'C:\\old.exe', at });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    sql = environment.database;
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    await eventually(async () => {
      const { rows } = await sql.query(`select count(*)::int as done from alert where ticket_id is not null`);
      return rows[0].done === 4;
    });
  });

  const threats = async () => {
    const { bitdefenderThreats } = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string; name: string; status: string; detectedAt: string } }[] };
    }>(technician, list);
    return bitdefenderThreats.edges.map(({ node }) => node);
  };
  const names = async () => (await threats()).map(({ name }) => name).sort();
  const maintain = (now = new Date()) =>
    removeOldThreats.run({ database, tenantId: 'msp-one', now, signal: new AbortController().signal });
  const keep = async (retentionDays: number | null) =>
    environment.data(admin, settings, { input: { retentionDays, version: await versionNow(environment, 'settings') } });
  const rows = async (table: string) => (await sql.query(`select * from ${table} order by 1, 2`)).rows;

  it('is a setting with a default, a least and none at all', async () => {
    const settled = async () =>
      (await environment.data<{ bitdefenderSettings: object }>(admin, '{ bitdefenderSettings { retentionDays } }'))
        .bitdefenderSettings;
    expect(await settled()).toEqual({ retentionDays: 400 });
    for (const tooFew of [0, 30, -1])
      expect(await keep(tooFew)).toEqual({
        updateBitdefenderSettings: {
          settings: null,
          userErrors: [{ code: 'BAD_RETENTION', field: ['input', 'retentionDays'] }],
        },
      });
    await keep(null);
    await environment.data(admin, settings, {
      input: { portalEnabled: false, version: await versionNow(environment, 'settings') },
    });
    expect(await settled()).toEqual({ retentionDays: null });
    await keep(31);
    expect(await settled()).toEqual({ retentionDays: 31 });
  });

  it('removes what was dealt with long ago, but for what someone still works on', async () => {
    await sql.query(
      `update threat set status = 'RESOLVED', resolved_by = 'ada', resolved_at = now() - interval '32 days'
       where name <> 'Trojan.Open'`,
    );
    await sql.query(`update alert set state = 'RESOLVED' where title not in ('Trojan.Open', 'Trojan.Watched')`);
    await sql.query(`update alert set ticket_state = 'CLOSED' where title <> 'Trojan.Ticket'`);
    // Enough for more than one portion, and one that was resolved a moment too late.
    const old = (number: number) =>
      plantedThreat({
        name: `Old.${number}`,
        severity: number % 5,
        status: number % 2 ? 'RESOLVED' : 'FALSE_POSITIVE',
        detectedAt: new Date(Date.UTC(2024, 4, 4, 0, number)),
        resolvedAt: new Date(Date.UTC(2024, 4, 6)),
      });
    await plantThreats(
      sql,
      Array.from({ length: 1_200 }, (_, number) => old(number)),
    );
    const now = new Date();
    await plantThreats(sql, [
      plantedThreat({ name: 'Recent', status: 'RESOLVED', resolvedAt: new Date(now.getTime() - 31 * day + 60_000) }),
      { ...old(1), name: 'Neighbour', tenantId: 'msp-two' },
    ]);
    await keep(null);
    await maintain(now);
    expect(await names()).toContain('Recent');
    expect((await rows('threat_kept_count')).length).toBe(0);

    // The last thing that happened was to a threat that is removed.
    await sql.query(
      `insert into threat_change select tenant_id, 1 + (select max(sequence) from threat_change where tenant_id = 'msp-one'),
         id, 'NOTED', 'ada', '{}', now() from threat where name = 'Trojan.Old'`,
    );
    await keep(31);
    const before = await environment.data(technician, numbers);
    await maintain(now);
    expect(await names()).toEqual(['Recent', 'Trojan.Open', 'Trojan.Ticket', 'Trojan.Watched']);
    expect(await environment.data(technician, numbers)).toEqual(before);
    expect((await rows('threat')).filter(({ tenant_id }) => tenant_id === 'msp-two')).toHaveLength(1);
    // With the threats went their alerts, with these their logs and the actions that were for nobody else.
    const alerts = (await rows('alert')).map(({ id }) => id);
    expect(alerts).toHaveLength(3);
    for (const { alert_id } of await rows('alert_occurrence')) expect(alerts).toContain(alert_id);
    expect(await rows('alert_action')).toHaveLength(3);
    await maintain(now);
    expect(await environment.data(technician, numbers)).toEqual(before);
  });

  it('lets no number of the log be given twice', async () => {
    const last = async () => Number((await sql.query('select max(sequence) as last from threat_change')).rows[0].last);
    const before = await last();
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Next', severityScore: 80 });
    await syncNow(environment, clientId);
    expect(await names()).toEqual(['Recent', 'Trojan.Next', 'Trojan.Open', 'Trojan.Ticket', 'Trojan.Watched']);
    expect(await last()).toBe(before + 1);
    expect(before).toBeGreaterThan(4);
  });

  it('is not undone by a sync that reports the same again, or a little more', async () => {
    const { world } = environment.gravityZone;
    // As an integration that starts over reads the past again.
    await sql.query('update connection set incidents_taken_to = null, quarantine_taken_to = null');
    const [incident] = [...world.incidents.values()].filter(({ name }) => name === 'Trojan.Old');
    world.updateIncident(incident?.id ?? '', { severityScore: 99 });
    const run = await syncNow(environment, clientId);
    expect(run.state).toBe('SUCCEEDED');
    expect(run.streams.find(({ stream }) => stream === 'QUARANTINE')?.fetched).toBeGreaterThan(0);
    expect(await names()).toEqual(['Recent', 'Trojan.Next', 'Trojan.Open', 'Trojan.Ticket', 'Trojan.Watched']);
  });

  it('does not hide a new detection, which is a new threat', async () => {
    const before = await environment.data<{ bitdefenderThreatCounts: { window: { tally: { total: number } } } }>(
      technician,
      numbers,
    );
    const again = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    environment.gravityZone.world.requarantine(quarantined.id, again);
    await syncNow(environment, clientId);
    const found = (await threats()).find(({ name }) => name === 'Adware.Old');
    expect(found).toMatchObject({ status: 'UNRESOLVED' });
    const after = await environment.data<typeof before>(technician, numbers);
    expect(after.bitdefenderThreatCounts.window.tally.total).toBe(
      before.bitdefenderThreatCounts.window.tally.total + 1,
    );
    await syncNow(environment, clientId);
    expect((await names()).filter((name) => name === 'Adware.Old')).toHaveLength(1);
  });

  it('keeps the counts of an unmapped company for the client it is mapped to', async () => {
    const otherCompany = environment.gravityZone.world.addCompany('Butcher').id;
    const butcher = environment.core.world('msp-one').addClient({ name: 'Butcher' }).id;
    await syncNow(environment, clientId);
    const { rows: companies } = await sql.query('select id from company where bd_id = $1', [otherCompany]);
    const detectedAt = new Date('2024-01-05T10:07:00Z');
    await plantThreats(sql, [
      plantedThreat({ companyId: companies[0].id, clientId: null, status: 'RESOLVED', detectedAt }),
    ]);
    await maintain();
    await mapByBdId(environment, { [otherCompany]: butcher });
    const { _entities } = await environment.data<{ _entities: { bitdefender: object }[] }>(
      technician,
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Client {
        bitdefender { threatCounts { window(from: "2024-01-05T10:00:00Z", to: "2024-01-05T10:15:00Z") { tally { total } } } } } } }`,
      { representations: [{ __typename: 'Client', id: butcher }] },
    );
    expect(_entities[0]?.bitdefender).toEqual({ threatCounts: { window: { tally: { total: 1 } } } });
  });

  it('removes everything of a tenant while cursors stay valid: no log restarts its numbers', async () => {
    await sql.query(
      `update threat set status = 'RESOLVED', resolved_by = 'ada', resolved_at = now() - interval '32 days' where tenant_id = 'msp-one'`,
    );
    await sql.query(`update alert set state = 'RESOLVED', ticket_state = 'CLOSED' where tenant_id = 'msp-one'`);
    const lasts = async () => {
      const last = (table: string) => `(select max(sequence)::int from ${table} where tenant_id = 'msp-one')`;
      return (await sql.query(`select ${last('threat_change')} as threats, ${last('alert_change')} as alerts`)).rows[0];
    };
    const before = await lasts();
    const cursor = await createThreatReader(database).lastCursor('msp-one');
    await maintain();
    expect(await names()).toEqual([]);
    expect((await sql.query(`select from threat where tenant_id = 'msp-one'`)).rowCount).toBe(0);
    expect(await lasts()).toEqual(before);
    expect(await createThreatReader(database).lastCursor('msp-one')).toBe(cursor);

    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.After', severityScore: 80 });
    await sql.query('update sync_run set client_id = null');
    await syncNow(environment, clientId);
    const { threats: lastOfThreats, alerts: lastOfAlerts } = await lasts();
    expect(lastOfThreats).toBe(before.threats + 1);
    expect(lastOfAlerts).toBeGreaterThan(before.alerts);
    // A client that was away meanwhile receives what is new, and nothing else.
    const { bitdefenderThreatChanges: missed } = await environment.data<{
      bitdefenderThreatChanges: { kind: string; threat: { name: string } }[];
    }>(
      technician,
      'query ($after: String!) { bitdefenderThreatChanges(after: $after, first: 500) { kind threat { name } } }',
      { after: cursor },
    );
    expect(missed).toEqual([{ kind: 'DETECTED', threat: { name: 'Trojan.After' } }]);
  });
});
