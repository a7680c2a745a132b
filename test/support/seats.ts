import { openDatabase } from '../../src/database/database.js';
import { asTenant } from '../../src/database/tenancy.js';
import { readFingerprint } from '../../src/integration/key/fingerprint.js';
import { createSealer } from '../../src/integration/key/sealing.js';
import { createOpenGravityZone } from '../../src/integration/open-gravityzone.js';
import { createLogger } from '../../src/logger.js';
import { lookAtSeats } from '../../src/seat/look-at-seats.js';
import { monthOf } from '../../src/seat/month.js';
import { atEndOfFile } from './end-of-file.js';
import { type TestEnvironment, technician } from './environment.js';
import { nodesOf } from './nodes.js';

export interface SeatsNode {
  id: string;
  month: string;
  companyName: string;
  client: { id: string } | null;
  company: { bdId: string };
  counted: number | null;
  countedWithBelow: number | null;
  protected: number;
  stale: number;
  duplicates: number;
  removed: number;
  unexplained: number | null;
  withoutAgent: number;
  unmanaged: number;
  unprotected: number;
  usedSlots: number | null;
  totalSlots: number | null;
  subscription: string | null;
  subscriptionType: number | null;
  expiresAt: string | null;
  problem: { code: string; message: string; hint: string } | null;
  closed: boolean;
  asOf: string;
}

export interface SeatMachineNode {
  id: string;
  category: string;
  name: string;
  removal: string | null;
  since: string | null;
  sameAsName: string | null;
  agent: { id: string } | null;
  device: { name: string } | null;
  sameAs: { name: string } | null;
}

const seats = `query ($month: String, $clientId: ID, $differing: Boolean! = false, $first: Int, $after: String) {
  bitdefenderSeats(month: $month, clientId: $clientId, differing: $differing, first: $first, after: $after) {
    edges { cursor node {
      id month companyName client { id } company { bdId } counted countedWithBelow protected stale duplicates removed unexplained
      withoutAgent unmanaged unprotected usedSlots totalSlots subscription subscriptionType expiresAt
      problem { code message hint } closed asOf } }
    pageInfo { hasNextPage endCursor } } }`;
const machines = `query ($id: ID!, $category: BitdefenderSeatCategory, $withoutAgent: Boolean! = false, $first: Int, $after: String) {
  bitdefenderSeatMachines(seatsId: $id, category: $category, withoutAgent: $withoutAgent, first: $first, after: $after) {
    edges { node { id category name removal since sameAsName agent { id } device { name } sameAs { name } } }
    pageInfo { hasNextPage endCursor } } }`;

type Page<Node> = { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

/** The seats of all companies, by name; read in pages of two, so that paging is part of every test. */
export async function readSeats(environment: TestEnvironment, wanted: object = {}): Promise<SeatsNode[]> {
  return everyNode((after) =>
    environment
      .data<{ bitdefenderSeats: Page<SeatsNode> }>(technician, seats, { ...wanted, first: 2, after })
      .then(({ bitdefenderSeats }) => bitdefenderSeats),
  );
}

export async function readSeatMachines(
  environment: TestEnvironment,
  id: string,
  wanted: object = {},
): Promise<SeatMachineNode[]> {
  return everyNode((after) =>
    environment
      .data<{ bitdefenderSeatMachines: Page<SeatMachineNode> }>(technician, machines, {
        id,
        ...wanted,
        first: 2,
        after,
      })
      .then(({ bitdefenderSeatMachines }) => bitdefenderSeatMachines),
  );
}

async function everyNode<Node>(read: (after: string | null) => Promise<Page<Node>>): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ; ) {
    const page = await read(after);
    all.push(...nodesOf(page));
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}

/** Looks at the seats of an integration as the job does, at a time of the test's choice. */
export async function seatLooks(environment: TestEnvironment) {
  const { app, config } = environment;
  const database = openDatabase(app.databaseUrl, { outside: 'all tenants' });
  atEndOfFile(() => database.close());
  const fingerprint = await readFingerprint(database);
  const sealer = createSealer(config.masterKeys);
  const openGravityZone = createOpenGravityZone({ database, sealer, fingerprint }, config.gravityZone);
  const parts = { database, openGravityZone, logger: createLogger('silent') };
  return (connectionId: string, now = new Date(), tenantId = 'msp-one') =>
    asTenant(tenantId, () => lookAtSeats(parts, { tenantId, connectionId }, new AbortController().signal, () => now));
}

/** Looks at the seats of every integration once, as the tick would. */
export async function lookAtAllSeats(environment: TestEnvironment): Promise<void> {
  const look = await seatLooks(environment);
  const { rows } = await environment.database.query<{ id: string; tenantId: string }>(
    `select id, tenant_id as "tenantId" from connection where state = 'CONNECTED'`,
  );
  for (const { id, tenantId } of rows) await look(id, new Date(), tenantId);
}

/** The calls about licences that the simulator received since the last time, by method. */
export function createCallCount({ gravityZone }: TestEnvironment) {
  let taken = 0;
  return () => {
    const calls = gravityZone.calls.slice(taken).filter(({ service }) => service === 'licensing');
    taken = gravityZone.calls.length;
    const of = (method: string) => calls.filter((call) => call.method === method).length;
    return { usage: of('getMonthlyUsage'), licence: of('getLicenseInfo'), all: calls.length };
  };
}

export { monthOf };
