import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const preview = `query ($clientId: ID, $ruleId: ID) {
  previewBitdefenderAlertRerouting(clientId: $clientId, ruleId: $ruleId) { considered complete acting silenced
    actions { kind alerts } alerts { alert { title } actions { kind ruleName } } } }`;
const reroute = `mutation ($input: RerouteBitdefenderAlertsInput!) {
  rerouteBitdefenderAlerts(input: $input) { rerouted remaining userErrors { code field } } }`;
const setEnabled = `mutation ($ruleId: ID!, $enabled: Boolean!) {
  setBitdefenderAlertRuleEnabled(input: { ruleId: $ruleId, enabled: $enabled }) { userErrors { code } } }`;
const ticketRule = 'Bitdefender high-severity -> ticket';

interface Preview {
  considered: number;
  complete: boolean;
  acting: number;
  silenced: number;
  actions: { kind: string; alerts: number }[];
  alerts: { alert: { title: string }; actions: { kind: string; ruleName: string }[] }[];
}

describe('open alerts that are run through the rules once more, at the gateway', () => {
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;
  let butcher: { companyId: string; clientId: string; deviceId: string };
  let ruleId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const { gravityZone, core } = environment;
    bakery = addBakery(environment);
    const companyId = gravityZone.world.addCompany('Butcher').id;
    const deviceId = gravityZone.world.addDevice({ companyId, name: 'KNIFE-01' }).id;
    butcher = { companyId, deviceId, clientId: core.world('msp-one').addClient({ name: 'The Butcher' }).id };
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId, [companyId]: butcher.clientId });
    const { rows } = await environment.database.query('select id from alert_rule where name = $1', [ticketRule]);
    ruleId = rows[0]?.id;
    await environment.database.query(
      "update alert_rule set enabled = true where name = 'Bitdefender medium and low -> notify'",
    );
    await enable(false);
    detect(bakery, 'Trojan.Rye', 95);
    detect(bakery, 'Trojan.Oat', 90);
    detect(butcher, 'Trojan.Ham', 95);
    detect(bakery, 'Adware.Bun', 50);
    for (const { clientId } of [bakery, butcher]) await syncNow(environment, clientId);
    await eventually(async () => environment.core.notifications.length === 1);
  });

  function detect({ companyId, deviceId }: typeof butcher, name: string, severityScore: number) {
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore });
  }
  const enable = (enabled: boolean) => environment.data(admin, setEnabled, { ruleId, enabled });
  const previewed = async (scope: object = {}, identity: Identity = technician): Promise<Preview> =>
    (await environment.data<{ previewBitdefenderAlertRerouting: Preview }>(identity, preview, scope))
      .previewBitdefenderAlertRerouting;
  const rerouted = async (input: object = {}, identity: Identity = admin) =>
    (await environment.data<{ rerouteBitdefenderAlerts: object }>(identity, reroute, { input }))
      .rerouteBitdefenderAlerts;
  const tickets = () => environment.core.tickets.map(({ title }) => title.replace(/^.*(Trojan\.\w+).*$/, '$1')).sort();
  const delivered = () =>
    eventually(async () => {
      const { rows } = await environment.database.query("select from alert_action where state <> 'DONE'");
      return rows.length === 0;
    });
  const findings = async (name: string) => {
    const { rows } = await environment.database.query('select id from threat where name = $1', [name]);
    const { bitdefenderDiagnostics } = await environment.data<{
      bitdefenderDiagnostics: { findings: { code: string; message: string; remedy: { name: string } }[] };
    }>(
      technician,
      'query ($id: ID!) { bitdefenderDiagnostics(threatId: $id) { findings { code message remedy { name } } } }',
      { id: rows[0]?.id },
    );
    return bitdefenderDiagnostics.findings;
  };

  it('change nothing while the rules are as they were', async () => {
    expect(await previewed()).toEqual({
      considered: 4,
      complete: true,
      acting: 0,
      silenced: 0,
      actions: [],
      alerts: [],
    });
    expect(await rerouted()).toEqual({ rerouted: 0, remaining: 0, userErrors: [] });
    expect(await findings('Trojan.Rye')).toMatchObject([{ code: 'TICKET_RULE_DISABLED' }]);
  });

  it('are shown with what would happen, after a rule was switched on', async () => {
    await enable(true);
    const shown = await previewed();
    expect(shown).toMatchObject({ considered: 4, acting: 3, actions: [{ kind: 'CREATE_TICKET', alerts: 3 }] });
    expect(shown.alerts.map(({ alert }) => alert.title).sort()).toEqual(['Trojan.Ham', 'Trojan.Oat', 'Trojan.Rye']);
    expect(shown.alerts[0]?.actions).toEqual([{ kind: 'CREATE_TICKET', ruleName: ticketRule }]);
    expect(await previewed({ clientId: butcher.clientId })).toMatchObject({ considered: 1, acting: 1 });
    expect(await previewed({ ruleId })).toMatchObject({ acting: 3 });
    expect(await findings('Trojan.Rye')).toMatchObject([
      { code: 'ROUTING_OUTDATED', remedy: { name: 'rerouteBitdefenderAlerts' } },
    ]);
    // A preview stores nothing.
    expect(tickets()).toEqual([]);
    expect(await previewed()).toEqual(shown);
  });

  it('get their tickets once, however often and at once it is asked for', async () => {
    const both = await Promise.all([1, 2, 3].map(() => rerouted({ clientId: bakery.clientId })));
    expect(both).toEqual(
      expect.arrayContaining([
        { rerouted: 2, remaining: 0, userErrors: [] },
        { rerouted: 0, remaining: 0, userErrors: [] },
      ]),
    );
    await delivered();
    expect(tickets()).toEqual(['Trojan.Oat', 'Trojan.Rye']);
    expect(await rerouted()).toMatchObject({ rerouted: 1 });
    await delivered();
    expect(await rerouted()).toMatchObject({ rerouted: 0 });
    for (const { clientId } of [bakery, butcher]) await syncNow(environment, clientId);
    await delivered();
    expect(tickets()).toEqual(['Trojan.Ham', 'Trojan.Oat', 'Trojan.Rye']);
    expect(environment.core.notifications).toHaveLength(1);
    expect(await findings('Trojan.Rye')).toEqual([]);
  });

  it('are on record, in the audit and in the history of each alert', async () => {
    const { bitdefenderAudit } = await environment.data<{
      bitdefenderAudit: { edges: { node: { actor: string; detail: { ids: string[]; clientId: string | null } } }[] };
    }>(admin, '{ bitdefenderAudit(filter: { actions: ["ALERTS_REROUTED"] }) { edges { node { actor detail } } } }');
    expect(
      bitdefenderAudit.edges.map(({ node }) => [node.actor, node.detail.ids.length, node.detail.clientId]),
    ).toEqual([
      ['ada', 1, null],
      ['ada', 2, bakery.clientId],
    ]);
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: {
        edges: { node: { routing: { outcome: string }; changes: { kind: string; actor: string }[] } }[];
      };
    }>(
      technician,
      '{ bitdefenderAlerts(filter: { search: "Trojan.Rye" }) { edges { node { routing { outcome } changes { kind actor } } } } }',
    );
    expect(bitdefenderAlerts.edges).toMatchObject([
      {
        node: {
          routing: { outcome: 'TICKET' },
          changes: expect.arrayContaining([{ kind: 'UPDATED', actor: 'ada' }]),
        },
      },
    ]);
  });

  it('are left alone when they are resolved, silenced, or wanted by another rule', async () => {
    await enable(false);
    for (const name of ['Trojan.Resolved', 'Trojan.Muted']) detect(bakery, name, 95);
    await syncNow(environment, bakery.clientId);
    await environment.database.query("update alert set state = 'RESOLVED' where title = 'Trojan.Resolved'");
    await environment.data(
      technician,
      'mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) { userErrors { code } } }',
      { input: { threatName: 'Trojan.Muted', until: new Date(Date.now() + 3_600_000), reason: 'known' } },
    );
    await enable(true);
    expect(await previewed()).toMatchObject({ acting: 0, silenced: 1 });
    expect(await rerouted()).toMatchObject({ rerouted: 0 });
    const { rows } = await environment.database.query('select id from alert_rule where id <> $1', [ruleId]);
    expect(await rerouted({ ruleId: rows[0]?.id })).toMatchObject({ rerouted: 0 });
    expect(await rerouted({ ruleId: '00000000-0000-4000-8000-000000000000' })).toMatchObject({
      rerouted: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'ruleId'] }],
    });
  });

  it('are for admins to run, of their own tenant', async () => {
    const answer = await environment.ask(technician, reroute, { input: {} });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const eve: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };
    expect(await previewed({}, eve)).toMatchObject({ considered: 0, acting: 0 });
    expect(await rerouted({ clientId: bakery.clientId }, eve)).toMatchObject({ rerouted: 0 });
    expect((await environment.ask(eve, preview, { ruleId })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
  });

  it('are at most 200 at once, and the rest is left for another call', { timeout: 120_000 }, async () => {
    await environment.database.query("update alert set state = 'RESOLVED'");
    await enable(false);
    const stored = await environment.database.query(
      `insert into threat select (jsonb_populate_record(threat, jsonb_build_object('id', gen_random_uuid(), 'name', 'Trojan.Many.' || number))).*
       from threat, generate_series(1, 230) as number where threat.name = 'Trojan.Rye' returning id`,
    );
    expect(stored.rowCount).toBe(230);
    await environment.database.query(
      `insert into alert select (jsonb_populate_record(alert, jsonb_build_object('id', gen_random_uuid(), 'threat_id', threat.id,
         'title', threat.name, 'state', 'OPEN', 'ticket_id', null))).*
       from alert join threat on threat.name like 'Trojan.Many.%' where alert.title = 'Trojan.Rye'`,
    );
    await enable(true);
    const before = tickets().length;
    expect(await previewed()).toMatchObject({ acting: 230, alerts: { length: 20 } });
    expect(await rerouted()).toEqual({ rerouted: 200, remaining: 30, userErrors: [] });
    expect(await rerouted()).toEqual({ rerouted: 30, remaining: 0, userErrors: [] });
    expect(await rerouted()).toEqual({ rerouted: 0, remaining: 0, userErrors: [] });
    await delivered();
    expect(tickets()).toHaveLength(before + 230);
  });
});
