import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { endWindows, openWindow, releaseDue } from '../../support/maintenance.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const list = `query ($clientId: ID!) { bitdefenderAlerts(first: 100, filter: { clientId: $clientId }) { edges { node {
  id kind title state outbreakId suppressedBy routing { outcome rules { ruleName matched } }
  deliveries { kind }
  changes { kind actor from to } } } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id } userErrors { code } } }`;

interface Alert {
  id: string;
  kind: string;
  title: string;
  state: string;
  outbreakId: string | null;
  suppressedBy: string | null;
  routing: { outcome: string; rules: { ruleName: string; matched: boolean }[] } | null;
  deliveries: { kind: string }[];
  changes: { kind: string; actor: string; from: string | null; to: string | null }[];
}

interface Client {
  companyId: string;
  clientId: string;
}

describe('the alert of an outbreak', () => {
  let environment: TestEnvironment;
  let bakery: Client;
  let butcher: Client;
  let dairy: Client;
  let machines = 0;

  beforeAll(async () => {
    environment = await testEnvironment();
    const client = (name: string) => ({
      companyId: environment.gravityZone.world.addCompany(name).id,
      clientId: environment.core.world('msp-one').addClient({ name }).id,
    });
    bakery = client('Bakery');
    butcher = client('Butcher');
    dairy = client('Dairy');
    await connectSimulator(environment);
    await environment.data(
      admin,
      `mutation ($version: String) { updateBitdefenderSettings(
        input: { outbreak: { machines: 3, minutes: 10 }, version: $version }) { userErrors { code } } }`,
      { version: await versionNow(environment, 'settings') },
    );
    const clients = [bakery, butcher, dairy].map(({ companyId, clientId }) => [companyId, clientId]);
    await mapByBdId(environment, Object.fromEntries(clients));
  });

  /** The malware on so many more machines of the client, taken in. */
  async function spread({ companyId, clientId }: Client, name: string, count: number) {
    const { world } = environment.gravityZone;
    const incidents = [];
    for (let number = 0; number < count; number += 1) {
      machines += 1;
      const deviceId = world.addDevice({ companyId, name: `PC-${machines}` }).id;
      incidents.push(world.addIncident({ companyId, deviceId, name, severityScore: 60 }));
    }
    await syncNow(environment, clientId);
    return incidents;
  }

  async function alertsOf({ clientId }: Client, kind: 'THREAT' | 'OUTBREAK'): Promise<Alert[]> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
      { clientId },
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).filter((alert) => alert.kind === kind);
  }
  const outbreakOf = async (client: Client) => (await alertsOf(client, 'OUTBREAK'))[0];
  const decideOn = (ids: string[], decision: string) =>
    environment.data(technician, decide, { input: { ids, decision } });
  const steps = (alert: Alert | undefined) => alert?.changes.map(({ kind, actor, to }) => [kind, actor, to]);

  it('shows what its rules decided, and has a log', async () => {
    await spread(bakery, 'Trojan.Dough', 3);
    const outbreak = await outbreakOf(bakery);
    expect(outbreak).toMatchObject({
      title: 'Outbreak of Trojan.Dough on 3 machines',
      state: 'OPEN',
      routing: {
        outcome: 'NO_TICKET_WANTED',
        rules: expect.arrayContaining([{ ruleName: 'Bitdefender outbreak -> page', matched: true }]),
      },
    });
    expect(steps(outbreak)).toEqual([['RAISED', 'opsmerge', 'OPEN']]);
  });

  it('is resolved when all its threats are, and reopens with any of them', async () => {
    const members = (await alertsOf(bakery, 'THREAT')).map(({ id }) => id);
    expect(members).toHaveLength(3);
    await decideOn(members.slice(0, 2), 'RESOLVE');
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'OPEN' });
    await decideOn(members.slice(2), 'RESOLVE');
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'RESOLVED' });
    await decideOn(members.slice(0, 1), 'REOPEN');
    const outbreak = await outbreakOf(bakery);
    expect(steps(outbreak)).toEqual([
      ['RAISED', 'opsmerge', 'OPEN'],
      ['RESOLVED', 'opsmerge', 'RESOLVED'],
      ['REOPENED', 'opsmerge', 'OPEN'],
    ]);
  });

  it('stays resolved by hand until another machine is affected', async () => {
    const { id } = (await outbreakOf(bakery)) as Alert;
    await decideOn([id], 'RESOLVE');
    const members = (await alertsOf(bakery, 'THREAT')).map((alert) => alert.id);
    await decideOn(members.slice(1, 2), 'REOPEN');
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'RESOLVED' });
    await spread(bakery, 'Trojan.Dough', 1);
    expect(await outbreakOf(bakery)).toMatchObject({
      id,
      state: 'OPEN',
      title: 'Outbreak of Trojan.Dough on 4 machines',
    });
  });

  it('follows threats that Bitdefender closes and opens again', async () => {
    const { world } = environment.gravityZone;
    const incidents = [...world.incidents.values()].filter(({ name }) => name === 'Trojan.Dough');
    for (const incident of incidents) world.closeIncident(incident.id);
    await syncNow(environment, bakery.clientId);
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'RESOLVED' });
    world.updateIncident(incidents[0]?.id ?? '', { status: 'open' });
    await syncNow(environment, bakery.clientId);
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'OPEN' });
    world.closeIncident(incidents[0]?.id ?? '');
    await syncNow(environment, bakery.clientId);
    expect(await outbreakOf(bakery)).toMatchObject({ state: 'RESOLVED' });
  });

  it('acts when a threat comes back after all were resolved within a maintenance window', async () => {
    const { world } = environment.gravityZone;
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => database.close());
    await openWindow(environment, { clientId: dairy.clientId });
    const incidents = await spread(dairy, 'Trojan.Milk', 3);
    for (const incident of incidents) world.closeIncident(incident.id);
    await syncNow(environment, dairy.clientId);
    await endWindows(environment);
    expect(await releaseDue(database)).toBe(4);
    expect(await outbreakOf(dairy)).toMatchObject({ state: 'RESOLVED', deliveries: [] });
    world.updateIncident(incidents[0]?.id ?? '', { status: 'open' });
    await syncNow(environment, dairy.clientId);
    expect(await outbreakOf(dairy)).toMatchObject({ state: 'OPEN', deliveries: [{ kind: 'PAGE' }] });
    world.closeIncident(incidents[0]?.id ?? '');
    await syncNow(environment, dairy.clientId);
    world.updateIncident(incidents[0]?.id ?? '', { status: 'open' });
    await syncNow(environment, dairy.clientId);
    expect(await outbreakOf(dairy)).toMatchObject({ state: 'OPEN', deliveries: [{ kind: 'PAGE' }] });
  });

  it('is not raised while its client is muted, and what began before goes on untold', async () => {
    await spread(butcher, 'Trojan.Sausage', 2);
    const until = new Date(Date.now() + 3_600_000);
    await environment.data(technician, mute, {
      input: { clientId: butcher.clientId, until, reason: 'They are being migrated.' },
    });
    await spread(butcher, 'Trojan.Sausage', 4);
    const threats = await alertsOf(butcher, 'THREAT');
    expect(threats.map(({ suppressedBy }) => suppressedBy).sort()).toEqual([
      'MUTE',
      'MUTE',
      'MUTE',
      'MUTE',
      null,
      null,
    ]);
    expect(threats.every(({ outbreakId }) => outbreakId === null)).toBe(true);
    expect(await outbreakOf(butcher)).toBeUndefined();

    // One that is there stays as it is: its muted threats do not count.
    await environment.data(technician, mute, {
      input: { clientId: bakery.clientId, until, reason: 'They are being migrated too.' },
    });
    await spread(bakery, 'Trojan.Dough', 5);
    expect(await outbreakOf(bakery)).toMatchObject({
      state: 'RESOLVED',
      title: 'Outbreak of Trojan.Dough on 4 machines',
    });
  });
});
