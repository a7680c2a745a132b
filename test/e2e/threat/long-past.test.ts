import { describe, expect, it } from 'vitest';
import { technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

describe('a company with a long past', () => {
  it('brings history in without a ticket, and acts on what is new', async () => {
    const environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const company = world.addCompany('Old Mill');
    const client = environment.core.world('msp-one').addClient({ name: 'Old Mill' });
    const device = world.addDevice({ companyId: company.id, name: 'MILL-01' });
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    for (let number = 0; number < 600; number += 1)
      world.addIncident({
        companyId: company.id,
        deviceId: device.id,
        severityScore: 95,
        name: `Old.${number}`,
        at: daysAgo(3 + (number % 20)),
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [company.id]: client.id });
    await syncNow(environment, client.id);
    expect(environment.core.tickets).toHaveLength(0);
    const count = `{ bitdefenderThreatCounts { unresolved } bitdefenderAlerts(first: 1) { edges { node { suppressedBy deliveries { id } } } } }`;
    expect(await environment.data(technician, count)).toMatchObject({
      bitdefenderThreatCounts: { unresolved: 600 },
      bitdefenderAlerts: { edges: [{ node: { suppressedBy: 'HISTORY', deliveries: [] } }] },
    });
  });

  it('makes one ticket of one malware on many machines, and counts each', async () => {
    const environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const company = world.addCompany('School');
    const client = environment.core.world('msp-one').addClient({ name: 'School' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [company.id]: client.id });
    await syncNow(environment, client.id);
    for (let number = 0; number < 30; number += 1) {
      const device = world.addDevice({ companyId: company.id, name: `ROOM-${number}` });
      world.addIncident({ companyId: company.id, deviceId: device.id, severityScore: 85, name: 'Trojan.Outbreak.1' });
    }
    await syncNow(environment, client.id);
    const alerts = async () =>
      environment.data<{
        bitdefenderAlerts: {
          edges: { node: { ticketUrl: string | null; deliveries: { id: string; occurrences: number }[] } }[];
        };
      }>(
        technician,
        '{ bitdefenderAlerts(filter: { kind: THREAT }, first: 100) { edges { node { deliveries { id kind occurrences } } } } }',
      );
    const { bitdefenderAlerts } = await alerts();
    expect(bitdefenderAlerts.edges).toHaveLength(30);
    expect(new Set(bitdefenderAlerts.edges.map(({ node }) => node.deliveries[0]?.id)).size).toBe(1);
    expect(bitdefenderAlerts.edges[0]?.node.deliveries).toMatchObject([{ occurrences: 30 }]);
  });
});
