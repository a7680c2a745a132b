import { describe, it } from 'vitest';
import type { World } from '../../../demo/core/world.js';
import { deaths, type Mortal, noRun, raisePriority, startAgain, syncSoon } from '../../support/deaths.js';
import { connect, mapCompanies } from '../../support/msp.js';
import { surroundings } from '../../support/surroundings.js';

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 900_000;

/** Our alert, with what it leads to. */
interface Alert {
  id: string;
  state: string;
  threat: { id: string };
  ticket: { id: string } | null;
  ticketState: string | null;
  platformAlert: { id: string } | null;
  deliveries: { kind: string; state: string }[];
}

interface Msp extends Mortal {
  /** What core has of it. */
  world: World;
  /** A severe threat is detected, and a sync reads it. */
  infect(): Promise<void>;
  alerts(): Promise<Alert[]>;
}

/** An MSP that has chosen the platform's rules. */
async function msp(): Promise<Msp> {
  const around = await surroundings();
  const { core, gravityZone } = around;
  const company = gravityZone.world.addCompany('Bakery');
  const deviceId = gravityZone.world.addDevice({ companyId: company.id, name: 'OVEN-01' }).id;
  const world = core.world('msp-one');
  const client = world.addClient({ name: 'The Bakery' });
  const service = await around.start();
  const { url, caCertificate } = gravityZone;
  await around.data(service, connect, { input: { endpoint: url, apiKey: gravityZone.addKey(), caCertificate } });
  const { bitdefenderCompanies: companies, bitdefenderSettings: settings } = await around.data<{
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
    bitdefenderSettings: { version: string };
  }>(service, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } bitdefenderSettings { version } }');
  await around.data(
    service,
    'mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }',
    { input: { alertsRoutedBy: 'PLATFORM_RULES', version: settings.version } },
  );
  const companyId = companies.edges.find(({ node }) => node.bdId === company.id)?.node.id;
  await around.data(service, mapCompanies, { input: { mappings: [{ companyId, clientId: client.id }] } });
  // What was asked to find out whether core takes alerts.
  core.calls.clear();
  const given: Msp = {
    ...{ around, service, world },
    table: 'alert_publication',
    queue: 'publish',
    hold(moment, pass) {
      core.faults[moment === 'request' ? 'beforeMutation' : 'beforeAnswer'] = pass;
    },
    async infect() {
      await noRun(given);
      gravityZone.world.addIncident({ companyId: company.id, deviceId, name: 'Trojan.Oven', severityScore: 88 });
      await syncSoon(given);
    },
    async alerts() {
      const { bitdefenderAlerts } = await around.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
        given.service,
        `{ bitdefenderAlerts { edges { node { id state threat { id } ticket { id } ticketState platformAlert { id }
           deliveries { kind state } } } } }`,
      );
      return bitdefenderAlerts.edges.map(({ node }) => node);
    },
  };
  return given;
}

/** Starts a service after a death; returns our one alert when it is delivered, in this state. */
async function recover(given: Msp, state: string): Promise<Alert> {
  given.around.core.faults.clear();
  await startAgain(given);
  return given.around.until(async () => {
    await raisePriority(given);
    const [alert, ...others] = await given.alerts();
    if (others.length > 0) throw new Error('There is another alert.');
    const delivered = alert?.deliveries.map((each) => each.state).join() === 'DONE';
    return alert?.state === state && delivered ? alert : null;
  });
}

const resolve = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;

describe.concurrent('kill -9 while an alert is published, then a start', () => {
  it.for(deaths)(
    '$when: core has one alert with one ticket, ours leads to them, both end once',
    { timeout },
    async ({ kill, asked }, { expect }) => {
      const given = await msp();
      const { core } = given.around;
      const inCore = () => [...given.world.alerts.byId.values()];
      const killed = kill(given, 1);
      await given.infect();
      await killed;
      const raised = await recover(given, 'OPEN');
      expect(inCore()).toMatchObject([{ idempotencyKey: raised.id, type: 'bitdefender', status: 'OPEN' }]);
      expect(core.tickets).toMatchObject([{ priority: 'CRITICAL', team: 'security', state: 'OPEN' }]);
      expect(raised).toMatchObject({
        platformAlert: { id: inCore()[0]?.id },
        ticket: { id: core.tickets[0]?.id },
        ticketState: 'OPEN',
      });
      expect(core.calls.get('publishAlert')).toBe(asked);

      const killedAgain = kill(given, 1);
      const input = { ids: [raised.threat.id], decision: 'RESOLVE' };
      await given.around.data(given.service, resolve, { input });
      await killedAgain;
      const resolved = await recover(given, 'RESOLVED');
      expect(inCore()).toMatchObject([{ id: raised.platformAlert?.id, status: 'RESOLVED' }]);
      expect(core.tickets).toMatchObject([{ id: raised.ticket?.id, state: 'CLOSED' }]);
      expect(resolved).toMatchObject({
        ...{ id: raised.id, platformAlert: raised.platformAlert, ticket: raised.ticket },
        ticketState: 'CLOSED',
      });
      expect(core.calls.get('publishAlert')).toBe(asked);
      expect(core.calls.get('resolveAlert')).toBe(asked);
    },
  );
});
