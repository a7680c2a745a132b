import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { callsPerMinute } from '../../../src/alert/publication/next-turn.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const choose = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  settings { alertsRoutedBy } userErrors { code field message } } }`;
const list = `{ bitdefenderAlerts(first: 100) { edges { node { id kind title state severity
  ticket { id } ticketState platformAlert { id bitdefenderAlert { id } }
  routing { outcome message } outbreakId threat { id }
  deliveries { id kind ruleName state attempts lastError } changes { kind to } } } } }`;
/** With what core says of it. */
const linked = `query ($threatId: ID) { bitdefenderAlerts(filter: { threatId: $threatId }) { edges { node {
  ticket { id reference type priority team bitdefenderAlerts { id } }
  platformAlert { id type severity status client { id } ticket { id } bitdefenderAlert { id } } } } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const retry = `mutation ($ids: [ID!]!) { retryBitdefenderAlertDeliveries(input: { ids: $ids }) {
  outcomes { delivery { kind state } userErrors { code } } userErrors { code } } }`;
const reroute = `mutation { rerouteBitdefenderAlerts(input: {}) { rerouted remaining userErrors { code } } }`;
const preview = `{ previewBitdefenderAlertRerouting { acting publishing actions { kind } } }`;

interface Alert {
  id: string;
  kind: string;
  title: string;
  state: string;
  severity: string;
  ticket: { id: string } | null;
  ticketState: string | null;
  platformAlert: { id: string; bitdefenderAlert: { id: string } | null } | null;
  routing: { outcome: string; message: string };
  outbreakId: string | null;
  threat: { id: string } | null;
  deliveries: {
    id: string;
    kind: string;
    ruleName: string;
    state: string;
    attempts: number;
    lastError: string | null;
  }[];
  changes: { kind: string; to: string | null }[];
}

describe("alerts for the platform's rules", () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let bakery: ReturnType<typeof addBakery>;
  /** Another client, so that an outbreak there takes nothing in here. */
  let butcher: { companyId: string; clientId: string };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, opsMergeTimeoutMilliseconds: 2_000 });
    queue = await openJobQueue(environment.app.databaseUrl);
    bakery = addBakery(environment);
    butcher = {
      companyId: environment.gravityZone.world.addCompany('Butcher').id,
      clientId: world().addClient({ name: 'The Butcher' }).id,
    };
    await connectSimulator(environment);
    await mapByBdId(environment, {
      [bakery.companyId]: bakery.clientId,
      [butcher.companyId]: butcher.clientId,
    });
  });
  afterEach(() => environment.core.faults.clear());

  const world = () => environment.core.world('msp-one');
  async function chosen(alertsRoutedBy: 'OWN_RULES' | 'PLATFORM_RULES', identity: Identity = admin) {
    const input = { alertsRoutedBy, version: await versionNow(environment, 'settings') };
    const { updateBitdefenderSettings } = await environment.data<{
      updateBitdefenderSettings: {
        settings: { alertsRoutedBy: string } | null;
        userErrors: { code: string; field: string[]; message: string }[];
      };
    }>(identity, choose, { input });
    return updateBitdefenderSettings;
  }
  const choosePlatform = async () => expect((await chosen('PLATFORM_RULES')).userErrors).toEqual([]);
  const chooseOwn = async () => expect((await chosen('OWN_RULES')).userErrors).toEqual([]);

  function infect(name: string, severityScore = 88) {
    const { companyId, deviceId } = bakery;
    return environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore });
  }
  async function alerts(): Promise<Alert[]> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
      {},
      environment.app.url,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node);
  }
  const alertNamed = async (name: string) => (await alerts()).find(({ title }) => title === name);
  /** The alert, once whatever was asked for it is in this state. What waits begins at once. */
  const settled = (name: string, state = 'DONE') =>
    eventually(async () => {
      await queue.raisePriority();
      const alert = await alertNamed(name);
      return alert !== undefined &&
        alert.deliveries.length > 0 &&
        alert.deliveries.every((each) => each.state === state)
        ? alert
        : null;
    });
  const ticketsFrom = (minimumSeverity: 'MEDIUM' | 'HIGH') =>
    Object.assign(world().alerts.rules[0] ?? {}, { minimumSeverity });
  const platformAlerts = (name: string) =>
    [...world().alerts.byId.values()].filter(({ title }) => title.includes(name));
  const ticketsOf = (name: string) => environment.core.tickets.filter(({ title }) => title.includes(name));
  const calls = (field: string) => environment.core.calls.get(field) ?? 0;
  async function detected(name: string, severityScore?: number) {
    const incident = infect(name, severityScore);
    await syncNow(environment, bakery.clientId);
    return incident;
  }
  const resolveThreat = ({ threat }: Alert) =>
    environment.data(technician, triage, { input: { ids: [threat?.id], decision: 'RESOLVE' } });

  it('are refused where core takes none, with what to do, and nothing is changed', async () => {
    environment.core.faults.takesNoAlerts = true;
    const refused = await chosen('PLATFORM_RULES');
    expect(refused).toMatchObject({
      settings: null,
      userErrors: [{ code: 'PLATFORM_RULES_UNAVAILABLE', field: ['input', 'alertsRoutedBy'] }],
    });
    expect(refused.userErrors[0]?.message).toContain('after OpsMerge was updated');
    environment.core.faults.clear();
    environment.core.faults.down = true;
    expect(await chosen('PLATFORM_RULES')).toMatchObject({ userErrors: [{ code: 'CORE_UNAVAILABLE' }] });
    environment.core.faults.clear();
    // This service's rules go on, and a core without alerts is not asked for them.
    environment.core.faults.takesNoAlerts = true;
    await detected('Trojan.Own');
    expect(await settled('Trojan.Own')).toMatchObject({
      platformAlert: null,
      routing: { outcome: 'TICKET' },
      deliveries: [{ kind: 'CREATE_TICKET' }],
    });
    expect(ticketsOf('Trojan.Own')).toHaveLength(1);
    expect(platformAlerts('Trojan.Own')).toEqual([]);
  });

  it('make one Critical ticket for the security team of a High threat, and both end with it', async () => {
    await choosePlatform();
    await detected('Trojan.High');
    const alert = await settled('Trojan.High');
    const [platform] = platformAlerts('Trojan.High');
    const [ticket] = ticketsOf('Trojan.High');
    expect(platform).toMatchObject({ type: 'bitdefender', severity: 'HIGH', status: 'OPEN', idempotencyKey: alert.id });
    expect(ticketsOf('Trojan.High')).toMatchObject([{ priority: 'CRITICAL', team: 'security', state: 'OPEN' }]);
    expect(alert).toMatchObject({
      ...{ severity: 'HIGH', ticket: { id: ticket?.id }, ticketState: 'OPEN' },
      routing: { outcome: 'PLATFORM_RULES', message: expect.stringContaining('Settings -> RMM -> Alert rules') },
      deliveries: [{ kind: 'PUBLISH', ruleName: "The platform's rules", state: 'DONE', attempts: 1 }],
    });
    expect(alert.changes.map(({ kind }) => kind)).toEqual(['RAISED', 'TICKETED']);

    // From either to the other, through the gateway.
    expect(await environment.data(technician, linked, { threatId: alert.threat?.id })).toEqual({
      bitdefenderAlerts: {
        edges: [
          {
            node: {
              ticket: {
                ...{ id: ticket?.id, reference: expect.stringMatching(/^INC-\d+$/), type: 'INCIDENT' },
                ...{ priority: 'CRITICAL', team: 'security', bitdefenderAlerts: [{ id: alert.id }] },
              },
              platformAlert: {
                ...{ id: platform?.id, type: 'bitdefender', severity: 'HIGH', status: 'OPEN' },
                ...{ client: { id: bakery.clientId }, ticket: { id: ticket?.id }, bitdefenderAlert: { id: alert.id } },
              },
            },
          },
        ],
      },
    });

    await resolveThreat(alert);
    await eventually(async () => platform?.status === 'RESOLVED' && ticket?.state === 'CLOSED');
    await eventually(async () => (await alertNamed('Trojan.High'))?.ticketState === 'CLOSED');
    expect(calls('createTicket')).toBe(1);
    expect(ticketsOf('Trojan.High')).toHaveLength(1);
  });

  it('follow what happens to them here, in order, and reopen with their ticket', async () => {
    await detected('Trojan.Follows', 50);
    const alert = await settled('Trojan.Follows');
    const [platform] = platformAlerts('Trojan.Follows');
    expect(platform).toMatchObject({ severity: 'MEDIUM', status: 'OPEN', ticketId: null });
    const decision = (name: string) =>
      environment.data(technician, decide, { input: { ids: [alert.id], decision: name } });
    await decision('ACKNOWLEDGE');
    await eventually(async () => platform?.status === 'ACKNOWLEDGED');
    // The severity that rises makes the platform's rule act.
    const [incident] = [...environment.gravityZone.world.incidents.values()].filter(
      ({ name }) => name === 'Trojan.Follows',
    );
    environment.gravityZone.world.updateIncident(incident?.id ?? '', { severityScore: 95 });
    await syncNow(environment, bakery.clientId);
    await eventually(async () => ticketsOf('Trojan.Follows').length === 1);
    expect(platform).toMatchObject({ severity: 'CRITICAL', status: 'ACKNOWLEDGED' });
    for (const [name, status, state] of [
      ['RESOLVE', 'RESOLVED', 'CLOSED'],
      ['REOPEN', 'OPEN', 'OPEN'],
    ] as const) {
      await decision(name);
      await eventually(async () => platform?.status === status && ticketsOf('Trojan.Follows')[0]?.state === state);
    }
    expect(platformAlerts('Trojan.Follows')).toHaveLength(1);
    expect(ticketsOf('Trojan.Follows')).toHaveLength(1);
  });

  it('shows the ticket that a person made in core later', async () => {
    await detected('Trojan.Later', 50);
    await settled('Trojan.Later');
    const [platform] = platformAlerts('Trojan.Later');
    const ticket = world().openTicket({ clientId: bakery.clientId, title: 'By hand' });
    Object.assign(platform ?? {}, { ticketId: ticket.id });
    await syncNow(environment, bakery.clientId);
    expect(await alertNamed('Trojan.Later')).toMatchObject({ ticket: { id: ticket.id }, ticketState: 'OPEN' });
  });

  it.each([
    ['core fails', 'failMutations', 3],
    ['answers are lost', 'loseAnswers', 2],
    ['core is asked twice at once', 'repeatMutations', 1],
    ['core refuses the token', 'refuseTokens', 2],
  ] as const)('are one alert with one ticket when %s', async (what, fault, times) => {
    environment.core.faults[fault] = times;
    const name = `Trojan.${what.replaceAll(' ', '.')}`;
    await detected(name);
    const alert = await settled(name);
    expect(platformAlerts(name).map(({ idempotencyKey }) => idempotencyKey)).toEqual([alert.id]);
    expect(ticketsOf(name).map(({ id }) => id)).toEqual([alert.ticket?.id]);
  });

  it('keep what changed between an attempt that arrived unnoticed and its repetition', async () => {
    environment.core.faults.loseAnswers = 1;
    await detected('Trojan.Between', 88);
    await eventually(async () => platformAlerts('Trojan.Between').length === 1);
    const alert = await alertNamed('Trojan.Between');
    await resolveThreat(alert as Alert);
    await settled('Trojan.Between');
    expect(platformAlerts('Trojan.Between')).toMatchObject([{ status: 'RESOLVED' }]);
    expect(ticketsOf('Trojan.Between')).toMatchObject([{ state: 'CLOSED' }]);
  });

  it('are given up when core refuses for good, listed, reported by a notice, and retried by hand', async () => {
    world().clients.delete(bakery.clientId);
    await detected('Trojan.Refused');
    const alert = await settled('Trojan.Refused', 'DEAD');
    expect(alert.deliveries).toMatchObject([{ kind: 'PUBLISH', lastError: expect.stringContaining('no such client') }]);
    const notice = await eventually(() => alertNamed('Alert actions were given up'));
    // Notices stay with this service's rules.
    expect(notice).toMatchObject({ kind: 'NOTICE', state: 'OPEN', platformAlert: null });
    const dead = await environment.data(
      technician,
      '{ bitdefenderAlertDeliveries(filter: { state: [DEAD], kind: [PUBLISH] }) { edges { node { id about client { id } machineCount } } } }',
    );
    expect(dead).toMatchObject({
      bitdefenderAlertDeliveries: {
        edges: [{ node: { id: alert.id, about: 'Trojan.Refused', client: { id: bakery.clientId }, machineCount: 1 } }],
      },
    });
    world().clients.set(bakery.clientId, { id: bakery.clientId, name: 'The Bakery' });
    expect(await environment.data(technician, retry, { ids: [alert.id] })).toMatchObject({
      retryBitdefenderAlertDeliveries: {
        outcomes: [{ delivery: { kind: 'PUBLISH', state: 'PENDING' }, userErrors: [] }],
      },
    });
    await settled('Trojan.Refused');
    expect(ticketsOf('Trojan.Refused')).toHaveLength(1);
    expect(await alertNamed('Alert actions were given up')).toMatchObject({ state: 'RESOLVED' });
  });

  it('wait, and are not given up, when core is taken back to a release without them', async () => {
    environment.core.faults.takesNoAlerts = true;
    await detected('Trojan.Back');
    const waiting = await eventually(async () => {
      const alert = await alertNamed('Trojan.Back');
      return (alert?.deliveries[0]?.attempts ?? 0) > 1 ? alert : null;
    });
    expect(waiting.deliveries).toMatchObject([
      { state: 'PENDING', lastError: expect.stringContaining('publishAlert') },
    ]);
    environment.core.faults.clear();
    await settled('Trojan.Back');
    expect(ticketsOf('Trojan.Back')).toHaveLength(1);
  });

  it('have one alert for an outbreak, whose members share its ticket', async () => {
    const input = { outbreak: { machines: 3, minutes: 10 }, version: await versionNow(environment, 'settings') };
    await environment.data(admin, choose, { input });
    const spread = async (count: number) => {
      const { world: bitdefender } = environment.gravityZone;
      const { companyId, clientId } = butcher;
      for (let number = 0; number < count; number += 1) {
        const deviceId = bitdefender.addDevice({ companyId, name: `PC-${bitdefender.devices.size}` }).id;
        bitdefender.addIncident({ companyId, deviceId, name: 'Worm.Spreads', severityScore: 60 });
      }
      await syncNow(environment, clientId);
    };
    const outbreak = async () => (await alerts()).find(({ kind }) => kind === 'OUTBREAK');
    ticketsFrom('MEDIUM');
    await spread(3);
    await eventually(async () => (await outbreak())?.deliveries[0]?.state === 'DONE');
    await spread(1);
    const members = await eventually(async () => {
      const found = (await alerts()).filter(({ title }) => title === 'Worm.Spreads');
      return found.length === 4 && found.every(({ ticket }) => ticket !== null) ? found : null;
    });
    await eventually(async () => platformAlerts('on 4 machines').length === 1);
    const alert = await outbreak();
    expect([...world().alerts.byId.values()].filter(({ title }) => /Worm|Outbreak/.test(title))).toHaveLength(1);
    expect(new Set(members.map(({ ticket }) => ticket?.id))).toEqual(new Set([alert?.ticket?.id]));
    expect(new Set(members.map(({ platformAlert }) => platformAlert?.id))).toEqual(new Set([alert?.platformAlert?.id]));
    expect(alert?.platformAlert?.bitdefenderAlert?.id).toBe(alert?.id);

    const ids = members.map(({ threat }) => threat?.id);
    await environment.data(technician, triage, { input: { ids, decision: 'RESOLVE' } });
    await eventually(async () => platformAlerts('on 4 machines')[0]?.status === 'RESOLVED');
    expect(ticketsOf('Outbreak')).toMatchObject([{ state: 'CLOSED' }]);
    ticketsFrom('HIGH');
  });

  it('says why one has no ticket by the rules of the platform', async () => {
    await detected('Trojan.Why', 80);
    const rules = world().alerts.rules.splice(0);
    await detected('Trojan.No.Rule', 80);
    const alert = await settled('Trojan.No.Rule');
    world().alerts.rules.push(...rules);
    const { bitdefenderDiagnostics } = await environment.data<{
      bitdefenderDiagnostics: { findings: { code: string; message: string }[] };
    }>(technician, 'query ($id: ID) { bitdefenderDiagnostics(threatId: $id) { findings { code message } } }', {
      id: alert.threat?.id,
    });
    expect(bitdefenderDiagnostics.findings).toMatchObject([
      { code: 'PLATFORM_RULES', message: expect.stringContaining('no rule of the platform has created a ticket') },
    ]);
  });

  describe('and a switch between the two ways', () => {
    /** What there is of each threat, when all is quiet. */
    async function quiet() {
      return eventually(async () => {
        await queue.raisePriority();
        const found = await alerts();
        return found.every(({ deliveries }) => deliveries.every(({ state }) => state !== 'PENDING')) ? found : null;
      });
    }

    it('leaves what is open with whoever made its ticket', async () => {
      await choosePlatform();
      const platforms = await detected('Trojan.Open.Platform');
      await settled('Trojan.Open.Platform');
      await chooseOwn();
      const ours = await detected('Trojan.Open.Own');
      await settled('Trojan.Open.Own');
      await choosePlatform();
      // Both are reported again, more severe than before, and end.
      for (const { id } of [platforms, ours]) environment.gravityZone.world.updateIncident(id, { severityScore: 99 });
      await syncNow(environment, bakery.clientId);
      await quiet();
      expect(platformAlerts('Trojan.Open')).toMatchObject([{ severity: 'CRITICAL', status: 'OPEN' }]);
      await chooseOwn();
      for (const { id } of [platforms, ours]) environment.gravityZone.world.closeIncident(id);
      await syncNow(environment, bakery.clientId);
      await quiet();
      expect(ticketsOf('Trojan.Open.Platform')).toMatchObject([{ state: 'CLOSED', idempotencyKey: null }]);
      expect(ticketsOf('Trojan.Open.Own')).toMatchObject([{ idempotencyKey: expect.any(String) }]);
      expect(platformAlerts('Trojan.Open')).toMatchObject([{ status: 'RESOLVED' }]);
    });

    it.each(['core is away', 'an answer is under way'])('doubles and loses nothing while %s', async (what) => {
      const { faults } = environment.core;
      const prefix = `Trojan.${what.replaceAll(' ', '.')}`;
      let release = () => {};
      let reached = () => {};
      const began = new Promise<void>((resolve) => {
        reached = resolve;
      });
      if (what === 'core is away') reached();
      else {
        const gate = new Promise<void>((resolve) => {
          release = resolve;
        });
        faults.beforeAnswer = async () => {
          reached();
          await gate;
        };
      }
      // The platform's rules are chosen while core can be asked.
      await chooseOwn();
      if (what === 'core is away') faults.down = true;
      await detected(`${prefix}.Own`);
      await began;
      // Still pending at the switch: what core refused waits, until all is to become quiet.
      if (what === 'core is away')
        await eventually(async () => {
          const held = await queue.query(
            "update pgboss.job set start_after = now() + interval '1 hour' where name = 'deliver' and state = 'retry' returning id",
          );
          return held.length === 1;
        });
      faults.beforeAnswer = null;
      faults.down = false;
      await choosePlatform();
      if (what === 'core is away') faults.down = true;
      await detected(`${prefix}.Platform`);
      await chooseOwn();
      await detected(`${prefix}.Own.Again`);
      release();
      faults.clear();
      await quiet();
      for (const name of ['Own', 'Platform', 'Own.Again'])
        expect(environment.core.tickets.filter(({ title }) => title.includes(`${prefix}.${name} `))).toHaveLength(1);
      expect(platformAlerts(prefix).map(({ title }) => title)).toEqual([expect.stringContaining('.Platform ')]);
      expect(environment.core.tickets.filter(({ title }) => title.includes(prefix))).toHaveLength(3);
    });

    it('publishes open alerts on which nobody acted when they are run through the rules once more', async () => {
      await chooseOwn();
      await detected('Trojan.Nobody', 50);
      await choosePlatform();
      expect(await environment.data(technician, preview)).toEqual({
        previewBitdefenderAlertRerouting: { acting: 1, publishing: 1, actions: [] },
      });
      const again = { rerouteBitdefenderAlerts: { rerouted: 1, remaining: 0, userErrors: [] } };
      expect(await environment.data(admin, reroute)).toEqual(again);
      expect(await environment.data(admin, reroute)).toMatchObject({ rerouteBitdefenderAlerts: { rerouted: 0 } });
      await settled('Trojan.Nobody');
      expect(platformAlerts('Trojan.Nobody')).toHaveLength(1);
    });
  });

  it('wait in a burst for their turn, and none is lost', async () => {
    await queue.query("update alert_publication set turn = turn - interval '2 minutes'");
    const burst = callsPerMinute + 7;
    for (let number = 0; number < burst; number += 1) infect(`Burst.${number}.`, 50);
    await syncNow(environment, bakery.clientId);
    const count = async (state: string) =>
      Number(
        (
          await queue.query<{ count: string }>(
            "select count(*) from alert_publication where threat_name like 'Burst.%' and state = $1",
            [state],
          )
        )[0]?.count,
      );
    const waiting = async () =>
      Number((await queue.query<{ count: string }>('select count(*) from alert_publication where waits'))[0]?.count);
    await eventually(async () => (await count('DONE')) === callsPerMinute && (await waiting()) === 7);
    expect(platformAlerts('Burst.')).toHaveLength(callsPerMinute);
    // As if the minute had passed.
    await queue.query("update alert_publication set turn = turn - interval '2 minutes'");
    await queue.raisePriority();
    await eventually(async () => (await count('DONE')) === burst);
    expect(platformAlerts('Burst.')).toHaveLength(burst);
  });
});
