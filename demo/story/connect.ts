import type { GravityZoneSimulator } from '../gravityzone/simulator.js';
import type { Send } from '../send.js';
import { ignoredCompany } from './clients.js';
import { expectedPolicies } from './machines.js';
import type { GravityZones, Story } from './seed-story.js';

/** A connected GravityZone, with the key that the stage takes away. */
export interface Connected {
  integrationId: string;
  key: string;
}

interface Refusals {
  userErrors: { message: string }[];
}

const onlyProblems = 'userErrors { message }';

/** Throws what the graph refused. */
export function requireDone({ userErrors }: Refusals): void {
  if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join('; '));
}

/** Connects a GravityZone with a new key. */
export async function connect(send: Send, gravityZone: GravityZoneSimulator, name: string): Promise<Connected> {
  const key = gravityZone.addKey();
  const { connectBitdefender } = await send<{
    connectBitdefender: Refusals & { integration: { id: string } | null };
  }>(
    `mutation ($input: ConnectBitdefenderInput!) { connectBitdefender(input: $input) { integration { id } ${onlyProblems} } }`,
    { input: { name, endpoint: gravityZone.url, apiKey: key, caCertificate: gravityZone.caCertificate } },
  );
  requireDone(connectBitdefender);
  return { integrationId: connectBitdefender.integration?.id ?? '', key };
}

/** What an owner sets up once: the GravityZones, whose company is which client's, and what is expected of machines. */
export async function setUp(
  send: Send,
  story: Story,
  { cloud, onPremises }: GravityZones,
): Promise<{ cloud: Connected; onPremises: Connected }> {
  const connected = {
    cloud: await connect(send, cloud, 'GravityZone cloud'),
    onPremises: await connect(send, onPremises, 'Harbour, on-premises'),
  };
  await mapAll(send, story, connected.onPremises.integrationId);
  await settle(send);
  return connected;
}

interface Companies {
  bitdefenderCompanies: { edges: { node: { id: string; bdId: string; integrationId: string } }[] };
}

async function mapAll(send: Send, { clients, ignored }: Story, onPremisesId: string): Promise<void> {
  const { bitdefenderCompanies } = await send<Companies>(
    '{ bitdefenderCompanies(first: 100) { edges { node { id bdId integrationId } } } }',
  );
  const companies = bitdefenderCompanies.edges.map(({ node }) => node);
  const mappings = clients.flatMap(({ plan, bdCompanyId }) => {
    const found = companies.find(({ bdId, integrationId }) =>
      // An appliance has one company, without an id.
      plan.site === 'CLOUD' ? bdId === bdCompanyId : integrationId === onPremisesId,
    );
    return found ? [{ companyId: found.id, clientId: plan.id }] : [];
  });
  const done = await send<{ mapBitdefenderCompanies: Refusals; ignoreBitdefenderCompanies: Refusals }>(
    `mutation ($map: MapBitdefenderCompaniesInput!, $ignore: IgnoreBitdefenderCompaniesInput!) {
      mapBitdefenderCompanies(input: $map) { ${onlyProblems} }
      ignoreBitdefenderCompanies(input: $ignore) { ${onlyProblems} }
    }`,
    {
      map: { mappings },
      ignore: {
        companyIds: companies.filter(({ bdId }) => bdId === ignored.bdCompanyId).map(({ id }) => id),
        reason: ignoredCompany.reason,
      },
    },
  );
  requireDone(done.mapBitdefenderCompanies);
  requireDone(done.ignoreBitdefenderCompanies);
}

async function settle(send: Send): Promise<void> {
  const { bitdefenderSettings, bitdefenderExpectations } = await send<{
    bitdefenderSettings: { version: string };
    bitdefenderExpectations: { version: string };
  }>('{ bitdefenderSettings { version } bitdefenderExpectations { version } }');
  const done = await send<{ updateBitdefenderSettings: Refusals; setBitdefenderExpectations: Refusals }>(
    `mutation ($settings: UpdateBitdefenderSettingsInput!, $expectations: SetBitdefenderExpectationsInput!) {
      updateBitdefenderSettings(input: $settings) { ${onlyProblems} }
      setBitdefenderExpectations(input: $expectations) { ${onlyProblems} }
    }`,
    {
      settings: { version: bitdefenderSettings.version, portalEnabled: true },
      expectations: {
        version: bitdefenderExpectations.version,
        policies: expectedPolicies,
        modules: ['antimalware', 'firewall'],
        notSeenDays: 14,
      },
    },
  );
  requireDone(done.updateBitdefenderSettings);
  requireDone(done.setBitdefenderExpectations);
}
