import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { keepDegradation } from '../../../src/alert/degradation/keep-degradation.js';
import { keepClients } from '../../../src/client/life/keep-clients.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { addClientTo, clientWorkDone, type LivingClient, whenAsked } from '../../support/client-life.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { openWindow } from '../../support/maintenance.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id } userErrors { code } } }`;
const rulesDocument = '{ bitdefenderAlertRules { id name } }';
const enable = `mutation ($input: SetBitdefenderAlertRuleEnabledInput!) { setBitdefenderAlertRuleEnabled(input: $input) {
  userErrors { code } } }`;
const portal = '{ portalBitdefenderThreats { edges { node { name } } } portalBitdefenderThreatCounts { today } }';
/** What is requested of the queue stays undone. */
const nobody = { deliver: async () => undefined, publish: async () => undefined };
const nothing = { portalBitdefenderThreats: { edges: [] }, portalBitdefenderThreatCounts: null };

describe('a merge that stops half way', { timeout: 180_000 }, () => {
  let environment: TestEnvironment;
  let database: Database;
  let bakery: LivingClient;
  let butcher: LivingClient;
  let dairy: LivingClient;
  let creamery: LivingClient;
  let baker: Identity;

  beforeAll(async () => {
    environment = await testEnvironment({ tick: everySecond });
    database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02']);
    butcher = addClientTo(environment, 'BUTCHER', ['KNIFE-01']);
    dairy = addClientTo(environment, 'DAIRY', ['CHURN-01']);
    creamery = addClientTo(environment, 'CREAMERY', ['SPOON-01']);
    baker = { subject: 'baker', roles: ['portal'], tenantId: 'msp-one', clientId: bakery.clientId };
    Object.assign(bakery.machines[1] ?? {}, { modulesOff: ['antimalware'] });
    await connectSimulator(environment);
    const clients = [bakery, butcher, dairy, creamery];
    await mapByBdId(environment, Object.fromEntries(clients.map(({ companyId, clientId }) => [companyId, clientId])));
    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string; name: string }[] }>(
      admin,
      rulesDocument,
    );
    const ruleId = bitdefenderAlertRules.find(({ name }) => name === 'Bitdefender protection degraded -> notify')?.id;
    await environment.data(admin, enable, { input: { ruleId, enabled: true } });
    await syncNow(environment, bakery.clientId);
    await syncNow(environment, butcher.clientId);
    await openWindow(environment, { clientId: bakery.clientId });
    await detect('Trojan.Before', bakery);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await environment.data(technician, mute, {
      input: { clientId: bakery.clientId, threatName: 'Trojan.Muted', until, reason: 'An exercise.' },
    });
    await query(
      `insert into tenant_setting (tenant_id, time_zone, portal_enabled, portal_hidden_client_ids, changed_at)
       values ('msp-one', 'UTC', true, $1, now())
       on conflict (tenant_id) do update set portal_enabled = true, portal_hidden_client_ids = excluded.portal_hidden_client_ids`,
      [[bakery.clientId]],
    );
  });

  const query = async (text: string, values: unknown[] = []) => (await environment.database.query(text, values)).rows;

  /** Malware on the first machine of the bakery, read by a sync of the client to which its company is mapped by then. */
  async function detect(name: string, { clientId }: LivingClient) {
    const { companyId, machines } = bakery;
    const deviceId = machines[0]?.id ?? null;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 92 });
    await syncNow(environment, clientId);
    return alertOf(name);
  }
  async function alertOf(name: string) {
    const [alert] = await query(
      `select alert.client_id, alert.state, alert.suppressed_by, hold.look_at is not null as waits from alert
       left join alert_hold as hold on hold.alert_id = alert.id where alert.title = $1`,
      [name],
    );
    return alert;
  }

  /** Lets the merge go on to this table, or to its end: no row of the table gets to the other client, so that each attempt fails there. */
  async function goOnTo(table: 'alert_mute' | 'threat' | null) {
    await query('drop trigger if exists stop on alert_mute; drop trigger if exists stop on threat');
    if (table === null) return clientWorkDone(environment);
    return query(`
      create or replace function stop() returns trigger language plpgsql as $$ begin raise exception 'It stops here.'; end $$;
      create trigger stop before update on ${table} for each row when (old.client_id <> new.client_id) execute function stop();`);
  }
  const clientsOf = async (table: string) =>
    (
      await query(`select distinct client_id from ${table} where client_id = any($1)`, [
        [bakery.clientId, butcher.clientId],
      ])
    ).map(({ client_id }) => client_id);
  async function decidedAgain() {
    await query('update alert_hold set look_at = now() where look_at is not null');
    await eventually(async () => (await query('select from alert_hold where look_at <= now()')).length === 0);
  }
  const look = async (step: Pick<typeof keepClients, 'run'>) =>
    step.run({ database, tenantId: 'msp-one', now: new Date(), signal: new AbortController().signal });
  const degradationChanges = () =>
    query(
      "select change.kind from alert_change as change join alert on alert.id = change.alert_id where cause = 'MODULE_OFF'",
    );
  const portalOfBaker = () => environment.data(baker, portal);

  it('shows nothing to the people of the merged client, from the first moment on', async () => {
    expect(await portalOfBaker()).toEqual(nothing);
    await goOnTo('alert_mute');
    environment.core.world('msp-one').mergeClient(bakery.clientId, butcher.clientId);
    await whenAsked(environment, async () => !(await clientsOf('company')).includes(bakery.clientId));
    expect(await clientsOf('threat')).toEqual([bakery.clientId]);
    expect(await portalOfBaker()).toEqual(nothing);
  });

  it('leaves alerts of degraded protection alone until all machines have followed', async () => {
    expect(await clientsOf('alert')).toEqual([butcher.clientId]);
    expect(await clientsOf('device')).toContain(bakery.clientId);
    await look(keepDegradation(nobody));
    expect(await degradationChanges()).toEqual([{ kind: 'RAISED' }]);
  });

  it('holds and silences what comes while windows and mutes are still of the merged client', async () => {
    expect(await clientsOf('maintenance_window')).toEqual([bakery.clientId]);
    expect(await clientsOf('alert_mute')).toEqual([bakery.clientId]);
    expect(await detect('Trojan.During', butcher)).toMatchObject({ client_id: butcher.clientId, waits: true });
    expect(await detect('Trojan.Muted', butcher)).toMatchObject({ suppressed_by: 'MUTE', waits: false });
  });

  it('holds on what waits while threats are still of the merged client', async () => {
    await goOnTo('threat');
    await eventually(async () => (await clientsOf('maintenance_window'))[0] === butcher.clientId);
    expect(await clientsOf('threat')).toContain(bakery.clientId);
    await decidedAgain();
    for (const name of ['Trojan.Before', 'Trojan.During']) expect(await alertOf(name)).toMatchObject({ waits: true });
  });

  it('has held all the time once it is over', async () => {
    await goOnTo(null);
    await decidedAgain();
    for (const name of ['Trojan.Before', 'Trojan.During'])
      expect(await alertOf(name)).toMatchObject({ client_id: butcher.clientId, waits: true });
    expect(environment.core.tickets).toEqual([]);
    await look(keepDegradation(nobody));
    expect(await degradationChanges()).toEqual([{ kind: 'RAISED' }]);
  });

  it('has one entry in the audit, however often it is looked at afterwards', async () => {
    const entries = () => query("select detail from audit_entry where action = 'CLIENT_MERGED'");
    expect(await entries()).toMatchObject([{ detail: { moved: { company: 1, threat: 1 } } }]);
    for (const _ of [1, 2]) {
      await look(keepClients);
      await clientWorkDone(environment);
    }
    expect(await entries()).toHaveLength(1);
    const [company] = await query('select id from company where client_id = $1', [butcher.clientId]);
    const late = plantedThreat({ companyId: company?.id, clientId: bakery.clientId, name: 'Trojan.Late' });
    await plantThreats(environment.database, [late]);
    await look(keepClients);
    await clientWorkDone(environment);
    expect((await entries()).map(({ detail }) => detail.moved.threat)).toEqual([1, 1]);
  });

  it('opens no portal when core takes it back', async () => {
    expect(await portalOfBaker()).toEqual(nothing);
    const world = environment.core.world('msp-one');
    world.merged.delete(bakery.clientId);
    world.addClient({ id: bakery.clientId, name: 'BAKERY' });
    await whenAsked(environment, async () => (await query('select from client_merge')).length === 0);
    const [settings] = await query(
      "select portal_hidden_client_ids as hidden from tenant_setting where tenant_id = 'msp-one'",
    );
    expect(settings?.hidden.toSorted()).toEqual([bakery.clientId, butcher.clientId].toSorted());
  });

  it('waits for the alerts of a client that was archived before', async () => {
    await query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'No alert.'; end $$;
      create trigger refuse before insert on alert for each row when (new.client_id = '${dairy.clientId}') execute function refuse();`);
    const [company] = await query('select id from company where client_id = $1', [dairy.clientId]);
    const planted = {
      companyId: company?.id,
      clientId: dairy.clientId,
      name: 'Trojan.Asleep',
      severity: 4,
      detectedAt: new Date(),
    };
    await plantThreats(environment.database, [plantedThreat(planted)]);
    await query(
      `insert into core_client (tenant_id, client_id, state, changed_at, catch_up)
       values ('msp-one', $1, 'ACTIVE', now() - interval '1 hour', true)
       on conflict (tenant_id, client_id) do update set catch_up = true, changed_at = excluded.changed_at`,
      [dairy.clientId],
    );
    environment.core.world('msp-one').mergeClient(dairy.clientId, creamery.clientId);
    await whenAsked(environment, async () => (await query('select from client_merge')).length === 1);
    const failures = () => environment.logged().split('the data of a client could not follow').length;
    const before = failures();
    await eventually(async () => failures() >= before + 2);
    expect(await query('select client_id from threat where name = $1', ['Trojan.Asleep'])).toEqual([
      { client_id: dairy.clientId },
    ]);
    await query('drop trigger refuse on alert');
    await clientWorkDone(environment);
    expect(await alertOf('Trojan.Asleep')).toMatchObject({ client_id: creamery.clientId, state: 'OPEN' });
    await eventually(async () => environment.core.tickets.some(({ title }) => title.includes('Trojan.Asleep')));
  });
});
