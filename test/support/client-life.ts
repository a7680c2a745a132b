import type { DeviceModel } from '../../demo/gravityzone/world.js';
import { eventually, type TestEnvironment, technician } from './environment.js';

/** A client with a company of BD's; each of its machines has an agent of the same name. */
export interface LivingClient {
  companyId: string;
  clientId: string;
  machines: DeviceModel[];
}

/** Adds a client with machines of these names to the first tenant's worlds. */
export function addClientTo({ gravityZone, core }: TestEnvironment, name: string, hostnames: string[]): LivingClient {
  const world = core.world('msp-one');
  const companyId = gravityZone.world.addCompany(name).id;
  const clientId = world.addClient({ name }).id;
  const machines = hostnames.map((hostname) => {
    world.addAgent({ clientId, hostname });
    return gravityZone.world.addDevice({ companyId, name: hostname });
  });
  return { companyId, clientId, machines };
}

export const companiesDocument = `{ bitdefenderCompanies(first: 100, filter: { kind: COMPANY }) {
  edges { node { bdId client { id } restsSince nextSyncAt lastSyncedAt } } } }`;

export interface CompanyNode {
  bdId: string;
  client: { id: string } | null;
  restsSince: string | null;
  nextSyncAt: string | null;
  lastSyncedAt: string | null;
}

/** The company of a client, as the graph shows it. */
export async function companyOf(environment: TestEnvironment, bdId: string): Promise<CompanyNode> {
  const { bitdefenderCompanies } = await environment.data<{ bitdefenderCompanies: { edges: { node: CompanyNode }[] } }>(
    technician,
    companiesDocument,
  );
  const found = bitdefenderCompanies.edges.find(({ node }) => node.bdId === bdId);
  if (found === undefined) throw new Error('There is no such company.');
  return found.node;
}

/** Has the service ask core how its clients stand at the next tick, as if five minutes had passed, until `check` gives something. */
export async function whenAsked<Value>(
  environment: TestEnvironment,
  check: () => Promise<Value | null | false | undefined>,
): Promise<Value> {
  await environment.database.query('delete from activity_check');
  return eventually(check);
}

/** Waits until the background has nothing left to do for clients. */
export const clientWorkDone = ({ database }: TestEnvironment) =>
  eventually(async () => {
    const { rows } = await database.query(
      `select from client_merge where state = 'MOVING' union all select from core_client where catch_up`,
    );
    return rows.length === 0;
  });
