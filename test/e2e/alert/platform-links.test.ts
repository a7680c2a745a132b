import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, technician } from '../../support/environment.js';
import { syncNow } from '../../support/msp.js';
import { PlatformMsp, triage } from '../../support/platform-rules.js';
import { versionNow } from '../../support/versions.js';

/** With what core says of it. */
const linked = `query ($threatId: ID) { bitdefenderAlerts(filter: { threatId: $threatId }) { edges { node {
  ticket { id reference type priority team bitdefenderAlerts { id } }
  platformAlert { id type severity status client { id } ticket { id } bitdefenderAlert { id } } } } } }`;
const update = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  userErrors { code } } }`;

describe("alerts and the tickets of the platform's rules", () => {
  let msp: PlatformMsp;

  beforeAll(async () => {
    msp = await PlatformMsp.start();
    await msp.choosePlatform();
  });
  afterEach(() => msp.environment.core.faults.clear());

  it('are one Critical ticket for the security team of a High threat, and end with it', async () => {
    await msp.detected('Trojan.High');
    const alert = await msp.settled('Trojan.High');
    const [platform] = msp.platformAlerts('Trojan.High');
    const [ticket] = msp.ticketsOf('Trojan.High');
    expect(platform).toMatchObject({ type: 'bitdefender', severity: 'HIGH', status: 'OPEN', idempotencyKey: alert.id });
    expect(msp.ticketsOf('Trojan.High')).toMatchObject([{ priority: 'CRITICAL', team: 'security', state: 'OPEN' }]);
    expect(alert).toMatchObject({
      ...{ severity: 'HIGH', ticket: { id: ticket?.id }, ticketState: 'OPEN' },
      routing: { outcome: 'PLATFORM_RULES', message: expect.stringContaining('Settings -> RMM -> Alert rules') },
      deliveries: [{ kind: 'PUBLISH', ruleName: "The platform's rules", state: 'DONE', attempts: 1 }],
    });
    expect(alert.changes.map(({ kind }) => kind)).toEqual(['RAISED', 'TICKETED']);

    // From either to the other, through the gateway.
    expect(await msp.environment.data(technician, linked, { threatId: alert.threat?.id })).toEqual({
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
                ...{
                  client: { id: msp.bakery.clientId },
                  ticket: { id: ticket?.id },
                  bitdefenderAlert: { id: alert.id },
                },
              },
            },
          },
        ],
      },
    });

    await msp.resolveThreat(alert);
    await eventually(async () => platform?.status === 'RESOLVED' && ticket?.state === 'CLOSED');
    await eventually(async () => (await msp.alertNamed('Trojan.High'))?.ticketState === 'CLOSED');
    expect(msp.calls('createTicket')).toBe(0);
    expect(msp.ticketsOf('Trojan.High')).toHaveLength(1);
  });

  it('show the ticket that a person made in core later', async () => {
    await msp.detected('Trojan.Later', 50);
    await msp.settled('Trojan.Later');
    const [platform] = msp.platformAlerts('Trojan.Later');
    const ticket = msp.world.openTicket({ clientId: msp.bakery.clientId, title: 'By hand' });
    Object.assign(platform ?? {}, { ticketId: ticket.id });
    await syncNow(msp.environment, msp.bakery.clientId);
    expect(await msp.alertNamed('Trojan.Later')).toMatchObject({ ticket: { id: ticket.id }, ticketState: 'OPEN' });
  });

  it('are one of each for an outbreak, whose members share its ticket', async () => {
    const input = { outbreak: { machines: 3, minutes: 10 }, version: await versionNow(msp.environment, 'settings') };
    await msp.environment.data(admin, update, { input });
    const spread = async (count: number) => {
      const { world: bitdefender } = msp.environment.gravityZone;
      const { companyId, clientId } = msp.butcher;
      for (let number = 0; number < count; number += 1) {
        const deviceId = bitdefender.addDevice({ companyId, name: `PC-${bitdefender.devices.size}` }).id;
        bitdefender.addIncident({ companyId, deviceId, name: 'Worm.Spreads', severityScore: 60 });
      }
      await syncNow(msp.environment, clientId);
    };
    const outbreak = async () => (await msp.alerts()).find(({ kind }) => kind === 'OUTBREAK');
    msp.ticketsFrom('MEDIUM');
    await spread(3);
    await eventually(async () => (await outbreak())?.deliveries[0]?.state === 'DONE');
    await spread(1);
    const members = await eventually(async () => {
      const found = (await msp.alerts()).filter(({ title }) => title === 'Worm.Spreads');
      return found.length === 4 && found.every(({ ticket }) => ticket !== null) ? found : null;
    });
    await eventually(async () => msp.platformAlerts('on 4 machines').length === 1);
    const alert = await outbreak();
    expect([...msp.world.alerts.byId.values()].filter(({ title }) => /Worm|Outbreak/.test(title))).toHaveLength(1);
    expect(new Set(members.map(({ ticket }) => ticket?.id))).toEqual(new Set([alert?.ticket?.id]));
    expect(new Set(members.map(({ platformAlert }) => platformAlert?.id))).toEqual(new Set([alert?.platformAlert?.id]));
    expect(alert?.platformAlert?.bitdefenderAlert?.id).toBe(alert?.id);

    const ids = members.map(({ threat }) => threat?.id);
    await msp.environment.data(technician, triage, { input: { ids, decision: 'RESOLVE' } });
    await eventually(async () => msp.platformAlerts('on 4 machines')[0]?.status === 'RESOLVED');
    expect(msp.ticketsOf('Outbreak')).toMatchObject([{ state: 'CLOSED' }]);
    msp.ticketsFrom('HIGH');
  });

  it('say why there is no ticket by the rules of the platform', async () => {
    await msp.detected('Trojan.Why', 80);
    const rules = msp.world.alerts.rules.splice(0);
    await msp.detected('Trojan.No.Rule', 80);
    const alert = await msp.settled('Trojan.No.Rule');
    msp.world.alerts.rules.push(...rules);
    const { bitdefenderDiagnostics } = await msp.environment.data<{
      bitdefenderDiagnostics: { findings: { code: string; message: string }[] };
    }>(technician, 'query ($id: ID) { bitdefenderDiagnostics(threatId: $id) { findings { code message } } }', {
      id: alert.threat?.id,
    });
    expect(bitdefenderDiagnostics.findings).toMatchObject([
      { code: 'PLATFORM_RULES', message: expect.stringContaining('no rule of the platform has created a ticket') },
    ]);
  });
});
