import { DateTime } from 'luxon';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import {
  DeleteMaintenanceWindowDocument,
  EndMaintenanceWindowDocument,
  MaintenancePageDocument,
  MaintenancePreviewDocument,
  type SaveBitdefenderMaintenanceWindowInput,
  SaveMaintenanceWindowDocument,
} from '../../../operations/documents.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { otherAdmin } from '../../support/two-tenants.js';
import { send } from '../../support/typed-operations.js';

const list = `query ($held: Boolean, $search: String) { bitdefenderAlerts(first: 50, filter: { held: $held, search: $search }) { edges { node {
  id title state severity heldUntil heldBy { id name } suppressedBy routing { outcome message } ticket { id }
  deliveries { kind ruleName } changes { kind note } } } } }`;
const saveRule = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id } userErrors { code message } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id } userErrors { code } } }`;
const rerouting = '{ previewBitdefenderAlertRerouting { acting held } }';
const diagnose = `query ($threatId: ID) { bitdefenderDiagnostics(threatId: $threatId) { findings { code message } } }`;

interface Alert {
  id: string;
  title: string;
  state: string;
  severity: string;
  heldUntil: string | null;
  heldBy: { id: string; name: string } | null;
  suppressedBy: string | null;
  routing: { outcome: string; message: string };
  ticket: { id: string } | null;
  deliveries: { kind: string; ruleName: string }[];
  changes: { kind: string; note: string | null }[];
}

/** An hour that began some minutes ago, as a schedule. */
function around(minutes = 120): { date: string; time: string; minutes: number; timeZone: string } {
  const begun = DateTime.utc().minus({ minutes: 10 });
  return { date: begun.toFormat('yyyy-MM-dd'), time: begun.toFormat('HH:mm'), minutes, timeZone: 'UTC' };
}

describe('maintenance windows, at the gateway', () => {
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;
  let ticketRule: string;
  let secondRule: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addBakery(environment);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    await environment.database.query("delete from alert_rule where tenant_id = 'msp-one'");
    const rule = async (name: string, actions: object[]) => {
      const input = { name, scope: { kind: 'ALL', clientIds: [] }, conditions: {}, actions, next: 'CONTINUE' };
      const answer = await environment.data<{ saveBitdefenderAlertRule: { rule: { id: string } } }>(admin, saveRule, {
        input,
      });
      return answer.saveBitdefenderAlertRule.rule.id;
    };
    ticketRule = await rule('Ticket', [{ kind: 'CREATE_TICKET', priority: 'HIGH', team: 'security' }]);
    secondRule = await rule('Notify', [{ kind: 'NOTIFY', channel: 'security' }]);
  });

  const windows = async (who: Identity = admin, ended = false) =>
    (await send(environment, who, MaintenancePageDocument, { ended })).bitdefenderMaintenanceWindows ?? [];
  const save = async (input: SaveBitdefenderMaintenanceWindowInput, who: Identity = admin) =>
    (await send(environment, who, SaveMaintenanceWindowDocument, { input })).saveBitdefenderMaintenanceWindow;
  const open = async (more: Partial<SaveBitdefenderMaintenanceWindowInput> = {}) => {
    const answer = await save({ name: 'Patch night', schedule: around(), ...more });
    expect(answer?.userErrors).toEqual([]);
    return answer?.window?.id ?? '';
  };
  const end = (windowId: string) => send(environment, admin, EndMaintenanceWindowDocument, { windowId });
  const remove = (windowId: string) => send(environment, admin, DeleteMaintenanceWindowDocument, { windowId });

  /** Malware on a machine of its own, read by a sync; gives its alert. */
  async function detect(name: string, { severityScore = 90, machine = '' } = {}): Promise<Alert> {
    const { world } = environment.gravityZone;
    const deviceId = machine || world.addDevice({ companyId: bakery.companyId, name: `M-${name}` }).id;
    world.addIncident({ companyId: bakery.companyId, deviceId, name, severityScore });
    await syncNow(environment, bakery.clientId);
    return alertOf(name);
  }
  async function alerts(filter: object = {}): Promise<Alert[]> {
    const found = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(technician, list, filter);
    return found.bitdefenderAlerts.edges.map(({ node }) => node);
  }
  async function alertOf(name: string): Promise<Alert> {
    const [alert, ...others] = await alerts({ search: name });
    expect(others).toEqual([]);
    if (alert === undefined) throw new Error(`There is no alert of ${name}.`);
    return alert;
  }
  const released = (name: string) =>
    eventually(async () => {
      const alert = await alertOf(name);
      return alert.heldUntil === null && alert;
    });
  const ticketed = (name: string) =>
    eventually(async () => {
      const alert = await alertOf(name);
      return alert.ticket !== null && alert;
    });
  const ticketsOf = (name: string) => environment.core.tickets.filter(({ title }) => title.includes(name));
  const notificationsOf = (name: string) => environment.core.notifications.filter(({ title }) => title.includes(name));
  const kinds = ({ deliveries }: Alert) => deliveries.map(({ kind }) => kind).toSorted();

  afterEach(async () => {
    // Of a test that failed.
    await environment.database.query("delete from maintenance_window where tenant_id = 'msp-one'");
    await environment.database.query('update alert_hold set look_at = now() where look_at is not null');
  });

  it('hold what comes while one is open, and let it act once, with a note, when it is ended', async () => {
    const id = await open({ clientId: bakery.clientId });
    const alert = await detect('Trojan.Held');
    expect(alert).toMatchObject({
      state: 'OPEN',
      heldBy: { id, name: 'Patch night' },
      suppressedBy: null,
      ticket: null,
    });
    expect(alert.deliveries).toEqual([]);
    expect(alert.routing).toMatchObject({ outcome: 'HELD', message: expect.stringContaining('"Patch night"') });
    expect(alert.changes).toMatchObject([
      { kind: 'RAISED' },
      { kind: 'UPDATED', note: expect.stringMatching(/^Held until /) },
    ]);
    expect(await windows()).toMatchObject([
      { id, heldCount: 1, open: { from: expect.any(String) }, client: { name: 'The Bakery' } },
    ]);
    expect((await alerts({ held: true })).map(({ title }) => title)).toEqual(['Trojan.Held']);
    expect(await environment.data(admin, rerouting)).toEqual({
      previewBitdefenderAlertRerouting: { acting: 0, held: 1 },
    });
    await end(id);
    const after = await ticketed('Trojan.Held');
    expect(kinds(after)).toEqual(['CREATE_TICKET', 'NOTIFY']);
    expect(after.routing.outcome).toBe('TICKET');
    expect(after.changes.map(({ note }) => note)).toContainEqual(
      expect.stringMatching(/^Held from .* by the maintenance window "Patch night"; its rules are evaluated now\.$/),
    );
    expect(ticketsOf('Trojan.Held')).toHaveLength(1);
    expect(ticketsOf('Trojan.Held')[0]?.body).toMatch(
      /^Maintenance: Held from .* UTC by the maintenance window "Patch night"$/m,
    );
    expect(notificationsOf('Trojan.Held')).toHaveLength(1);
    expect(await windows()).toEqual([]);
    expect(await windows(admin, true)).toMatchObject([{ id, over: true, open: null, heldCount: 0 }]);
  });

  it('let what came before act, and what comes after, without a note', async () => {
    const alert = await ticketed((await detect('Trojan.Free')).title);
    expect(alert.heldUntil).toBeNull();
    expect(ticketsOf('Trojan.Free')[0]?.body).not.toContain('Maintenance');
    const id = await open({ clientId: bakery.clientId });
    expect((await alertOf('Trojan.Free')).heldUntil).toBeNull();
    await remove(id);
  });

  it('never act on what is resolved or muted when they end', async () => {
    const id = await open({ clientId: bakery.clientId });
    const resolved = await detect('Trojan.Resolved');
    await detect('Trojan.Muted');
    const input = { ids: [resolved.id], decision: 'RESOLVE' };
    await environment.data(technician, decide, { input });
    expect(await alertOf('Trojan.Resolved')).toMatchObject({ state: 'RESOLVED', heldUntil: null });
    const until = new Date(Date.now() + 3_600_000);
    const silence = { threatName: 'Trojan.Muted', until, reason: 'Known.' };
    await environment.data(technician, mute, { input: silence });
    await remove(id);
    const muted = await released('Trojan.Muted');
    expect(muted).toMatchObject({ state: 'OPEN', suppressedBy: 'MUTE', deliveries: [], routing: { outcome: 'MUTED' } });
    await eventually(async () => {
      const found = await alertOf('Trojan.Resolved');
      return found.changes.some(({ note }) => note?.includes('resolved meanwhile'));
    });
    // More becomes known of a threat that its alert has left behind.
    const { incidents } = environment.gravityZone.world;
    const incident = [...incidents.values()].find((one) => one.name === 'Trojan.Resolved');
    environment.gravityZone.world.updateIncident(incident?.id ?? '', { severityScore: 20 });
    await syncNow(environment, bakery.clientId);
    const after = await alertOf('Trojan.Resolved');
    expect(after.severity).not.toBe(resolved.severity);
    expect(after).toMatchObject({ state: 'RESOLVED', deliveries: [], routing: { outcome: 'NOT_ASKED' } });
    expect([...ticketsOf('Trojan.Resolved'), ...ticketsOf('Trojan.Muted')]).toEqual([]);
  });

  it('hold only the actions of their rule where they name one', async () => {
    const id = await open({ ruleId: ticketRule });
    const alert = await detect('Trojan.Rule');
    expect(alert).toMatchObject({ heldBy: { id }, deliveries: [{ kind: 'NOTIFY', ruleName: 'Notify' }] });
    expect(alert.routing.message).toContain('holds the actions of a rule');
    await eventually(async () => notificationsOf('Trojan.Rule').length === 1);
    // Looked at again while the rest waits.
    await environment.database.query('update alert_hold set look_at = now() where look_at is not null');
    await syncNow(environment, bakery.clientId);
    expect(ticketsOf('Trojan.Rule')).toEqual([]);
    await end(id);
    const after = await ticketed('Trojan.Rule');
    expect(kinds(after)).toEqual(['CREATE_TICKET', 'NOTIFY']);
    expect(notificationsOf('Trojan.Rule')).toHaveLength(1);
    expect(notificationsOf('Trojan.Rule')[0]?.body).not.toContain('Maintenance');
    expect(ticketsOf('Trojan.Rule')[0]?.body).toContain('Maintenance: Held from');
  });

  it('hold longer by each other: an alert waits for the last of client, machine and rule', async () => {
    const { rows } = await environment.database.query('select id, bd_id = $1 as own from device', [bakery.deviceId]);
    const deviceId = rows.find(({ own }) => own)?.id;
    const other = rows.find(({ own }) => !own)?.id;
    const ofClient = await open({ name: 'Client', clientId: bakery.clientId, schedule: around(30) });
    const ofMachine = await open({ name: 'Machine', deviceId, schedule: around(60) });
    const ofRule = await open({ name: 'Rule', ruleId: ticketRule, schedule: around(90) });
    const elsewhere = await open({ name: 'Elsewhere', deviceId: other, schedule: around(100) });
    const alert = await detect('Trojan.Chain', { machine: bakery.deviceId });
    expect(alert.heldBy).toMatchObject({ name: 'Machine' });
    await end(ofClient);
    // Still held by its machine.
    await eventually(async () => (await windows()).every(({ name }) => name !== 'Client'));
    expect((await alertOf('Trojan.Chain')).heldBy?.name).toBe('Machine');
    expect((await alertOf('Trojan.Chain')).deliveries).toEqual([]);
    await end(ofMachine);
    await eventually(async () => (await alertOf('Trojan.Chain')).heldBy?.name === 'Rule');
    expect(kinds(await alertOf('Trojan.Chain'))).toEqual(['NOTIFY']);
    await remove(ofRule);
    expect(kinds(await ticketed('Trojan.Chain'))).toEqual(['CREATE_TICKET', 'NOTIFY']);
    await remove(elsewhere);
    expect(ticketsOf('Trojan.Chain')).toHaveLength(1);
    expect(notificationsOf('Trojan.Chain')).toHaveLength(1);
  });

  it('hold on or let go when they are changed, and refuse a version that is out of date', async () => {
    const id = await open({ clientId: bakery.clientId, schedule: around(60) });
    const before = await detect('Trojan.Edit');
    const [shown] = await windows();
    const longer = { windowId: id, version: shown?.version ?? null, name: 'Longer', clientId: bakery.clientId };
    expect((await save({ ...longer, schedule: around(180) }))?.userErrors).toEqual([]);
    const held = await eventually(async () => {
      const alert = await alertOf('Trojan.Edit');
      return String(alert.heldUntil) > String(before.heldUntil) && alert;
    });
    expect(held.heldBy?.name).toBe('Longer');
    expect((await save({ ...longer, schedule: around(30) }))?.userErrors).toMatchObject([
      { code: 'CHANGED_MEANWHILE' },
    ]);
    const [again] = await windows();
    // It is about another rule from now on: that waits on, and the rest acts.
    await save({
      ...longer,
      version: again?.version ?? null,
      clientId: null,
      ruleId: secondRule,
      schedule: around(60),
    });
    expect(kinds(await ticketed('Trojan.Edit'))).toEqual(['CREATE_TICKET']);
    await remove(id);
    await eventually(async () => notificationsOf('Trojan.Edit').length === 1);
    expect(ticketsOf('Trojan.Edit')).toHaveLength(1);
  });

  it('act on what rises in severity meanwhile as it is when they end', async () => {
    const id = await open({ clientId: bakery.clientId });
    await detect('Trojan.Rise', { severityScore: 30 });
    await environment.database.query("update threat set severity = 4 where name = 'Trojan.Rise'");
    await environment.database.query('update alert_hold set look_at = now() where look_at is not null');
    await eventually(async () => (await alertOf('Trojan.Rise')).severity === 'CRITICAL');
    expect((await alertOf('Trojan.Rise')).deliveries).toEqual([]);
    await end(id);
    await ticketed('Trojan.Rise');
    expect(ticketsOf('Trojan.Rise')[0]?.body).toContain('Severity: CRITICAL');
  });

  it('let each alert act once although two replicas tick and work', async () => {
    const replica = await environment.startReplica();
    for (const round of ['One', 'Two', 'Three']) {
      const id = await open({ clientId: bakery.clientId });
      await detect(`Trojan.${round}`);
      // It ends by itself, at the same moment for both.
      await environment.database.query(
        "update maintenance_window set ended_at = now() + interval '2 seconds' where id = $1",
        [id],
      );
      await environment.database.query('update alert_hold set look_at = now() where look_at is not null');
      await ticketed(`Trojan.${round}`);
      await remove(id);
      expect(ticketsOf(`Trojan.${round}`)).toHaveLength(1);
      expect(notificationsOf(`Trojan.${round}`)).toHaveLength(1);
    }
    await replica.close();
  });

  it('explain in the diagnostics why a threat has no ticket yet', async () => {
    const id = await open({ clientId: bakery.clientId });
    await detect('Trojan.Why');
    const { rows } = await environment.database.query("select id from threat where name = 'Trojan.Why'");
    expect(await environment.data(technician, diagnose, { threatId: rows[0]?.id })).toMatchObject({
      bitdefenderDiagnostics: { findings: expect.arrayContaining([expect.objectContaining({ code: 'THREAT_HELD' })]) },
    });
    await remove(id);
    await ticketed('Trojan.Why');
  });

  it('show when they would be open, and refuse with what to do', async () => {
    const preview = async (schedule: object) =>
      (await send(environment, technician, MaintenancePreviewDocument, { schedule: schedule as never }))
        .previewBitdefenderMaintenanceWindow;
    const nightly = { days: [1, 2, 3, 4, 5, 6, 7], time: '01:30', minutes: 120, timeZone: 'Europe/Berlin' };
    const shown = await preview(nightly);
    expect(shown).toMatchObject({ timeZone: 'Europe/Berlin', userErrors: [] });
    expect(shown?.occurrences).toHaveLength(5);
    for (const { from, to } of shown?.occurrences ?? []) {
      expect(DateTime.fromISO(from, { zone: 'Europe/Berlin' }).toFormat('HH:mm')).toBe('01:30');
      expect(Date.parse(to) - Date.parse(from)).toBe(7_200_000);
    }
    expect(await preview({ ...nightly, minutes: 1_440 })).toMatchObject({
      occurrences: null,
      userErrors: [{ code: 'BAD_WINDOW', field: ['schedule', 'minutes'] }],
    });
    expect(await preview({ ...nightly, days: [] })).toMatchObject({
      userErrors: [{ code: 'BAD_WINDOW', field: ['schedule', 'days'] }],
    });
    const refused = async (input: Partial<SaveBitdefenderMaintenanceWindowInput>) =>
      (await save({ name: 'Bad', clientId: bakery.clientId, schedule: around(), ...input }))?.userErrors.map(
        ({ code, field }) => `${code} ${field?.join('.')}`,
      );
    expect(await refused({ clientId: null })).toEqual(['NOTHING_NAMED input']);
    expect(await refused({ clientId: 'nobody' })).toEqual(['CLIENT_NOT_FOUND input.clientId']);
    expect(await refused({ ruleId: bakery.clientId })).toEqual(['NOT_FOUND input.ruleId']);
    expect(await refused({ windowId: ticketRule })).toEqual(['NOT_FOUND input.windowId']);
    expect(await refused({ name: ' ' })).toEqual(['BAD_NAME input.name']);
    expect(await refused({ schedule: { ...around(), date: '2020-01-01' } })).toEqual(['BAD_TIME input.schedule.date']);
    expect(await windows()).toEqual([]);
  });

  it('are changed by those who arrange rules alone, each change in the audit; another tenant sees none', async () => {
    const id = await open({ clientId: bakery.clientId });
    for (const document of [EndMaintenanceWindowDocument, DeleteMaintenanceWindowDocument]) {
      const { errors = [] } = await environment.ask(technician, document.toString(), { windowId: id });
      expect(errors.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
    }
    expect(await windows(technician)).toHaveLength(1);
    expect(await windows(otherAdmin, true)).toEqual([]);
    expect(
      (await send(environment, otherAdmin, EndMaintenanceWindowDocument, { windowId: id }))
        .endBitdefenderMaintenanceWindow,
    ).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId: bakery.clientId };
    const { errors = [] } = await environment.ask(portal, MaintenancePageDocument.toString());
    expect(errors.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
    await end(id);
    await remove(id);
    const { rows } = await environment.database.query(
      "select action from audit_entry where subject = $1 and action like 'MAINTENANCE%' order by at",
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'MAINTENANCE_CREATED',
      'MAINTENANCE_ENDED',
      'MAINTENANCE_DELETED',
    ]);
  });

  it('hold the alerts of a machine also once its company belongs to another client', async () => {
    const { rows } = await environment.database.query('select id from device where bd_id = $1', [bakery.deviceId]);
    const id = await open({ deviceId: rows[0]?.id });
    expect(await windows()).toMatchObject([{ client: { name: 'The Bakery' } }]);
    const heir = environment.core.world('msp-one').addClient({ name: 'The Heir' }).id;
    await mapByBdId(environment, { [bakery.companyId]: heir });
    environment.gravityZone.world.addIncident({
      ...{ companyId: bakery.companyId, deviceId: bakery.deviceId, name: 'Trojan.Moved', severityScore: 90 },
    });
    await syncNow(environment, heir);
    expect(await alertOf('Trojan.Moved')).toMatchObject({ heldBy: { id }, deliveries: [] });
    expect(await windows()).toMatchObject([{ client: { name: 'The Heir' } }]);
    await remove(id);
    await ticketed('Trojan.Moved');
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
  });

  it('end for each tenant, also where those of others cannot be decided', async () => {
    const { database } = environment;
    const id = await open({ clientId: bakery.clientId });
    await detect('Trojan.Beside');
    await database.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'Not this one.'; end $$;
      create trigger refuse before update on alert_hold for each row when (old.tenant_id like 'broken-%') execute function refuse();
      insert into alert_hold (tenant_id, alert_id, window_id, window_name, held_from, held_until, look_at)
      select 'broken-' || n, gen_random_uuid(), gen_random_uuid(), 'Broken', now(), now(), now() from generate_series(1, 9) as n`);
    await end(id);
    await ticketed('Trojan.Beside');
    await eventually(async () => environment.logged().includes('could not be decided for each tenant'));
    await database.query("drop trigger refuse on alert_hold; delete from alert_hold where tenant_id like 'broken-%'");
  });

  it('are at most 200 in a tenant; one that is over makes room', async () => {
    const columns = '(tenant_id, id, name, client_id, date, days, time, minutes, changed_at, changed_by)';
    await environment.database.query(
      `insert into maintenance_window ${columns}
       select 'msp-one', gen_random_uuid(), 'Many ' || n, '${bakery.clientId}', case when n = 1 then '2026-01-05' end,
              case when n > 1 then '[1]'::jsonb end, '01:00', 60, now(), 'ada'
       from generate_series(1, 200) as n`,
    );
    const count = async () =>
      (
        await environment.database.query(
          "select count(*)::int as n from maintenance_window where tenant_id = 'msp-one'",
        )
      ).rows[0]?.n;
    await open({ clientId: bakery.clientId });
    expect(await count()).toBe(200);
    expect((await windows(admin, true)).some(({ name }) => name === 'Many 1')).toBe(false);
    const { rows } = await environment.database.query(
      "select detail from audit_entry where action = 'MAINTENANCE_DELETED' and detail -> 'before' ->> 'name' = 'Many 1'",
    );
    expect(rows).toMatchObject([{ detail: { after: null, reason: expect.stringContaining('made room') } }]);
    const full = await save({ name: 'Full', clientId: bakery.clientId, schedule: around() });
    expect(full?.userErrors).toMatchObject([{ code: 'TOO_MANY' }]);
    expect(await count()).toBe(200);
  });
});
