import { CamelCasePlugin, type QueryResult, type UnknownRow } from 'kysely';
import pg, { type PoolClient, type QueryConfig, type QueryResult as Rows } from 'pg';
import { readTime } from './stored-time.js';

/** Writes names of tables and columns in snake case in SQL; those of results are the business of `sendForRows`. */
class SnakeCaseNames extends CamelCasePlugin {
  constructor() {
    super({ maintainNestedObjectKeys: true });
  }

  /** The name of a column as the rows have it. */
  nameOf(column: string): string {
    return this.camelCase(column);
  }

  /** The column of a name. */
  columnOf(name: string): string {
    return this.snakeCase(name);
  }

  override async transformResult({ result }: { result: QueryResult<UnknownRow> }): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

export const snakeCaseNames = new SnakeCaseNames();
const known = new Map<string, string>();
/** More than all columns have names. */
const mostKnown = 5_000;

function camelCased(column: string): string {
  const remembered = known.get(column);
  if (remembered !== undefined) return remembered;
  const name = snakeCaseNames.nameOf(column);
  if (known.size < mostKnown) known.set(column, name);
  return name;
}

interface RowDescription {
  fields: { name: string }[];
}

/** What pg calls for the columns of a result; its types do not list it. */
const describe = (pg.Query.prototype as unknown as RowQuery).handleRowDescription;

/** Renames the columns before the rows are read, instead of each row afterwards. */
class RowQuery extends pg.Query {
  handleRowDescription(message: RowDescription): void {
    for (const field of message.fields) field.name = camelCased(field.name);
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
