import { Migration } from '@mikro-orm/migrations';

const texts = (orEmpty: (column: string) => string) =>
  `name || E'\\n' || ${orEmpty('file_path')} || E'\\n' || ${orEmpty('host_name')}`;

/** PostgreSQL takes `coalesce` to reveal what it is given: behind row-level security, no index with it is used for a search. */
export class Migration20261129092500_leakproof_search extends Migration {
  override name = 'Migration20261129092500_leakproof_search';

  override isTransactional(): boolean {
    return false;
  }

  override up(): void | Promise<void> {
    this.replace(
      'threat_search',
      'threat_text',
      texts((column) => `case when ${column} is null then '' else ${column} end`),
    );
  }

  override down(): void | Promise<void> {
    this.replace(
      'threat_text',
      'threat_search',
      texts((column) => `coalesce(${column}, '')`),
    );
  }

  /** One that was interrupted has left an index that is never used. */
  private replace(before: string, after: string, expression: string): void {
    this.addSql(`drop index concurrently if exists "${after}"`);
    this.addSql(
      `create index concurrently "${after}" on "threat" using gin ("tenant_id", (${expression}) gin_trgm_ops)`,
    );
    this.addSql(`drop index concurrently if exists "${before}"`);
  }
}
