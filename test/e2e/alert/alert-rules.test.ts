import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';
import { versionNow } from '../../support/versions.js';

const save = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id name position enabled next conditions { minimumSeverity hostnamePattern } actions { kind channel onCall } }
  userErrors { code field message } } }`;
const list = '{ bitdefenderAlertRules { id name enabled position } }';

interface RuleAnswer {
  saveBitdefenderAlertRule: { rule: { id: string } | null; userErrors: { code: string; field: string[] }[] };
}

describe('alert rules', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let pageRule: string;

  const everywhere = { kind: 'ALL', clientIds: [] };
  const names = async () =>
    (await environment.data<{ bitdefenderAlertRules: { name: string }[] }>(technician, list)).bitdefenderAlertRules.map(
      ({ name }) => name,
    );

  beforeAll(async () => {
    environment = await testEnvironment();
    companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  it('are refused with everything that is wrong with them', async () => {
    const answer = await environment.data<RuleAnswer>(admin, save, {
      input: {
        name: ' ',
        scope: { kind: 'ONLY', clientIds: [] },
        conditions: { hours: { days: [8], from: '25:00', to: '07:00' } },
        actions: [{ kind: 'CREATE_TICKET' }],
      },
    });
    expect(answer.saveBitdefenderAlertRule.rule).toBeNull();
    expect(answer.saveBitdefenderAlertRule.userErrors.map(({ field }) => field.join('.'))).toEqual([
      'input.name',
      'input.scope.clientIds',
      'input.conditions.hours.days',
      'input.conditions.hours.from',
      'input.actions.0.team',
    ]);
  });

  it('refuses clients, companies or webhooks that do not exist, when saved and when tried', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const input = {
      name: 'Of nobody',
      scope: { kind: 'ALL_BUT', clientIds: [clientId, 'client-of-nobody'] },
      conditions: { companyIds: [nobody, 'no-id-at-all'] },
      actions: [
        { kind: 'PAGE', onCall: 'night' },
        { kind: 'WEBHOOK', webhookId: nobody },
      ],
    };
    const problem = (field: string, message = '') => ({
      code: 'BAD_RULE',
      field: ['input', ...field.split('.')],
      message: expect.stringContaining(message),
    });
    const unknownClient = [problem('scope.clientIds', 'OpsMerge has no client client-of-nobody:')];
    const unknownReferences = [
      problem('conditions.companyIds', `There is no company ${nobody}, no-id-at-all:`),
      problem('actions.1.webhookId'),
    ];
    const tryIt = `query ($input: SaveBitdefenderAlertRuleInput!) { previewBitdefenderAlertRule(input: $input) {
      preview { since } userErrors { code field message } } }`;
    const known = { ...input, scope: { kind: 'ONLY', clientIds: [clientId] } };
    for (const [given, userErrors] of [
      [input, unknownClient],
      [known, unknownReferences],
    ]) {
      expect(await environment.data(admin, save, { input: given })).toMatchObject({
        saveBitdefenderAlertRule: { rule: null, userErrors },
      });
      expect(await environment.data(admin, tryIt, { input: given })).toMatchObject({
        previewBitdefenderAlertRule: { preview: null, userErrors },
      });
    }
    const { bitdefenderCompanies } = await environment.data<{
      bitdefenderCompanies: { edges: { node: { id: string } }[] };
    }>(admin, '{ bitdefenderCompanies(first: 100) { edges { node { id } } } }');
    const good = {
      ...known,
      conditions: { companyIds: [nodesOf(bitdefenderCompanies)[0]?.id] },
      actions: [{ kind: 'SUPPRESS' }],
    };
    expect(await environment.data(admin, tryIt, { input: good })).toMatchObject({
      previewBitdefenderAlertRule: { userErrors: [] },
    });
  });

  it('can be created, changed, reordered, switched off and deleted', async () => {
    const input = {
      name: 'Servers page',
      scope: everywhere,
      conditions: { minimumSeverity: 'CRITICAL', hostnamePattern: 'srv-*' },
      actions: [{ kind: 'PAGE', onCall: 'night' }],
      next: 'CONTINUE',
    };
    const created = await environment.data<RuleAnswer>(admin, save, { input });
    expect(created).toMatchObject({
      saveBitdefenderAlertRule: { rule: { position: 6, next: 'CONTINUE' }, userErrors: [] },
    });
    pageRule = created.saveBitdefenderAlertRule.rule?.id ?? '';
    const version = await versionNow(environment, 'rule', { id: pageRule });
    const changed = { ...input, ruleId: pageRule, version, name: 'Servers page at once' };
    await environment.data(admin, save, { input: changed });
    expect(await names()).toEqual([
      'Bitdefender high-severity -> ticket',
      'Bitdefender medium and low -> notify',
      'Bitdefender outbreak -> page',
      'Bitdefender notices -> notify',
      'Bitdefender protection degraded -> notify',
      'Servers page at once',
    ]);

    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
      technician,
      list,
    );
    const ids = bitdefenderAlertRules.map(({ id }) => id);
    const reorder = `mutation ($ids: [ID!]!, $read: [ID!]) {
      reorderBitdefenderAlertRules(input: { ruleIds: $ids, previousRuleIds: $read }) { rules { name } userErrors { code } } }`;
    const partial = await environment.data(admin, reorder, { ids: ids.slice(1), read: ids });
    expect(partial).toMatchObject({ reorderBitdefenderAlertRules: { userErrors: [{ code: 'INCOMPLETE_ORDER' }] } });
    await environment.data(admin, reorder, { ids: [pageRule, ...ids.filter((id) => id !== pageRule)], read: ids });
    expect((await names())[0]).toBe('Servers page at once');

    const remove = 'mutation ($id: ID!) { deleteBitdefenderAlertRule(input: { ruleId: $id }) { userErrors { code } } }';
    expect(await environment.data(admin, remove, { id: ids[1] })).toMatchObject({
      deleteBitdefenderAlertRule: { userErrors: [] },
    });
    expect(await environment.data(admin, remove, { id: ids[1] })).toMatchObject({
      deleteBitdefenderAlertRule: { userErrors: [{ code: 'NOT_FOUND' }] },
    });
  });

  it('are for admins to change', async () => {
    const answer = await environment.ask(technician, save, {
      input: { name: 'Mine', scope: everywhere, conditions: {}, actions: [{ kind: 'SUPPRESS' }] },
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('page and make a ticket of one threat, each once', async () => {
    const { world } = environment.gravityZone;
    const server = world.addDevice({ companyId, name: 'SRV-DC-01', operatingSystem: 'Windows Server 2022' });
    world.addIncident({ companyId, deviceId: server.id, severityScore: 95, name: 'Gen:Variant.Ransom.1' });
    await syncNow(environment, clientId);
    await eventually(async () => environment.core.tickets.length === 1 && environment.core.pages.length === 1);
    await syncNow(environment, clientId);
    expect(environment.core.tickets).toHaveLength(1);
    expect(environment.core.pages).toMatchObject([{ onCall: 'night' }]);
  });

  it('do nothing once they are switched off', async () => {
    const off = `mutation ($id: ID!) { setBitdefenderAlertRuleEnabled(input: { ruleId: $id, enabled: false }) {
      rule { enabled } userErrors { code } } }`;
    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
      technician,
      list,
    );
    for (const { id } of bitdefenderAlertRules) await environment.data(admin, off, { id });
    const { world } = environment.gravityZone;
    const device = world.addDevice({ companyId, name: 'TILL-01' });
    world.addIncident({ companyId, deviceId: device.id, severityScore: 99, name: 'Trojan.Quiet.1' });
    await syncNow(environment, clientId);
    const alerts = await environment.data(
      technician,
      '{ bitdefenderAlerts(first: 1) { edges { node { title state deliveries { id } } } } }',
    );
    expect(alerts).toMatchObject({
      bitdefenderAlerts: { edges: [{ node: { title: 'Trojan.Quiet.1', state: 'OPEN', deliveries: [] } }] },
    });
  });

  it('resolves unresolved threats of Medium and above in a batch, with their alerts', async () => {
    const { world } = environment.gravityZone;
    const device = world.addDevice({ companyId, name: 'DESK-01' });
    for (const score of [45, 60, 78])
      world.addIncident({ companyId, deviceId: device.id, severityScore: score, name: `Trojan.Daily.${score}` });
    await syncNow(environment, clientId);
    const review = `{ bitdefenderThreats(filter: { minimumSeverity: MEDIUM, search: "Trojan.Daily" }) { edges { node { id } } } }`;
    const { bitdefenderThreats } = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string } }[] };
    }>(technician, review);
    const ids = bitdefenderThreats.edges.map(({ node }) => node.id);
    expect(ids).toHaveLength(3);
    const alertOf = async (id?: string) =>
      environment.data<{
        bitdefenderAlerts: { edges: { node: { id: string; state: string; takenOverBy: string | null } }[] };
      }>(
        technician,
        'query ($id: ID!) { bitdefenderAlerts(filter: { threatId: $id }) { edges { node { id state takenOverBy } } } }',
        { id },
      );
    const taken = (await alertOf(ids[0])).bitdefenderAlerts.edges[0]?.node.id;
    const decided = await environment.data(
      technician,
      `mutation ($ids: [ID!]!) { decideBitdefenderAlerts(input: { ids: $ids, decision: ACKNOWLEDGE }) {
        outcomes { alert { state takenOverBy } userErrors { code } } userErrors { code } } }`,
      { ids: [taken, 'nothing'] },
    );
    expect(decided).toMatchObject({
      decideBitdefenderAlerts: {
        outcomes: [
          { alert: { state: 'ACKNOWLEDGED', takenOverBy: 'tom' }, userErrors: [] },
          { alert: null, userErrors: [{ code: 'NOT_FOUND' }] },
        ],
      },
    });
    const triaged = await environment.data(
      technician,
      `mutation ($ids: [ID!]!) { triageBitdefenderThreats(input: { ids: $ids, decision: RESOLVE, note: "cleaned" }) {
        outcomes { threat { status resolvedBy note } userErrors { code } } } }`,
      { ids },
    );
    expect(triaged).toMatchObject({
      triageBitdefenderThreats: {
        outcomes: ids.map(() => ({ threat: { status: 'RESOLVED', resolvedBy: 'tom', note: 'cleaned' } })),
      },
    });
    expect(await environment.data(technician, review)).toEqual({ bitdefenderThreats: { edges: [] } });
    // The alerts follow their threats, but for the one a person has taken over.
    expect((await alertOf(ids[0])).bitdefenderAlerts.edges[0]?.node.state).toBe('ACKNOWLEDGED');
    expect((await alertOf(ids[1])).bitdefenderAlerts.edges[0]?.node.state).toBe('RESOLVED');
  });

  it('reopens an alert that a person resolved only when its threat is reopened', async () => {
    const { world } = environment.gravityZone;
    const device = world.addDevice({ companyId, name: 'BACK-01' });
    const incident = world.addIncident({ companyId, deviceId: device.id, severityScore: 50, name: 'Trojan.Back.1' });
    await syncNow(environment, clientId);
    const alert = async () => {
      const { bitdefenderAlerts } = await environment.data<{
        bitdefenderAlerts: { edges: { node: { id: string; title: string; state: string } }[] };
      }>(technician, '{ bitdefenderAlerts { edges { node { id title state } } } }');
      return bitdefenderAlerts.edges.map(({ node }) => node).find(({ title }) => title === 'Trojan.Back.1');
    };
    await environment.data(
      technician,
      'mutation ($ids: [ID!]!) { decideBitdefenderAlerts(input: { ids: $ids, decision: RESOLVE }) { userErrors { code } } }',
      { ids: [(await alert())?.id] },
    );
    world.updateIncident(incident.id, { severityScore: 60 });
    await syncNow(environment, clientId);
    expect((await alert())?.state).toBe('RESOLVED');
    world.closeIncident(incident.id);
    await syncNow(environment, clientId);
    world.updateIncident(incident.id, { status: 'open' });
    await syncNow(environment, clientId);
    expect((await alert())?.state).toBe('OPEN');
  });
});
