import type { Client } from 'pg';
import type { Config } from '../config.js';
import { leakyFunctions } from '../database/embedded/embedded-roles.js';
import { readPending } from '../database/migrate.js';
import { readOwnSchema } from '../database/own-schema.js';
import { withSession } from '../database/session.js';
import { acrossAll, tenantSetting } from '../database/tenancy.js';
import { checkListening } from '../live/check-listening.js';
import { isQueueBehind, queueSchemaOf } from '../queue/queue-schema.js';
import { clockFinding, connectionsFinding, guardFinding, keysFinding, versionFinding } from './decide.js';
import { type Finding, ok, problem, warning } from './finding.js';

/** Checks the database; reads only. */
export async function checkDatabase(config: Pick<Config, 'databaseUrl' | 'directUrl' | 'masterKeys' | 'migrate'>) {
  const { databaseUrl: url } = config;
  if (url === undefined)
    return [
      warning(
        'database',
        'DATABASE_URL is not set, so that an embedded PostgreSQL is used.',
        'That is for trying things out. Set DATABASE_URL in production.',
      ),
    ];
  const directUrl = config.directUrl ?? url;
  const findings: Finding[] = [];
  try {
    findings.push(...(await withSession(directUrl, 'doctor', (client) => checkServer(client, config))));
    findings.push(await withSession(url, 'doctor', checkGuard));
  } catch (error) {
    const todo = 'Check DATABASE_URL and DATABASE_DIRECT_URL: docs/operations.md lists what such messages mean.';
    return [...findings, problem('database', `it cannot be used: ${messageOf(error)}`, todo)];
  }
  const listening = await checkListening({ url, directUrl }).then(
    () => ok('live events', 'notifications arrive.'),
    (error) =>
      problem('live events', messageOf(error), 'Without them nothing is live, and the service does not start.'),
  );
  return [...findings, listening];
}

async function checkServer(client: Client, config: Pick<Config, 'masterKeys' | 'migrate'>): Promise<Finding[]> {
  const asked = performance.now();
  const { rows } = await client.query<{
    version: number;
    now: Date;
    encoding: string;
    most: number;
    used: number;
    standby: boolean;
  }>(
    `select current_setting('server_version_num')::int as version, clock_timestamp() as now, pg_is_in_recovery() as standby,
       current_setting('server_encoding') as encoding, current_setting('max_connections')::int as most,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`,
  );
  const [server] = rows;
  if (server === undefined) throw new Error('It gives no answer.');
  const findings = [
    versionFinding(server.version),
    connectionsFinding(server),
    clockFinding('the database', new Date(), server.now, (performance.now() - asked) / 1_000),
  ];
  if (server.encoding !== 'UTF8')
    findings.push(
      problem('database', `its encoding is ${server.encoding}.`, 'Create the database with ENCODING UTF8.'),
    );
  if (server.standby)
    findings.push(problem('database', 'it is a read replica.', 'DATABASE_URL must lead to the primary.'));
  return [...findings, await migrationFinding(client, config.migrate), await sealingFinding(client, config)];
}

/** Whether row-level security holds for the role of the service. */
async function checkGuard(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ processId: number; isBypassed: boolean; leaky: string[] }>(
    `select pg_backend_pid() as "processId", array(${leakyFunctions}) as leaky,
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as "isBypassed"`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('It gives no answer.');
  return guardFinding({ ...found, isDirect: 'processID' in client && client.processID === found.processId });
}

/** Whether the database is migrated, or would be at the start, with the rights of this role. */
async function migrationFinding(client: Client, migrate: Config['migrate']): Promise<Finding> {
  const schema = await readOwnSchema(client);
  const pending = await readPending(client);
  const isBehind = pending.length > 0 || (await isQueueBehind(client, queueSchemaOf(schema.name)));
  if (!isBehind) return ok('migrations', `the schema "${schema.name}" is migrated.`);
  const { rows } = await client.query<{ may: boolean }>(
    `select has_database_privilege(current_database(), 'create')
       and coalesce(has_schema_privilege(to_regnamespace($1), 'create'), true) as may`,
    [`"${schema.name.replaceAll('"', '""')}"`],
  );
  if (migrate === 'at-start' && rows[0]?.may)
    return ok('migrations', `${pending.length} are not applied yet; the first start applies them.`);
  return problem(
    'migrations',
    `${pending.length} are not applied, and the service ${migrate === 'never' ? 'is configured not to apply them' : 'has no right to'}.`,
    'Run `npm run migrate` as the owner of the database.',
  );
}

/** Whether what is sealed can be opened with the configured keys. */
async function sealingFinding(client: Client, { masterKeys }: Pick<Config, 'masterKeys'>): Promise<Finding> {
  await client.query('select set_config($1, $2, false)', [tenantSetting, acrossAll]);
  const { rows: found } = await client.query<{ there: boolean }>("select to_regclass('webhook') is not null as there");
  const { rows } = found[0]?.there
    ? await client.query<{ id: string }>(
        `select distinct split_part(sealed, '.', 2) as id from (
           select sealed_key as sealed from connection union all select sealed_secret from webhook
           union all select previous_sealed_secret from webhook) as everything where sealed <> '' order by 1`,
      )
    : { rows: [] };
  return keysFinding(
    rows.map(({ id }) => id),
    masterKeys.map(({ id }) => id),
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
