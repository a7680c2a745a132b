import 'reflect-metadata';
import { join } from 'node:path';
import { Client } from 'pg';
import { defaultDataFolder } from '../src/config.js';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { connectionOptions } from '../src/database-url.js';
import { createLogger } from '../src/logger.js';
import { type Environment, startEnvironment } from './environment.js';
import { createRandom, pick } from './gravityzone/random.js';
import { seedDemoWorld } from './gravityzone/seed.js';
import { showGuide } from './guide.js';
import { sendAs } from './send.js';

const tenantId = 'demo-msp';
const secondsBetweenEvents = 6;
/** The real limits would let a visitor wait for most threats: BD allows three looks at incidents a minute. */
const hurried = { calls: 60, windowMilliseconds: 60_000 };

const postgres = await startEmbeddedPostgres(join(defaultDataFolder(), 'demo'));
const environment = await startEnvironment({
  databaseUrl: await emptyDatabase(postgres.url),
  ports: { app: 4001, core: 4002, gateway: 4000 },
  simulator: { limits: 'off' },
  rateLimits: { incidents: hurried },
  logger: createLogger('warn'),
});
const say = (text: string) => process.stdout.write(`${text}\n`);

const seeded = seed(environment);
const send = await sendAs(environment, { subject: 'demo-admin', roles: ['admin'], tenantId });
await connectAndMap();
await showGuide(environment, tenantId, seeded[0]?.clientId ?? '', say);

const random = createRandom(Date.now() % 2 ** 31);
const timer = setInterval(
  () => void somethingHappens().catch((error: Error) => say(`  (${error.message})`)),
  secondsBetweenEvents * 1_000,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    clearInterval(timer);
    say('Stopping.');
    await environment.close();
    await postgres.stop();
    process.exit(0);
  });

interface SeededClient {
  bdCompanyId: string;
  clientId: string;
  hosts: { deviceId: string; hostname: string }[];
}

/** Core knows each company as a client, with an agent on most of its machines. */
function seed({ gravityZone, core }: Environment): SeededClient[] {
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
async function connectAndMap(): Promise<void> {
  const { gravityZone } = environment;
  const connected = await send<{ connectBitdefender: { userErrors: { message: string }[] } }>(
    `mutation ($input: ConnectBitdefenderInput!) { connectBitdefender(input: $input) { connection { id } userErrors { message } } }`,
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
  const { bitdefenderCompanies } = await send<{ bitdefenderCompanies: { id: string; bdId: string }[] }>(
    '{ bitdefenderCompanies { id bdId } }',
  );
  const mappings = seeded.slice(0, -1).flatMap(({ bdCompanyId, clientId }) => {
    const company = bitdefenderCompanies.find(({ bdId }) => bdId === bdCompanyId);
    return company ? [{ companyId: company.id, clientId }] : [];
  });
  await send(
    `mutation ($input: MapBitdefenderCompaniesInput!) { mapBitdefenderCompanies(input: $input) { userErrors { message } } }`,
    { input: { mappings } },
  );
  await send(
    `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { message } } }`,
    { input: { portalEnabled: true } },
  );
}

/** A new threat on some machine; the next sync is asked for, as a technician would, and its outcome told. */
async function somethingHappens(): Promise<void> {
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

/** Each demo has a world of its own, and so begins with a database of its own. */
async function emptyDatabase(url: string): Promise<string> {
  const client = new Client({ ...connectionOptions(url), database: 'postgres' });
  await client.connect();
  await client.query('drop database if exists opsmerge_bitdefender with (force)');
  await client.query('create database opsmerge_bitdefender');
  await client.end();
  return url;
}
