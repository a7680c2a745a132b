import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../child.js';
import { type PeerRequest, poolOfTenant } from './pool.js';

// Without its types: they change those of `graphql` for everything that is compiled with them.
const load = createRequire(import.meta.url);
const { addPgTableCondition, jsonPgSmartTags } = load('graphile-utils');
const { postgraphile } = load('postgraphile');
const { makePgService } = load('postgraphile/adaptors/pg');
const { grafserv } = load('postgraphile/grafserv/node');
const { PostGraphileAmberPreset } = load('postgraphile/presets/amber');

type Sql = { value(value: unknown): unknown } & ((text: TemplateStringsArray, ...parts: unknown[]) => unknown);

/** The condition of the default list, which has no operators otherwise. */
const minimumSeverity = addPgTableCondition(
  { schemaName: 'public', tableName: 'threat' },
  'minimumSeverity',
  ({ graphql: { GraphQLInt } }: { graphql: Record<string, unknown> }) => ({ type: GraphQLInt }),
  (value: unknown, { sql, sqlTableAlias }: { sql: Sql; sqlTableAlias: unknown }) =>
    sql`${sqlTableAlias}.severity >= ${sql.value(value)}::smallint`,
);

/** The tables have no foreign keys: this is the one that the list follows. */
const deviceOfThreat = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      'public.threat': {
        tags: { foreignKey: '(tenant_id, device_id) references public.device (tenant_id, id)|@fieldName device' },
      },
    },
  },
});

/** PostGraphile over the table, as it comes. It prepares its statements by name, verifies no token and counts no budget. */
answerParent<PeerRequest>(async ({ databaseUrl }) => {
  const pool = poolOfTenant(databaseUrl);
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    plugins: [minimumSeverity, deviceOfThreat],
    pgServices: [makePgService({ pool, schemas: ['public'] })],
    grafserv: { watch: false, graphiql: false, graphqlPath: '/graphql' },
    grafast: { explain: false },
  });
  const server = createServer();
  await instance.createServ(grafserv).addTo(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
