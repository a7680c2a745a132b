import { Migration } from '@mikro-orm/migrations';

export class Migration20261128213354_state_sweeps extends Migration {
  override name = 'Migration20261128213354_state_sweeps';

  override up(): void | Promise<void> {
    this.addSql(`alter table "connection" add "states_due_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "connection" drop column "states_due_at";`);
  }
}
