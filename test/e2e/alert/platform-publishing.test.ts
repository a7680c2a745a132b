import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callsPerMinute } from '../../../src/alert/publication/next-turn.js';
import { eventually, technician } from '../../support/environment.js';
import { syncNow } from '../../support/msp.js';
import { PlatformMsp } from '../../support/platform-rules.js';

const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const retry = `mutation ($ids: [ID!]!) { retryBitdefenderAlertDeliveries(input: { ids: $ids }) {
  outcomes { delivery { kind state } userErrors { code } } userErrors { code } } }`;

describe("alerts that are published for the platform's rules", () => {
  let msp: PlatformMsp;

  beforeAll(async () => {
    msp = await PlatformMsp.start();
    await msp.choosePlatform();
  });
  afterEach(() => msp.environment.core.faults.clear());

  it('follow what happens to them here, in order, and reopen with their ticket', async () => {
    await msp.detected('Trojan.Follows', 50);
    const alert = await msp.settled('Trojan.Follows');
    const [platform] = msp.platformAlerts('Trojan.Follows');
    expect(platform).toMatchObject({ severity: 'MEDIUM', status: 'OPEN', ticketId: null });
    const decision = (name: string) =>
      msp.environment.data(technician, decide, { input: { ids: [alert.id], decision: name } });
    await decision('ACKNOWLEDGE');
    await eventually(async () => platform?.status === 'ACKNOWLEDGED');
    // The severity that rises makes the platform's rule act.
    const [incident] = [...msp.environment.gravityZone.world.incidents.values()].filter(
      ({ name }) => name === 'Trojan.Follows',
    );
    msp.environment.gravityZone.world.updateIncident(incident?.id ?? '', { severityScore: 95 });
    await syncNow(msp.environment, msp.bakery.clientId);
    await eventually(async () => msp.ticketsOf('Trojan.Follows').length === 1);
    expect(platform).toMatchObject({ severity: 'CRITICAL', status: 'ACKNOWLEDGED' });
    for (const [name, status, state] of [
      ['RESOLVE', 'RESOLVED', 'CLOSED'],
      ['REOPEN', 'OPEN', 'OPEN'],
    ] as const) {
      await decision(name);
      await eventually(async () => platform?.status === status && msp.ticketsOf('Trojan.Follows')[0]?.state === state);
    }
    expect(msp.platformAlerts('Trojan.Follows')).toHaveLength(1);
    expect(msp.ticketsOf('Trojan.Follows')).toHaveLength(1);
  });

  it.each([
    ['core fails', 'failMutations', 3],
    ['answers are lost', 'loseAnswers', 2],
    ['core is asked twice at once', 'repeatMutations', 1],
    ['core refuses the token', 'refuseTokens', 2],
  ] as const)('are one alert with one ticket when %s', async (what, fault, times) => {
    msp.environment.core.faults[fault] = times;
    const name = `Trojan.${what.replaceAll(' ', '.')}`;
    await msp.detected(name);
    const alert = await msp.settled(name);
    expect(msp.platformAlerts(name).map(({ idempotencyKey }) => idempotencyKey)).toEqual([alert.id]);
    expect(msp.ticketsOf(name).map(({ id }) => id)).toEqual([alert.ticket?.id]);
  });

  it('keep what changed between an attempt that arrived unnoticed and its repetition', async () => {
    msp.environment.core.faults.loseAnswers = 1;
    await msp.detected('Trojan.Between', 88);
    await eventually(async () => msp.platformAlerts('Trojan.Between').length === 1);
    await msp.resolveThreat(await eventually(() => msp.alertNamed('Trojan.Between')));
    await msp.settled('Trojan.Between');
    expect(msp.platformAlerts('Trojan.Between')).toMatchObject([{ status: 'RESOLVED' }]);
    expect(msp.ticketsOf('Trojan.Between')).toMatchObject([{ state: 'CLOSED' }]);
  });

  it('are given up when core refuses for good, listed, reported by a notice, and retried by hand', async () => {
    msp.world.clients.delete(msp.bakery.clientId);
    await msp.detected('Trojan.Refused');
    const alert = await msp.settled('Trojan.Refused', 'DEAD');
    expect(alert.deliveries).toMatchObject([{ kind: 'PUBLISH', lastError: expect.stringContaining('no such client') }]);
    const notice = await eventually(() => msp.alertNamed('Alert actions were given up'));
    // Notices stay with this service's rules.
    expect(notice).toMatchObject({ kind: 'NOTICE', state: 'OPEN', platformAlert: null });
    const dead = await msp.environment.data(
      technician,
      '{ bitdefenderAlertDeliveries(filter: { state: [DEAD], kind: [PUBLISH] }) { edges { node { id about client { id } machineCount } } } }',
    );
    expect(dead).toMatchObject({
      bitdefenderAlertDeliveries: {
        edges: [
          { node: { id: alert.id, about: 'Trojan.Refused', client: { id: msp.bakery.clientId }, machineCount: 1 } },
        ],
      },
    });
    msp.world.addClient({ id: msp.bakery.clientId, name: 'The Bakery' });
    expect(await msp.environment.data(technician, retry, { ids: [alert.id] })).toMatchObject({
      retryBitdefenderAlertDeliveries: {
        outcomes: [{ delivery: { kind: 'PUBLISH', state: 'PENDING' }, userErrors: [] }],
      },
    });
    await msp.settled('Trojan.Refused');
    expect(msp.ticketsOf('Trojan.Refused')).toHaveLength(1);
    expect(await msp.alertNamed('Alert actions were given up')).toMatchObject({ state: 'RESOLVED' });
  });

  it('wait, and are not given up, when core is taken back to a release without them', async () => {
    msp.environment.core.faults.takesNoAlerts = true;
    await msp.detected('Trojan.Back');
    const waiting = await eventually(async () => {
      const alert = await msp.alertNamed('Trojan.Back');
      return (alert?.deliveries[0]?.attempts ?? 0) > 1 ? alert : null;
    });
    expect(waiting.deliveries).toMatchObject([
      { state: 'PENDING', lastError: expect.stringContaining('publishAlert') },
    ]);
    msp.environment.core.faults.clear();
    await msp.settled('Trojan.Back');
    expect(msp.ticketsOf('Trojan.Back')).toHaveLength(1);
  });

  it('wait in a burst for their turn, and none is lost', async () => {
    await msp.queue.query("update alert_publication set turn = turn - interval '2 minutes'");
    const burst = callsPerMinute + 7;
    for (let number = 0; number < burst; number += 1) msp.infect(`Burst.${number}.`, 50);
    await syncNow(msp.environment, msp.bakery.clientId);
    const count = async (state: string) =>
      Number(
        (
          await msp.queue.query<{ count: string }>(
            "select count(*) from alert_publication where threat_name like 'Burst.%' and state = $1",
            [state],
          )
        )[0]?.count,
      );
    const waiting = async () =>
      Number(
        (await msp.queue.query<{ count: string }>('select count(*) from alert_publication where waits'))[0]?.count,
      );
    await eventually(async () => (await count('DONE')) === callsPerMinute && (await waiting()) === 7);
    expect(msp.platformAlerts('Burst.')).toHaveLength(callsPerMinute);
    // As if the minute had passed.
    await msp.queue.query("update alert_publication set turn = turn - interval '2 minutes'");
    await msp.queue.raisePriority();
    await eventually(async () => (await count('DONE')) === burst);
    expect(msp.platformAlerts('Burst.')).toHaveLength(burst);
  });
});
