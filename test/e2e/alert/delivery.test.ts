import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const list = `query ($first: Int!) { bitdefenderAlerts(first: $first) { edges { node {
  kind title detail state ticket { id } ticketState deliveries { id kind state attempts occurrences lastError } } } } }`;

interface Alert {
  kind: string;
  title: string;
  detail: string | null;
  state: string;
  ticket: { id: string } | null;
  ticketState: string | null;
  deliveries: {
    id: string;
    kind: string;
    state: string;
    attempts: number;
    occurrences: number;
    lastError: string | null;
  }[];
}

describe('the delivery of what rules ask for', () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let companyId: string;
  let clientId: string;
  let machines = 0;

  beforeAll(async () => {
    environment = await testEnvironment({ opsMergeTimeoutMilliseconds: 2_000 });
    queue = await openJobQueue(environment.app.databaseUrl);
    companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });
  afterEach(() => environment.core.faults.clear());

  /** So many machines meet this malware. */
  function infect(name: string, count = 1, severityScore = 88) {
    const { world } = environment.gravityZone;
    for (let number = 0; number < count; number += 1) {
      machines += 1;
      const deviceId = world.addDevice({ companyId, name: `OVEN-${machines}`, fqdn: `oven-${machines}` }).id;
      world.addIncident({ companyId, deviceId, name, severityScore });
    }
  }

  async function alerts(name: string): Promise<Alert[]> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
      { first: 100 },
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).filter(({ title }) => title === name);
  }

  /** The one alert of this name, once its only action is in this state; what waits begins at once. */
  const settled = (name: string, state = 'DONE') =>
    eventually(async () => {
      await queue.raisePriority();
      const [alert] = await alerts(name);
      return alert?.deliveries[0]?.state === state && alert;
    });
  const ticketsOf = (name: string) => environment.core.tickets.filter(({ title }) => title.includes(name));

  it('core fails: tried again, and there is one ticket', async () => {
    environment.core.faults.failMutations = 3;
    infect('Trojan.Fails');
    await syncNow(environment, clientId);
    const alert = await settled('Trojan.Fails');
    expect(alert.deliveries).toMatchObject([{ attempts: 4, lastError: null }]);
    expect(ticketsOf('Trojan.Fails').map(({ id }) => id)).toEqual([alert.ticket?.id]);
  });

  it('core has created the ticket and its answer is lost: the repetition finds it', async () => {
    environment.core.faults.loseAnswers = 2;
    infect('Trojan.Lost');
    await syncNow(environment, clientId);
    const alert = await settled('Trojan.Lost');
    expect(alert.deliveries[0]?.attempts).toBe(3);
    expect(alert.ticketState).toBe('OPEN');
    expect(ticketsOf('Trojan.Lost').map(({ id }) => id)).toEqual([alert.ticket?.id]);
  });

  it('core refuses the token of this service: tried again until the token is put right', async () => {
    environment.core.faults.refuseTokens = 3;
    infect('Trojan.Token');
    await syncNow(environment, clientId);
    const alert = await settled('Trojan.Token');
    expect(alert.deliveries).toMatchObject([{ attempts: 4 }]);
    expect(ticketsOf('Trojan.Token').map(({ id }) => id)).toEqual([alert.ticket?.id]);
  });

  it('core is asked twice at once: it has one ticket', async () => {
    environment.core.faults.repeatMutations = 1;
    infect('Trojan.Twice');
    const before = environment.core.calls.get('createTicket') ?? 0;
    await syncNow(environment, clientId);
    await settled('Trojan.Twice');
    expect(environment.core.calls.get('createTicket')).toBe(before + 2);
    expect(ticketsOf('Trojan.Twice')).toHaveLength(1);
  });

  it('delivers once when core returns after more than an hour, and gives nothing up', async () => {
    environment.core.faults.down = true;
    infect('Trojan.Down');
    await syncNow(environment, clientId);
    // The hour passes in the queue's own waits: each is taken note of, and cut short.
    let seconds = 0;
    let attempts = 0;
    while (seconds < 3_600) {
      const wait = await eventually(async () => {
        const [alert] = await alerts('Trojan.Down');
        return (alert?.deliveries[0]?.attempts ?? 0) > attempts && (await queue.longestWait());
      });
      attempts += 1;
      seconds += wait;
      await queue.raisePriority();
    }
    expect(await alerts('Trojan.Down')).toMatchObject([{ deliveries: [{ state: 'PENDING' }] }]);
    environment.core.faults.down = false;
    await settled('Trojan.Down');
    expect(ticketsOf('Trojan.Down')).toHaveLength(1);
  });

  it('gives up at once when core refuses for good, and raises one notice', async () => {
    environment.core.world('msp-one').clients.delete(clientId);
    infect('Trojan.Refused');
    await syncNow(environment, clientId);
    const alert = await settled('Trojan.Refused', 'DEAD');
    expect(alert.deliveries).toMatchObject([
      { attempts: 1, lastError: expect.stringContaining('there is no such client') },
    ]);
    const [notice] = await alerts('Alert actions were given up');
    expect(notice).toMatchObject({
      kind: 'NOTICE',
      state: 'OPEN',
      detail: expect.stringContaining('1 action was given up'),
    });
    await eventually(async () => environment.core.notifications.length === 1);
    expect(environment.core.notifications).toMatchObject([{ channel: 'security', clientId: null }]);
  });

  it('lists what was given up, and resolves the notice when it is retried by hand', async () => {
    const dead = await environment.data<{
      bitdefenderAlertDeliveries: { edges: { node: { id: string; about: string; client: { id: string } } }[] };
    }>(
      technician,
      '{ bitdefenderAlertDeliveries(filter: { state: [DEAD] }) { edges { node { id about client { id } createdAt changedAt } } } }',
    );
    const nodes = dead.bitdefenderAlertDeliveries.edges.map(({ node }) => node);
    expect(nodes).toMatchObject([{ about: 'Trojan.Refused', client: { id: clientId } }]);
    const { bitdefenderAlertDeliveries: done } = await environment.data<typeof dead>(
      technician,
      '{ bitdefenderAlertDeliveries(first: 1, filter: { state: [DONE], kind: [CREATE_TICKET] }) { edges { node { id } } } }',
    );
    environment.core.world('msp-one').clients.set(clientId, { id: clientId, name: 'The Bakery' } as never);
    const retry = `mutation ($ids: [ID!]!) { retryBitdefenderAlertDeliveries(input: { ids: $ids }) {
      outcomes { id delivery { state } userErrors { code } } userErrors { code } } }`;
    const ids = [nodes[0]?.id, done.edges[0]?.node.id, 'nothing'];
    expect(await environment.data(technician, retry, { ids })).toMatchObject({
      retryBitdefenderAlertDeliveries: {
        outcomes: [
          { delivery: { state: 'PENDING' }, userErrors: [] },
          { delivery: { state: 'DONE' }, userErrors: [{ code: 'NOT_GIVEN_UP' }] },
          { delivery: null, userErrors: [{ code: 'NOT_FOUND' }] },
        ],
        userErrors: [],
      },
    });
    await settled('Trojan.Refused');
    expect(ticketsOf('Trojan.Refused').map(({ idempotencyKey }) => idempotencyKey)).toEqual([nodes[0]?.id]);
    expect(await alerts('Alert actions were given up')).toMatchObject([{ state: 'RESOLVED' }]);
    const { bitdefenderAudit } = await environment.data<{ bitdefenderAudit: { edges: { node: object }[] } }>(
      admin,
      '{ bitdefenderAudit(first: 1) { edges { node { action actor detail } } } }',
    );
    expect(bitdefenderAudit.edges).toMatchObject([
      { node: { action: 'ALERT_DELIVERIES_RETRIED', actor: 'tom', detail: { ids: [nodes[0]?.id] } } },
    ]);
  });

  it('a notice that cannot be delivered raises no further one', async () => {
    const world = environment.core.world('msp-one');
    world.clients.delete(clientId);
    infect('Trojan.Refused.Again');
    await syncNow(environment, clientId);
    await settled('Trojan.Refused.Again', 'DEAD');
    // The earlier notice was sent today: it is open again without another message.
    expect(await alerts('Alert actions were given up')).toMatchObject([
      { state: 'OPEN', deliveries: [{ state: 'DONE' }] },
    ]);
    expect(environment.core.notifications).toHaveLength(1);
    // A day later it is sent again, in vain.
    await queue.query("update alert set raised_at = raised_at - interval '25 hours' where kind = 'NOTICE'");
    environment.core.faults.refuseMutations = 2;
    infect('Trojan.Refused.Later');
    await syncNow(environment, clientId);
    await settled('Trojan.Refused.Later', 'DEAD');
    const notice = await eventually(async () => {
      const [found] = await alerts('Alert actions were given up');
      return found?.deliveries.some(({ state }) => state === 'DEAD') && found;
    });
    expect(notice.deliveries.map(({ kind, state }) => [kind, state])).toEqual([
      ['NOTIFY', 'DONE'],
      ['NOTIFY', 'DEAD'],
    ]);
    expect(notice.detail).toContain('2 actions were given up');
    const all = await environment.data(
      technician,
      '{ bitdefenderAlerts(filter: { kind: NOTICE }) { edges { node { title } } } }',
    );
    expect(all).toEqual({ bitdefenderAlerts: { edges: [{ node: { title: 'Alert actions were given up' } }] } });
    world.clients.set(clientId, { id: clientId, name: 'The Bakery' } as never);
  });

  it('adds one note with count and machines when the same malware comes again', async () => {
    infect('Trojan.Spreads');
    await syncNow(environment, clientId);
    await settled('Trojan.Spreads');
    infect('Trojan.Spreads', 2);
    await syncNow(environment, clientId);
    infect('Trojan.Spreads', 2);
    await syncNow(environment, clientId);
    expect(await queue.longestWait()).toBeGreaterThan(200);
    const [ticket] = ticketsOf('Trojan.Spreads');
    expect(ticket?.notes).toEqual([]);
    await queue.raisePriority();
    await eventually(async () => ticket?.notes.length === 1);
    expect(ticket?.notes[0]?.body).toMatch(/^5 occurrences so far on 5 machines: OVEN-\d+, /);
    expect(ticketsOf('Trojan.Spreads')).toHaveLength(1);

    // A note whose answer is lost is sent again unchanged; what came in meanwhile has a note of its own.
    environment.core.faults.loseAnswers = 1;
    infect('Trojan.Spreads');
    await syncNow(environment, clientId);
    await queue.raisePriority();
    await eventually(async () => ticket?.notes.length === 2);
    infect('Trojan.Spreads');
    await syncNow(environment, clientId);
    await eventually(async () => {
      await queue.raisePriority();
      return ticket?.notes.length === 3;
    });
    expect(ticket?.notes.map(({ body }) => body.split(' ')[0])).toEqual(['5', '6', '7']);

    // Whoever came first and whoever joined: the log of each says once that it has this ticket.
    const ticketed = await queue.query<{ ticketId: string; times: number }>(
      `select alert_change.detail ->> 'ticketId' as "ticketId", count(*)::int as times from alert_change
       join alert on alert.id = alert_change.alert_id
       where alert_change.kind = 'TICKETED' and title = 'Trojan.Spreads' group by alert.id, 1`,
    );
    expect(ticketed).toEqual(Array(7).fill({ ticketId: ticket?.id, times: 1 }));

    const shown = await environment.data(
      technician,
      `{ bitdefenderAlertDeliveries(first: 1, filter: { kind: [CREATE_TICKET] }) { edges { node {
        about occurrences machineCount machines(first: 2) { hostName deviceId occurrences lastDetectedAt } } } } }`,
    );
    const machine = { hostName: expect.stringMatching(/^OVEN-/), deviceId: expect.any(String), occurrences: 1 };
    expect(shown).toMatchObject({
      bitdefenderAlertDeliveries: {
        edges: [{ node: { about: 'Trojan.Spreads', occurrences: 7, machineCount: 7, machines: [machine, machine] } }],
      },
    });
  });

  it('creates another ticket when malware returns after its ticket was closed', async () => {
    infect('Trojan.Closed');
    await syncNow(environment, clientId);
    await settled('Trojan.Closed');
    const [first] = ticketsOf('Trojan.Closed');
    environment.core.world('msp-one').closeTicket(first?.id ?? '');
    await syncNow(environment, clientId);
    infect('Trojan.Closed');
    await syncNow(environment, clientId);
    await eventually(async () => ticketsOf('Trojan.Closed').length === 2);
  });

  it('reads the states of tickets with the syncs of their client, in one request', async () => {
    const [ticket] = ticketsOf('Trojan.Spreads');
    const asked = () => environment.core.calls.get('tickets') ?? 0;
    const states = async () => new Set((await alerts('Trojan.Spreads')).map(({ ticketState }) => ticketState));
    environment.core.world('msp-one').closeTicket(ticket?.id ?? '');
    const before = asked();
    await syncNow(environment, clientId);
    expect(asked()).toBe(before + 1);
    expect(await states()).toEqual(new Set(['CLOSED']));
    Object.assign(ticket ?? {}, { state: 'IN_PROGRESS' });
    await syncNow(environment, clientId);
    expect(await states()).toEqual(new Set(['IN_PROGRESS']));

    const notices = await queue.query<{ state: string; times: number }>(
      `select alert_change.detail ->> 'ticketState' as state, count(*)::int as times from alert_change
       join alert on alert.id = alert_change.alert_id
       where alert_change.detail ? 'ticketState' and title = 'Trojan.Spreads' group by 1 order by 1`,
    );
    expect(notices).toEqual([
      { state: 'CLOSED', times: 7 },
      { state: 'IN_PROGRESS', times: 7 },
    ]);

    for (const { id } of environment.core.tickets) environment.core.world('msp-one').closeTicket(id);
    await syncNow(environment, clientId);
    await queue.query("update alert_action set changed_at = changed_at - interval '8 days'");
    const until = asked();
    await syncNow(environment, clientId);
    expect(asked()).toBe(until);
  });
});
