import type { Environment } from './environment.js';
import { pick } from './gravityzone/random.js';
import { seedDemoWorld } from './gravityzone/seed.js';
import type { Send } from './send.js';

export const tenantId = 'demo-msp';

/** A client of the demo's MSP, with the company and the machines that Bitdefender knows of it. */
export interface SeededClient {
  bdCompanyId: string;
  clientId: string;
  hosts: { deviceId: string; hostname: string }[];
}

/** What the demo has started, and how it speaks to the graph and the visitor. */
export interface DemoMsp {
  environment: Environment;
  seeded: SeededClient[];
  send: Send;
  say: (text: string) => void;
}

/** Core knows each company as a client, with an agent on most of its machines. */
export function seedMsp({ gravityZone, core }: Environment): SeededClient[] {
  const companies = seedDemoWorld(gravityZone.world, { companies: 8, devicesPerCompany: 40, weeks: 3 });
  const world = core.world(tenantId);
  return companies.map(({ id, name, hosts }, index) => {
    const client = world.addClient({ id: `client-${index + 1}`, name });
    hosts.forEach(({ hostname, macs }, place) => {
      if (place % 7 !== 0) world.addAgent({ clientId: client.id, hostname, macAddresses: macs });
    });
    return { bdCompanyId: id, clientId: client.id, hosts };
  });
}

/** Connects the simulated GravityZone and maps all companies but the last, which is left for the visitor. */
export async function connectAndMap({ environment: { gravityZone }, seeded, send, say }: DemoMsp): Promise<void> {
  const connected = await send<{ connectBitdefender: { userErrors: { message: string }[] } }>(
    `mutation ($input: ConnectBitdefenderInput!) { connectBitdefender(input: $input) { integration { id } userErrors { message } } }`,
    {
      input: {
        name: 'Demo',
        endpoint: gravityZone.url,
        apiKey: gravityZone.addKey(),
        caCertificate: gravityZone.caCertificate,
      },
    },
  );
  for (const { message } of connected.connectBitdefender.userErrors) say(message);
  const { bitdefenderCompanies } = await send<{
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
  }>('{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
  const mappings = seeded.slice(0, -1).flatMap(({ bdCompanyId, clientId }) => {
    const company = bitdefenderCompanies.edges.find(({ node }) => node.bdId === bdCompanyId);
    return company ? [{ companyId: company.node.id, clientId }] : [];
  });
  await send(
    `mutation ($input: MapBitdefenderCompaniesInput!) { mapBitdefenderCompanies(input: $input) { userErrors { message } } }`,
    { input: { mappings } },
  );
  const { bitdefenderSettings } = await send<{ bitdefenderSettings: { version: string } }>(
    '{ bitdefenderSettings { version } }',
  );
  await send(
    `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { message } } }`,
    { input: { version: bitdefenderSettings.version, portalEnabled: true } },
  );
}

/** A new threat on some machine; the next sync is asked for, as a technician would, and the outcome shown. */
export async function addRandomThreat(
  { environment, seeded, send, say }: DemoMsp,
  random: () => number,
): Promise<void> {
  const client = pick(seeded.slice(0, -1), random);
  const host = pick(client.hosts, random);
  const score = Math.floor(30 + random() * 70);
  const name = pick(
    ['Gen:Variant.Ransom.Demo', 'Trojan.GenericKD', 'Exploit.CVE-2026-1', 'Application.Bundler'],
    random,
  );
  environment.gravityZone.world.addIncident({
    companyId: client.bdCompanyId,
    deviceId: host.deviceId,
    name: `${name}.${Math.floor(random() * 900) + 100}`,
    severityScore: score,
    action: pick(['blocked', 'reported', 'partially_blocked'], random),
  });
  say(
    `+ ${host.hostname}: ${name}, score ${score}${score >= 76 ? ' (becomes a ticket)' : ''}; tickets so far: ${environment.core.tickets.length}`,
  );
  await send(
    `mutation ($input: SyncBitdefenderClientInput!) { syncBitdefenderClient(input: $input) { runs { id } userErrors { message } } }`,
    { input: { clientId: client.clientId } },
  );
}
