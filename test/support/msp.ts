import { admin, eventually, type TestEnvironment, technician } from './environment.js';
import { connect, mapCompanies, syncClient } from './graph-documents.js';
import { nodesOf } from './nodes.js';

export { connect, mapCompanies, syncClient };
export const runById = `query ($id: ID!) { bitdefenderSyncRun(id: $id) {
  id state attempt calls plan streams { stream state fetched stored matched skipped skippedByReason { reason count }
    warnings problem { code message hint } } } }`;

export interface RunAnswer {
  id: string;
  state: string;
  attempt: number;
  calls: number;
  plan: string | null;
  streams: {
    stream: string;
    state: string;
    fetched: number;
    stored: number;
    matched: number;
    skipped: number;
    skippedByReason: { reason: string; count: number }[];
    warnings: string[];
    problem: { code: string; message: string; hint: string } | null;
  }[];
}

/** What many tests begin with, still to be connected and mapped: a company of BD's with one machine, and its client. */
export function addBakery({ gravityZone, core }: TestEnvironment) {
  const companyId = gravityZone.world.addCompany('Bakery').id;
  const deviceId = gravityZone.world.addDevice({ companyId, name: 'OVEN-01' }).id;
  const clientId = core.world('msp-one').addClient({ name: 'The Bakery' }).id;
  return { companyId, deviceId, clientId };
}

/** Connects the simulator for a tenant; returns the integration's id and the key. */
export async function connectSimulator(environment: TestEnvironment, identity = admin, key?: string) {
  const apiKey = key ?? environment.gravityZone.addKey();
  const { connectBitdefender } = await environment.data<{
    connectBitdefender: { integration: { id: string } | null; userErrors: { code: string; message: string }[] };
  }>(identity, connect, {
    input: { endpoint: environment.gravityZone.url, apiKey, caCertificate: environment.gravityZone.caCertificate },
  });
  if (connectBitdefender.integration === null) throw new Error(JSON.stringify(connectBitdefender.userErrors));
  return { integrationId: connectBitdefender.integration.id, apiKey };
}

/** Maps BD companies, named by BD's id, to clients. */
export async function mapByBdId(environment: TestEnvironment, pairs: Record<string, string>, identity = admin) {
  const { bitdefenderCompanies } = await environment.data<{
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
  }>(identity, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
  const mappings = Object.entries(pairs).map(([bdId, clientId]) => ({
    clientId,
    companyId: nodesOf(bitdefenderCompanies).find((company) => company.bdId === bdId)?.id ?? bdId,
  }));
  return environment.data<{
    mapBitdefenderCompanies: { outcomes: { userErrors: { code: string }[] }[]; userErrors: { code: string }[] };
  }>(identity, mapCompanies, { input: { mappings } });
}

/** Waits for a run to end. */
export function runEnded(
  environment: TestEnvironment,
  id: string,
  identity = technician,
  patienceSeconds?: number,
): Promise<RunAnswer> {
  return eventually(async () => {
    const { bitdefenderSyncRun } = await environment.data<{ bitdefenderSyncRun: RunAnswer }>(identity, runById, { id });
    return ['QUEUED', 'RUNNING'].includes(bitdefenderSyncRun.state) ? null : bitdefenderSyncRun;
  }, patienceSeconds);
}

/** Sync now, to its end; where an hour's worth of them is used up, as if that hour were over. */
export async function syncNow(
  environment: TestEnvironment,
  clientId: string,
  identity = technician,
  patienceSeconds?: number,
): Promise<RunAnswer> {
  const request = () =>
    environment.data<{
      syncBitdefenderClient: { runs: { id: string }[] | null; userErrors: { code: string }[] };
    }>(identity, syncClient, { input: { clientId } });
  let { syncBitdefenderClient: answer } = await request();
  if (answer.userErrors[0]?.code === 'SYNCED_TOO_OFTEN') {
    await letAnHourPass(environment, clientId);
    answer = (await request()).syncBitdefenderClient;
  }
  const id = answer.runs?.[0]?.id;
  if (id === undefined) throw new Error('No run was queued.');
  return runEnded(environment, id, identity, patienceSeconds);
}

async function letAnHourPass({ database }: TestEnvironment, clientId: string): Promise<void> {
  await database.query("update sync_run set queued_at = queued_at - interval '1 hour' where client_id = $1", [
    clientId,
  ]);
}
