import { CamelCasePlugin, PostgresDialect, PostgresQueryCompiler } from 'kysely';

/** More than all tables and columns have names. */
const mostKnown = 5_000;

/** The same function, which remembers what it gave. */
function remembered(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const value = known.get(text) ?? compute(text);
    if (known.size < mostKnown) known.set(text, value);
    return value;
  };
}

/** Kysely's own rules for names, which it applies to all of a statement and to each row; here names are translated where they are met. */
class Rules extends CamelCasePlugin {
  readonly nameOf = remembered((column) => this.camelCase(column));
  readonly columnOf = remembered((name) => this.snakeCase(name));
}

/** The name of a column in a row (`detectedAt`), and the column of such a name (`detected_at`). */
export const { nameOf, columnOf } = new Rules();

/** Writes names of tables and columns in snake case in SQL; those of results are the business of `sendForRows`. */
export class SnakeCaseDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new (class extends PostgresQueryCompiler {
      protected override sanitizeIdentifier(identifier: string): string {
        return super.sanitizeIdentifier(columnOf(identifier));
      }
    })();
  }
}
