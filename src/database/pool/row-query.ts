import pg, { type PoolClient, type QueryConfig, type QueryResult as Rows } from 'pg';
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
