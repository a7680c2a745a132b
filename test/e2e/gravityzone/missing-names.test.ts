import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const lists = `{
  bitdefenderCompanies(first: 100) { edges { node { bdId name } } }
  bitdefenderCompanyEvents(all: true, first: 50) { edges { node { kind company { bdId } } } }
  bitdefenderDevices(first: 100) { edges { node { device { bdId name } } } }
  bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node { name hostName } } } }`;

interface Lists {
  bitdefenderCompanies: { edges: { node: { bdId: string; name: string } }[] };
  bitdefenderCompanyEvents: { edges: { node: { kind: string; company: { bdId: string } } }[] };
  bitdefenderDevices: { edges: { node: { device: { bdId: string; name: string } | null } }[] };
  bitdefenderThreats: { edges: { node: { name: string; hostName: string | null } }[] };
}

describe('rows without a name', () => {
  let environment: TestEnvironment;
  /** BD's ids. */
  const ids = { known: '', unnamed: '', folder: '', device: '', ofUnnamed: '' };
  let clientId: string;
  const blanks: Record<string, unknown> = {};

  beforeAll(async () => {
    environment = await testEnvironment();
    const { gravityZone, core } = environment;
    const { world } = gravityZone;
    ids.known = world.addCompany('Bakery').id;
    ids.folder = world.addFolder('Folder').id;
    ids.unnamed = world.addCompany('Butcher', { parentId: ids.folder }).id;
    ids.ofUnnamed = world.addDevice({ companyId: ids.unnamed, name: 'SAW-01' }).id;
    ids.device = world.addDevice({ companyId: ids.known, name: 'OVEN-01', fqdn: '' }).id;
    world.addQuarantineItem({ deviceId: ids.ofUnnamed, threatName: '' });
    clientId = core.world('msp-one').addClient({ name: 'Client' }).id;
    Object.assign(blanks, { [ids.unnamed]: null, [ids.folder]: '  ', [ids.device]: '\u200B' });
    gravityZone.changeRows = (rows) =>
      rows.map((row) => {
        const { id } = Object(row);
        return typeof id === 'string' && id in blanks ? { ...Object(row), name: blanks[id] } : row;
      });
    await connectSimulator(environment);
    await mapByBdId(environment, { [ids.known]: clientId, [ids.unnamed]: clientId });
  });

  const read = async () => {
    const { state } = await syncNow(environment, clientId);
    expect(state).toBe('SUCCEEDED');
    const stored = await environment.data<Lists>(technician, lists);
    return {
      companies: new Map(nodesOf(stored.bitdefenderCompanies).map(({ bdId, name }) => [bdId, name])),
      renamed: stored.bitdefenderCompanyEvents.edges.filter(({ node }) => node.kind === 'RENAMED'),
      devices: new Map(stored.bitdefenderDevices.edges.map(({ node }) => [node.device?.bdId, node.device?.name])),
      threats: stored.bitdefenderThreats.edges.map(({ node }) => node),
    };
  };

  it('keeps a company without a name, with its machines and threats', async () => {
    const { companies, devices, threats } = await read();
    expect(companies.get(ids.unnamed)).toBe(`Company without a name (${ids.unnamed})`);
    expect(companies.get(ids.folder)).toBe(`Folder without a name (${ids.folder})`);
    expect([...devices].sort()).toEqual(
      [
        [ids.ofUnnamed, 'SAW-01'],
        [ids.device, `Device without a name (${ids.device})`],
      ].sort(),
    );
    expect(threats).toEqual([{ name: 'Threat without a name', hostName: 'SAW-01' }]);
  });

  it('keeps the name of a company that loses it for a while', async () => {
    blanks[ids.known] = '';
    await environment.database.query('update connection set tree_due_at = now()');
    const { companies, renamed } = await read();
    expect(companies.get(ids.known)).toBe('Bakery');
    expect(renamed).toEqual([]);
  });

  it('takes the name over as soon as there is one', async () => {
    environment.gravityZone.changeRows = null;
    for (const item of environment.gravityZone.world.quarantine.values()) item.threatName = 'Trojan.A';
    await environment.database.query('update connection set tree_due_at = now()');
    const { companies, renamed, devices, threats } = await read();
    expect([companies.get(ids.unnamed), companies.get(ids.folder)]).toEqual(['Butcher', 'Folder']);
    expect(renamed.map(({ node }) => node.company.bdId)).toEqual([ids.unnamed]);
    expect(devices.get(ids.device)).toBe('OVEN-01');
    expect(threats).toMatchObject([{ name: 'Trojan.A' }]);
  });
});
