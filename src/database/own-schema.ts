import { type Client } from 'pg';

const names = /"((?:[^"]|"")*)"|[^\s,"][^,"]*/g;

/** The names of a search path as PostgreSQL writes it: unquoted ones in lower case, `$user` as it stands. */
export function schemasOf(searchPath: string): string[] {
  return [...searchPath.matchAll(names)].map(([name, quoted]) =>
    quoted === undefined ? name.trim().toLowerCase() : quoted.replaceAll('""', '"'),
  );
}

/**
 * The schema that holds our tables, which need not exist yet: the first of the search path, `$user` only where that
 * schema exists. Undefined where the path names none.
 */
export function chooseSchema(searchPath: string, user: string, existing: readonly string[]): string | undefined {
  return schemasOf(searchPath)
    .filter((name) => name !== '$user' || existing.includes(user))
    .map((name) => (name === '$user' ? user : name))
    .find((name) => !name.startsWith('pg_'));
}

/** Where our tables are, or will be. */
export interface OwnSchema {
  name: string;
  exists: boolean;
}

/** Reads the schema that is ours from the session of this client; an error where its search path names none. */
export async function readOwnSchema(client: Client): Promise<OwnSchema> {
  const { rows } = await client.query<{ path: string; user: string; existing: string[] }>(
    `select current_setting('search_path') as path, current_user::text as user,
       array(select nspname::text from pg_namespace) as existing`,
  );
  const { path = '', user = '', existing = [] } = rows[0] ?? {};
  const name = chooseSchema(path, user, existing);
  if (name === undefined) throw new Error('The search path of the database role names no schema.');
  return { name, exists: existing.includes(name) };
}
