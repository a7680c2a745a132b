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

/** What pg writes to a connection with, and remembers of it; its types do not list all of it. */
interface Wire {
  parse(message: { name: string; text: string; types: [] }): void;
  sync(): void;
  submittedNamedStatements: Record<string, string>;
}

/** Has a statement parsed under a name, and runs nothing. */
class Preparation extends pg.Query {
  constructor(
    readonly name: string,
    readonly text: string,
    readonly callback: () => void,
  ) {
    super({ name, text });
  }

  /** What pg calls to write a statement that has a name. */
  prepare(connection: Wire): void {
    connection.parse({ name: this.name, text: this.text, types: [] });
    connection.submittedNamedStatements[this.name] = this.text;
    connection.sync();
  }
}

/**
 * Prepares a statement under a name, behind what was sent before; resolves when that was tried. One that could not be prepared is prepared when it is
 * sent under its name.
 */
export const prepare = (client: ClientBase, name: string, text: string): Promise<void> =>
  new Promise((resolve) => {
    client.query(new Preparation(name, text, () => resolve()));
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
