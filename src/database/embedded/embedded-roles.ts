import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { connectionOptions } from '../../database-url.js';

/** The role of the service: no superuser, so that row-level security holds for it and no statement of its reaches beyond the database. */
export const serviceRole = 'opsmerge_service';

/**
 * Functions of PostgreSQL whose errors reveal nothing of their arguments. Marked so, searches by them can use an index of a table with
 * row-level security. Only a superuser can do so, in each database.
 */
const leakproofFunctions = [
  'texticlike(text, text)',
  'textcat(text, text)',
  'jsonb_contains(jsonb, jsonb)',
  'jsonb_object_field(jsonb, text)',
] as const;

/** SQL that lists those which are not marked in this database. */
export const leakyFunctions = `select given.signature from unnest(array['${leakproofFunctions.join("', '")}']) as given (signature)
  join pg_proc on pg_proc.oid = given.signature::regprocedure where not proleakproof`;

/** What earlier releases left to the superuser: everything in the schemas that is not of an extension and belongs to nothing else. */
const ofSuperuser = `
  with mine as (
    select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
  extended as (select classid, objid from pg_depend where deptype = 'e'),
  dependent as (select classid, objid from pg_depend where deptype in ('a', 'i') and refclassid = 'pg_class'::regclass)
  select format('schema %I', nspname) as name from pg_namespace
  where oid in (select oid from mine) and nspowner = 10 and nspname <> 'public'
  union all
  select format('%s %s', case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, class.oid::regclass)
  from pg_class as class where relnamespace in (select oid from mine) and relowner = 10 and relkind in ('r', 'p', 'S', 'v')
    and (relkind <> 'S' or not exists (select from dependent where classid = 'pg_class'::regclass and objid = class.oid))
    and not exists (select from extended where classid = 'pg_class'::regclass and objid = class.oid)
  union all
  select format('routine %s', proc.oid::regprocedure) from pg_proc as proc
  where pronamespace in (select oid from mine) and proowner = 10
    and not exists (select from extended where classid = 'pg_proc'::regclass and objid = proc.oid)
  union all
  select format('type %s', type.oid::regtype) from pg_type as type
  where typnamespace in (select oid from mine) and typowner = 10 and typtype in ('e', 'd')
    and not exists (select from extended where classid = 'pg_type'::regclass and objid = type.oid)`;

/**
 * Creates the role of the service and its database, where they are missing, and gives the role what an earlier release created as the superuser.
 * `urlOf` takes the name of a database and gives its URL for the superuser; the role gets the superuser's password, which is in it.
 */
export async function prepareRole(urlOf: (database: string) => string, database: string): Promise<void> {
  const [role, name] = [escapeIdentifier(serviceRole), escapeIdentifier(database)];
  await withClient(urlOf('postgres'), async (client) => {
    const { password } = new URL(urlOf('postgres'));
    const roles = await client.query('select from pg_roles where rolname = $1', [serviceRole]);
    if (roles.rowCount === 0) await client.query(`create role ${role} login password ${escapeLiteral(password)}`);
    const databases = await client.query<{ owner: string }>(
      'select pg_get_userbyid(datdba)::text as owner from pg_database where datname = $1',
      [database],
    );
    const [found] = databases.rows;
    if (!found) await client.query(`create database ${name} owner ${role}`);
    else if (found.owner !== serviceRole) await client.query(`alter database ${name} owner to ${role}`);
  });
  await withClient(urlOf(database), async (client) => {
    await markLeakproof(client);
    const { rows } = await client.query<{ name: string }>(ofSuperuser);
    for (const object of rows) await client.query(`alter ${object.name} owner to ${role}`);
  });
}

/** As a superuser, lets searches of this database use their indexes in spite of row-level security. */
export async function markLeakproof(client: Client): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(leakyFunctions);
  for (const { signature } of rows) await client.query(`alter function ${signature} leakproof`);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(connectionOptions(url));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
