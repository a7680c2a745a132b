import fastify from 'fastify';
import { GraphQLScalarType } from 'graphql';
import mercurius, { type MercuriusContext } from 'mercurius';
import { answerParent } from '../child.js';
import { planted } from '../plant-threats.js';
import { type PeerRequest, poolOfTenant, preparedHeader } from './pool.js';
import { columns } from './threat-cases.js';

declare module 'mercurius' {
  interface MercuriusContext {
    prepared: boolean;
  }
}

const schema = `
  scalar DateTime
  enum BitdefenderSeverity { UNKNOWN LOW MEDIUM HIGH CRITICAL }
  enum BitdefenderThreatStatus { UNRESOLVED RESOLVED FALSE_POSITIVE }
  enum BitdefenderThreatStatusFilter { UNRESOLVED RESOLVED FALSE_POSITIVE ALL }
  enum BitdefenderThreatAction { REPORTED BLOCKED PARTIALLY_BLOCKED QUARANTINED KILLED UNKNOWN }
  input BitdefenderThreatFilter {
    clientId: ID
    minimumSeverity: BitdefenderSeverity = HIGH
    status: [BitdefenderThreatStatusFilter!] = [UNRESOLVED]
  }
  type Client { id: ID! }
  type Agent { id: ID! }
  type BitdefenderThreat {
    id: ID!
    name: String!
    severity: BitdefenderSeverity!
    status: BitdefenderThreatStatus!
    action: BitdefenderThreatAction!
    filePath: String
    hostName: String
    detectedAt: DateTime!
    lastDetectedAt: DateTime!
    occurrences: Int!
    client: Client
    agent: Agent
  }
  type BitdefenderThreatEdge { cursor: String! node: BitdefenderThreat! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type BitdefenderThreatConnection { edges: [BitdefenderThreatEdge!]! pageInfo: PageInfo! }
  type Query { bitdefenderThreats(first: Int = 50, filter: BitdefenderThreatFilter = {}): BitdefenderThreatConnection }`;

const severities = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

interface Row {
  id: string;
  name: string;
  severity: number;
  status: string;
  action: string;
  file_path: string | null;
  host_name: string | null;
  detected_at: Date;
  last_detected_at: Date;
  occurrences: number;
  client_id: string | null;
  agent_id: string | null;
}

interface ListArguments {
  first: number;
  filter: { clientId?: string; minimumSeverity: string; status: string[] };
}

/** The statement of a list, and its values. */
function statementOf({ first, filter }: ListArguments) {
  const values: unknown[] = [planted.tenantId];
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['threat.tenant_id = $1'];
  if (!filter.status.includes('ALL')) {
    const [one, another] = filter.status;
    conditions.push(another ? `threat.status = any(${place(filter.status)})` : `threat.status = ${place(one)}`);
  }
  const lowest = severities.indexOf(filter.minimumSeverity);
  if (lowest > 0) conditions.push(`threat.severity >= ${place(lowest)}`);
  if (filter.clientId) conditions.push(`threat.client_id = ${place(filter.clientId)}`);
  const text = `select ${columns} where ${conditions.join(' and ')}
    order by threat.detected_at desc, threat.id desc limit ${place(first + 1)}`;
  return { text, values };
}

/** A row as its fields have it, so that none needs a resolver of its own. */
const edgeOf = (row: Row) => ({
  cursor: Buffer.from(JSON.stringify([row.detected_at.getTime(), row.id])).toString('base64url'),
  node: {
    id: row.id,
    name: row.name,
    severity: severities[row.severity],
    status: row.status,
    action: row.action,
    filePath: row.file_path,
    hostName: row.host_name,
    detectedAt: row.detected_at,
    lastDetectedAt: row.last_detected_at,
    occurrences: row.occurrences,
    client: row.client_id === null ? null : { id: row.client_id },
    agent: row.agent_id === null ? null : { id: row.agent_id },
  },
});

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value as Date).toISOString(),
});

/** Prepared statements need a name; there are as many as there are shapes of the list. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const name = names.get(text) ?? `list_${names.size}`;
  names.set(text, name);
  return name;
}

/** The list of threats as somebody writes it for Mercurius by hand, with its just-in-time compiler. It verifies no token and counts no budget. */
answerParent<PeerRequest>(async ({ databaseUrl }) => {
  const pool = poolOfTenant(databaseUrl);
  const app = fastify();
  await app.register(mercurius, {
    schema,
    jit: 1,
    context: ({ headers }) => ({ prepared: headers[preparedHeader] === 'yes' }),
    resolvers: {
      DateTime: dateTime,
      Query: {
        async bitdefenderThreats(_: unknown, args: ListArguments, { prepared }: MercuriusContext) {
          const { text, values } = statementOf(args);
          const { rows } = await pool.query<Row>(prepared ? { name: nameOf(text), text, values } : { text, values });
          const edges = rows.slice(0, args.first).map(edgeOf);
          const pageInfo = {
            hasNextPage: rows.length > args.first,
            hasPreviousPage: false,
            startCursor: edges.at(0)?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          };
          return { edges, pageInfo };
        },
      },
    },
  });
  return `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
