import pg, { type ClientBase, type PoolClient, type QueryConfig, type QueryResult as Rows } from 'pg';
import { nameOf } from './names.js';
import { readTime } from './stored-time.js';

interface RowDescription {
  fields: { name: string }[];
}

/** What pg calls for the columns of a result; its types do not list it. */
const describe = (pg.Query.prototype as unknown as RowQuery).handleRowDescription;

/** Renames the columns before the rows are read, instead of each row afterwards. */
class RowQuery extends pg.Query {
  handleRowDescription(message: RowDescription): void {
    for (const field of message.fields) field.name = nameOf(field.name);
    describe.call(this, message);
  }
}

/** Has a statement parsed and planned, and runs nothing. */
class Preparation extends pg.Query {
  /** What pg calls behind the rest, to have the statement run; its types do not list it. */
  _getRows(connection: { sync(): void }): void {
    connection.sync();
  }
}

/**
 * Prepares a statement under a name, behind what was sent before; resolves when that was tried. It is planned for the values once, so that PostgreSQL
 * gets the memory for that now: otherwise the first run under the name takes up to twice as long as one that is not prepared. A statement that
 * could not be prepared is prepared when it is sent under its name.
 */
export const prepare = (client: ClientBase, name: string, text: string, values: readonly unknown[]): Promise<void> =>
  new Promise((resolve) => {
    const query = new Preparation({ name, text, values: values as unknown[] });
    client.query(Object.assign(query, { callback: () => resolve() }));
  });

const types: QueryConfig['types'] = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.TIMESTAMPTZ ? readTime : pg.types.getTypeParser(type, format),
};

/** Sends a statement, prepared under a name if one is given. Rows have the names of their columns in camel case. */
export async function sendForRows<Row extends object>(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
  name?: string,
): Promise<Rows<Row>> {
  const config: QueryConfig = { text, values: values as unknown[], types, ...(name !== undefined && { name }) };
  return new Promise((resolve, reject) => {
    const query = new RowQuery(config);
    const callback = (error: Error | null, result: Rows<Row>) => (error ? reject(error) : resolve(result));
    client.query(Object.assign(query, { callback }));
  });
}
