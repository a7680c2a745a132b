import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, technician } from '../../support/environment.js';
import { syncNow } from '../../support/msp.js';
import { PlatformMsp } from '../../support/platform-rules.js';

const preview = `{ previewBitdefenderAlertRerouting { acting publishing actions { kind } } }`;
const reroute = `mutation { rerouteBitdefenderAlerts(input: {}) { rerouted remaining userErrors { code } } }`;

describe("a switch between this service's rules and the platform's", () => {
  let msp: PlatformMsp;

  beforeAll(async () => {
    msp = await PlatformMsp.start();
  });
  afterEach(() => msp.environment.core.faults.clear());

  it('is refused where core takes no alerts, with what to do, and nothing is changed', async () => {
    msp.environment.core.faults.takesNoAlerts = true;
    const refused = await msp.chosen('PLATFORM_RULES');
    expect(refused).toMatchObject({
      settings: null,
      userErrors: [{ code: 'PLATFORM_RULES_UNAVAILABLE', field: ['input', 'alertsRoutedBy'] }],
    });
    expect(refused.userErrors[0]?.message).toContain('after OpsMerge was updated');
    msp.environment.core.faults.clear();
    msp.environment.core.faults.down = true;
    expect(await msp.chosen('PLATFORM_RULES')).toMatchObject({ userErrors: [{ code: 'CORE_UNAVAILABLE' }] });
    msp.environment.core.faults.clear();
    // This service's rules go on, and a core without alerts is not asked for them.
    msp.environment.core.faults.takesNoAlerts = true;
    await msp.detected('Trojan.Own');
    expect(await msp.settled('Trojan.Own')).toMatchObject({
      platformAlert: null,
      routing: { outcome: 'TICKET' },
      deliveries: [{ kind: 'CREATE_TICKET' }],
    });
    expect(msp.ticketsOf('Trojan.Own')).toHaveLength(1);
    expect(msp.platformAlerts('Trojan.Own')).toEqual([]);
  });

  /** What there is of each threat, when all is quiet. */
  async function quiet() {
    return eventually(async () => {
      await msp.queue.raisePriority();
      const found = await msp.alerts();
      return found.every(({ deliveries }) => deliveries.every(({ state }) => state !== 'PENDING')) ? found : null;
    });
  }

  it('leaves what is open with whoever made its ticket', async () => {
    await msp.choosePlatform();
    const platforms = await msp.detected('Trojan.Open.Platform');
    await msp.settled('Trojan.Open.Platform');
    await msp.chooseOwn();
    const ours = await msp.detected('Trojan.Open.Own');
    await msp.settled('Trojan.Open.Own');
    await msp.choosePlatform();
    // Both are reported again, more severe than before, and end.
    for (const { id } of [platforms, ours]) msp.environment.gravityZone.world.updateIncident(id, { severityScore: 99 });
    await syncNow(msp.environment, msp.bakery.clientId);
    await quiet();
    expect(msp.platformAlerts('Trojan.Open')).toMatchObject([{ severity: 'CRITICAL', status: 'OPEN' }]);
    await msp.chooseOwn();
    for (const { id } of [platforms, ours]) msp.environment.gravityZone.world.closeIncident(id);
    await syncNow(msp.environment, msp.bakery.clientId);
    await quiet();
    expect(msp.ticketsOf('Trojan.Open.Platform')).toMatchObject([{ state: 'CLOSED', idempotencyKey: null }]);
    expect(msp.ticketsOf('Trojan.Open.Own')).toMatchObject([{ idempotencyKey: expect.any(String) }]);
    expect(msp.platformAlerts('Trojan.Open')).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it.each(['core is away', 'an answer is under way'])('doubles and loses nothing while %s', async (what) => {
    const { faults } = msp.environment.core;
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
    await msp.chooseOwn();
    if (what === 'core is away') faults.down = true;
    await msp.detected(`${prefix}.Own`);
    await began;
    // Still pending at the switch: what core refused waits, until all is to become quiet.
    if (what === 'core is away')
      await eventually(async () => {
        const held = await msp.queue.query(
          "update pgboss.job set start_after = now() + interval '1 hour' where name = 'deliver' and state = 'retry' returning id",
        );
        return held.length === 1;
      });
    faults.beforeAnswer = null;
    faults.down = false;
    await msp.choosePlatform();
    if (what === 'core is away') faults.down = true;
    await msp.detected(`${prefix}.Platform`);
    await msp.chooseOwn();
    await msp.detected(`${prefix}.Own.Again`);
    release();
    faults.clear();
    await quiet();
    for (const name of ['Own', 'Platform', 'Own.Again'])
      expect(msp.environment.core.tickets.filter(({ title }) => title.includes(`${prefix}.${name} `))).toHaveLength(1);
    expect(msp.platformAlerts(prefix).map(({ title }) => title)).toEqual([expect.stringContaining('.Platform ')]);
    expect(msp.environment.core.tickets.filter(({ title }) => title.includes(prefix))).toHaveLength(3);
  });

  it('publishes open alerts on which nobody acted when they are run through the rules once more', async () => {
    await msp.chooseOwn();
    await msp.detected('Trojan.Nobody', 50);
    await msp.choosePlatform();
    expect(await msp.environment.data(technician, preview)).toEqual({
      previewBitdefenderAlertRerouting: { acting: 1, publishing: 1, actions: [] },
    });
    const again = { rerouteBitdefenderAlerts: { rerouted: 1, remaining: 0, userErrors: [] } };
    expect(await msp.environment.data(admin, reroute)).toEqual(again);
    expect(await msp.environment.data(admin, reroute)).toMatchObject({ rerouteBitdefenderAlerts: { rerouted: 0 } });
    await msp.settled('Trojan.Nobody');
    expect(msp.platformAlerts('Trojan.Nobody')).toHaveLength(1);
  });
});
