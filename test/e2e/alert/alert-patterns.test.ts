import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

/** The two patterns that the product page recommends, as an MSP meets them: through the gateway, with core behind it. */
describe('the patterns of the product page', () => {
  let environment: TestEnvironment;
  const clients: { companyId: string; clientId: string; deviceId: string; agentId: string }[] = [];

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const core = environment.core.world('msp-one');
    for (const name of ['Bakery', 'Butcher']) {
      const companyId = environment.gravityZone.world.addCompany(name).id;
      const clientId = core.addClient({ name: `The ${name}` }).id;
      const deviceId = environment.gravityZone.world.addDevice({ companyId, name: `${name.toUpperCase()}-01` }).id;
      const agentId = core.addAgent({ clientId, hostname: `${name.toUpperCase()}-01` }).id;
      clients.push({ companyId, clientId, deviceId, agentId });
    }
    await connectSimulator(environment);
    await mapByBdId(environment, Object.fromEntries(clients.map(({ companyId, clientId }) => [companyId, clientId])));
    await syncAll();
  });

  async function syncAll() {
    for (const { clientId } of clients) await syncNow(environment, clientId);
  }

  const [bakery, butcher] = [() => clients[0], () => clients[1]];
  const detect = (at: (typeof clients)[number] | undefined, name: string, severityScore: number) =>
    environment.gravityZone.world.addIncident({
      companyId: at?.companyId ?? '',
      deviceId: at?.deviceId,
      name,
      severityScore,
    });

  it('creates a Critical ticket for the security team when a threat is High, by default', async () => {
    const raised = await listen<{ alert: { title: string } }>(
      environment,
      technician,
      'bitdefenderAlertRaised',
      'subscription { bitdefenderAlertRaised { alert { title severity client { name } } } }',
    );
    await eventually(async () => {
      detect(butcher(), `Trojan.Warm.${Date.now()}`, 50);
      await syncAll();
      return raised.events.length > 0;
    });
    detect(bakery(), 'Trojan.High.1', 80);
    detect(bakery(), 'Trojan.Medium.1', 60);
    await syncAll();
    const ticket = await eventually(async () => environment.core.tickets[0]);
    expect(ticket).toMatchObject({
      clientId: bakery()?.clientId,
      agentId: bakery()?.agentId,
      priority: 'CRITICAL',
      team: 'security',
      title: 'Bitdefender: Trojan.High.1 on BAKERY-01',
    });
    await eventually(async () => raised.events.some(({ alert }) => alert.title === 'Trojan.High.1'));
    await raised.leave();

    // The alert shows its ticket, and the gateway what core knows of it and of the client.
    const answer = await eventually(async () => {
      const data = await environment.data<{ bitdefenderAlerts: { edges: { node: { ticket: object | null } }[] } }>(
        technician,
        `{ bitdefenderAlerts(filter: { minimumSeverity: HIGH, hasTicket: true }) { edges { node {
          title severity state alertType ticket { id priority team } client { name } device { name agent { hostname } }
          deliveries { kind ruleName state occurrences } routing { outcome } } } } }`,
      );
      return data.bitdefenderAlerts.edges[0]?.node.ticket ? data : null;
    });
    expect(answer.bitdefenderAlerts.edges).toMatchObject([
      {
        node: {
          title: 'Trojan.High.1',
          severity: 'HIGH',
          state: 'OPEN',
          alertType: 'bitdefender',
          ticket: { id: ticket.id, priority: 'CRITICAL', team: 'security' },
          client: { name: 'The Bakery' },
          device: { name: 'BAKERY-01', agent: { hostname: 'BAKERY-01' } },
          deliveries: [
            { kind: 'CREATE_TICKET', ruleName: 'Bitdefender high-severity -> ticket', state: 'DONE', occurrences: 1 },
          ],
          routing: { outcome: 'TICKET' },
        },
      },
    ]);
    await syncAll();
    expect(environment.core.tickets).toHaveLength(1);
    expect([environment.core.notifications, environment.core.pages].map(({ length }) => length)).toEqual([0, 0]);
  });

  it('triages the daily review in a batch, threats and alerts together', async () => {
    for (const [index, score] of [45, 60, 78, 95].entries())
      detect(index % 2 ? bakery() : butcher(), `Trojan.Daily.${score}`, score);
    detect(bakery(), 'Adware.Daily.20', 20);
    await syncAll();
    const review = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: MEDIUM, status: UNRESOLVED }) {
      edges { node { id name client { name } agent { hostname } } } } }`;
    interface Review {
      bitdefenderThreats: { edges: { node: { id: string; name: string; client: { name: string } } }[] };
    }
    const { bitdefenderThreats } = await environment.data<Review>(technician, review);
    const found = bitdefenderThreats.edges.map(({ node }) => node);
    const daily = found.filter(({ name }) => name.includes('Daily'));
    expect(daily.map(({ name }) => name).sort()).toEqual([45, 60, 78, 95].map((score) => `Trojan.Daily.${score}`));
    expect(new Set(daily.map(({ client }) => client.name))).toEqual(new Set(['The Bakery', 'The Butcher']));

    const ids = found.map(({ id }) => id);
    const { triageBitdefenderThreats } = await environment.data<{
      triageBitdefenderThreats: {
        outcomes: { threat: { status: string; resolvedBy: string }; userErrors: object[] }[];
      };
    }>(
      technician,
      `mutation ($ids: [ID!]!) { triageBitdefenderThreats(input: { ids: $ids, decision: RESOLVE, note: "Reviewed." }) {
        outcomes { threat { status resolvedBy note } userErrors { code } } userErrors { code } } }`,
      { ids },
    );
    expect(triageBitdefenderThreats.outcomes).toEqual(
      ids.map(() => ({ threat: { status: 'RESOLVED', resolvedBy: 'tom', note: 'Reviewed.' }, userErrors: [] })),
    );
    expect(await environment.data(technician, review)).toEqual({ bitdefenderThreats: { edges: [] } });
    const open = `{ bitdefenderAlerts(filter: { state: [OPEN, ACKNOWLEDGED, SNOOZED] }) { edges { node { title } } } }`;
    // What is below Medium was not reviewed.
    expect(await environment.data(technician, open)).toEqual({
      bitdefenderAlerts: { edges: [{ node: { title: 'Adware.Daily.20' } }] },
    });
    const log = await environment.data<{ bitdefenderAlerts: { edges: { node: { changes: object[] } }[] } }>(
      technician,
      `{ bitdefenderAlerts(filter: { search: "Trojan.Daily.45" }) { edges { node { changes { kind actor } } } } }`,
    );
    expect(log.bitdefenderAlerts.edges[0]?.node.changes).toEqual([
      { kind: 'RAISED', actor: 'bitdefender' },
      { kind: 'RESOLVED', actor: 'tom' },
    ]);
  });

  it('a rule is tried on the past before it is switched on, and nothing acts', async () => {
    const { bitdefenderAlertRules } = await environment.data<{
      bitdefenderAlertRules: { id: string; name: string; enabled: boolean }[];
    }>(admin, '{ bitdefenderAlertRules { id name enabled } }');
    const quiet = bitdefenderAlertRules.find(({ name }) => name === 'Bitdefender medium and low -> notify');
    expect(quiet?.enabled).toBe(false);
    const preview = `query ($input: SaveBitdefenderAlertRuleInput!, $days: Int!) {
      previewBitdefenderAlertRule(input: $input, days: $days) {
        preview { considered matched acted prevented heldBack { by ruleName alerts } actions { kind alerts actions }
          samples { title client { name } } } userErrors { code field } } }`;
    const input = {
      ruleId: quiet?.id,
      name: 'Adware alerts',
      enabled: false,
      scope: { kind: 'ALL', clientIds: [] },
      conditions: { maximumSeverity: 'LOW' },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
    };
    expect(await environment.data(technician, preview, { input, days: 7 })).toMatchObject({
      previewBitdefenderAlertRule: {
        preview: {
          matched: 1,
          acted: 1,
          prevented: 0,
          heldBack: [],
          actions: [{ kind: 'NOTIFY', alerts: 1, actions: 1 }],
          samples: [{ title: 'Adware.Daily.20', client: { name: 'The Bakery' } }],
        },
        userErrors: [],
      },
    });
    const severe = { ...input, conditions: { minimumSeverity: 'HIGH' } };
    expect(await environment.data(technician, preview, { input: severe, days: 90 })).toMatchObject({
      previewBitdefenderAlertRule: {
        preview: {
          matched: 3,
          acted: 0,
          heldBack: [{ by: 'STOP', ruleName: 'Bitdefender high-severity -> ticket', alerts: 3 }],
        },
      },
    });
    expect(await environment.data(technician, preview, { input, days: 91 })).toMatchObject({
      previewBitdefenderAlertRule: { preview: null, userErrors: [{ code: 'BAD_DAYS', field: ['days'] }] },
    });
    const bad = { ...input, conditions: { families: ['TORJAN'] } };
    expect(await environment.data(technician, preview, { input: bad, days: 7 })).toMatchObject({
      previewBitdefenderAlertRule: { preview: null, userErrors: [{ field: ['input', 'conditions', 'families'] }] },
    });
    expect(environment.core.notifications).toEqual([]);
    const { bitdefenderAlertRules: after } = await environment.data<{ bitdefenderAlertRules: object[] }>(
      admin,
      '{ bitdefenderAlertRules { id name enabled } }',
    );
    expect(after).toEqual(bitdefenderAlertRules);
  });
});
