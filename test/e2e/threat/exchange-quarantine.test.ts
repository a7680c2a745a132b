import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';

interface Node {
  id: string;
  name: string;
  severity: string;
  status: string;
  filePath: string | null;
  device: { name: string; isExchangeServer: boolean | null } | null;
  mail: { sender: string; subject: string; recipients: string[]; recipientCount: number } | null;
  changes: {
    edges: { node: { kind: string; source: string | null; itemExit: string | null; reason: string | null } }[];
  };
}

const threats = `{ bitdefenderThreats(first: 50, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  id name severity status filePath device { name isExchangeServer } mail { sender senderIp subject recipients recipientCount }
  changes(first: 5) { edges { node { kind source itemExit reason } } } } } } }`;
const alerts = '{ bitdefenderAlerts(first: 50) { edges { node { state threat { id } } } } }';
const visibility = '{ bitdefenderVisibility { exchangeServerCount kinds { kind visibility sources } } }';

describe.each(['CLOUD', 'ON_PREMISES'] as const)('the quarantine of Exchange servers (%s)', (flavour) => {
  let environment: TestEnvironment;
  let clientId: string;
  let companyId: string;
  let mailServer: string;

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', flavour, zone: 'UTC' } });
    const { world } = environment.gravityZone;
    companyId = flavour === 'CLOUD' ? world.addCompany('Bakery').id : world.root.id;
    mailServer = world.addDevice({ companyId, name: 'MAIL-01', operatingSystem: 'Windows Server 2022' }).id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [flavour === 'CLOUD' ? companyId : 'on-premises']: clientId });
  });

  const asked = () => environment.gravityZone.calls.filter(({ service }) => service === 'quarantine/exchange').length;
  const streamOf = (run: RunAnswer) => run.streams.find(({ stream }) => stream === 'EXCHANGE_QUARANTINE');
  const listed = async () => {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: Node }[] } }>(
      technician,
      threats,
    );
    return bitdefenderThreats.edges.map(({ node }) => node);
  };
  const named = async (name: string) => (await listed()).find((threat) => threat.name === name);

  it('is not read where no mail server is protected', async () => {
    const run = await syncNow(environment, clientId);
    expect([streamOf(run), asked()]).toEqual([undefined, 0]);
    const { bitdefenderVisibility } = await environment.data<{
      bitdefenderVisibility: { exchangeServerCount: number; kinds: { kind: string; visibility: string }[] };
    }>(technician, visibility);
    expect(bitdefenderVisibility.exchangeServerCount).toBe(0);
    expect(bitdefenderVisibility.kinds).toContainEqual({
      kind: 'EXCHANGE_MALWARE',
      visibility: 'NOT_SEEN',
      sources: [],
    });
  });

  it('makes an item a threat with an alert and its mail', async () => {
    const { world } = environment.gravityZone;
    world.device(mailServer).exchangeServer = true;
    const recipients = Array.from({ length: 60 }, (_, number) => `person-${number}@example.com`);
    world.addExchangeItem({ deviceId: mailServer, threatName: 'Trojan.Ransom.Mail', recipients });
    const run = await syncNow(environment, clientId);
    expect(streamOf(run)).toMatchObject({ state: 'SUCCEEDED', fetched: 1, stored: 1, skipped: 0 });
    const threat = await named('Trojan.Ransom.Mail');
    expect(threat).toMatchObject({
      severity: 'CRITICAL',
      status: 'UNRESOLVED',
      filePath: 'Invoice 4711 => invoice.zip => invoice.js',
      device: { name: 'MAIL-01', isExchangeServer: true },
      mail: { sender: 'billing@example.net', senderIp: '192.0.2.7', subject: 'Invoice 4711', recipientCount: 60 },
    });
    expect(threat?.mail?.recipients).toEqual(recipients.slice(0, 50));
    expect(threat?.changes.edges.map(({ node }) => node)).toMatchObject([
      { kind: 'DETECTED', source: 'EXCHANGE_QUARANTINE' },
    ]);
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { state: string; threat: { id: string } | null } }[] };
    }>(technician, alerts);
    expect(bitdefenderAlerts.edges.map(({ node }) => node)).toMatchObject([
      { state: 'OPEN', threat: { id: threat?.id } },
    ]);
    const seen = await environment.data<{ bitdefenderVisibility: { kinds: object[] } }>(technician, visibility);
    expect(seen.bitdefenderVisibility.kinds).toContainEqual({
      ...{ kind: 'EXCHANGE_MALWARE', visibility: 'SEEN', sources: ['EXCHANGE_QUARANTINE'] },
    });
  });

  it('writes nothing when nothing changed', async () => {
    const run = await syncNow(environment, clientId);
    expect(streamOf(run)).toMatchObject({ state: 'SUCCEEDED', fetched: 1, stored: 0 });
  });

  it('explains no flag of the server, and is explained by none', async () => {
    environment.gravityZone.world.device(mailServer).detected = true;
    await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
    await syncNow(environment, clientId);
    expect(await named('Malware detected on MAIL-01')).toMatchObject({ mail: null });
    environment.gravityZone.world.addExchangeItem({ deviceId: mailServer, threatName: 'Trojan.Second' });
    await syncNow(environment, clientId);
    expect((await listed()).map(({ name }) => name).toSorted()).toEqual([
      'Malware detected on MAIL-01',
      'Trojan.Ransom.Mail',
      'Trojan.Second',
    ]);
  });

  it('is rated by its own family, whether or not the server is infected', async () => {
    const server = environment.gravityZone.world.device(mailServer);
    for (const infected of [true, false]) {
      server.infected = infected;
      await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
      await syncNow(environment, clientId);
      expect(await named('Trojan.Second')).toMatchObject({ severity: 'MEDIUM' });
    }
  });

  it.each([
    ['Mail.Removed', 1, 'REMOVED', /was removed/],
    ['Mail.Restored', 2, 'RESTORED', /restored from/],
    ['Mail.Clean', 0, 'UNKNOWN', /does not say why/],
  ])('says how %s left', async (threatName, actionStatus, itemExit, reason) => {
    const { world } = environment.gravityZone;
    const item = world.addExchangeItem({ deviceId: mailServer, threatName });
    await syncNow(environment, clientId);
    item.actionStatus = actionStatus;
    await syncNow(environment, clientId);
    world.exchange.delete(item.id);
    await syncNow(environment, clientId);
    const threat = await named(threatName);
    expect(threat).toMatchObject({ status: 'RESOLVED' });
    expect(threat?.changes.edges[0]?.node).toMatchObject({ kind: 'RESOLVED', source: 'EXCHANGE_QUARANTINE', itemExit });
    expect(threat?.changes.edges[0]?.node.reason).toMatch(reason);
  });

  it('says so of an item of a computer too', async () => {
    const { world } = environment.gravityZone;
    const item = world.addQuarantineItem({ deviceId: mailServer, threatName: 'Adware.File', actionStatus: 2 });
    // Another one stays: a quarantine that shows nothing at all is not believed at once.
    world.addQuarantineItem({ deviceId: mailServer, threatName: 'Adware.Stays', filePath: 'C:\\stays.exe' });
    await syncNow(environment, clientId);
    world.removeQuarantineItem(item.id);
    await syncNow(environment, clientId);
    const threat = (await listed()).find(({ changes }) =>
      changes.edges.some(({ node }) => node.itemExit === 'RESTORED' && node.source === 'QUARANTINE'),
    );
    expect(threat).toMatchObject({ status: 'RESOLVED' });
  });

  it('skips a row that cannot be used, and no other', async () => {
    environment.gravityZone.changeRows = (rows) =>
      rows.map((row) => {
        const { threatName } = row as { threatName?: string };
        return threatName === 'Trojan.Second' ? { ...(row as object), id: 7 } : row;
      });
    environment.gravityZone.world.addExchangeItem({ deviceId: mailServer, threatName: 'Trojan.Third' });
    const run = await syncNow(environment, clientId);
    environment.gravityZone.changeRows = null;
    expect(streamOf(run)).toMatchObject({ state: 'SUCCEEDED', skipped: 1, stored: 1 });
    expect(await named('Trojan.Second')).toMatchObject({ status: 'UNRESOLVED' });
    expect(await named('Trojan.Third')).toMatchObject({ status: 'UNRESOLVED' });
  });
});
