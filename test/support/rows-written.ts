import type { Client } from 'pg';

/** Counts the rows that statements insert, update and delete, in every table of the service. */
export interface RowsWritten {
  /** The rows written since the last call, by table; tables without any are left out. */
  take(): Promise<Record<string, number>>;
}

/** Installs a trigger on each table of a database of the test's own. */
export async function countRowsWritten(database: Client): Promise<RowsWritten> {
  await database.query(`
    create table rows_written (name text not null, rows int not null);
    create function count_rows_written() returns trigger language plpgsql security definer as $$
    begin
      insert into rows_written select tg_table_name, count(*) from changed having count(*) > 0;
      return null;
    end $$;
    do $$ declare "table" record; begin
      for "table" in select oid::regclass as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'rows_written' loop
        execute format('create trigger count_inserted after insert on %s referencing new table as changed
          for each statement execute function count_rows_written()', "table".name);
        execute format('create trigger count_updated after update on %s referencing new table as changed
          for each statement execute function count_rows_written()', "table".name);
        execute format('create trigger count_deleted after delete on %s referencing old table as changed
          for each statement execute function count_rows_written()', "table".name);
      end loop;
    end $$`);
  return {
    async take() {
      const { rows } = await database.query<{ name: string; rows: number }>(
        `with taken as (delete from rows_written returning name, rows)
         select name, sum(rows)::int as rows from taken group by name order by name`,
      );
      return Object.fromEntries(rows.map(({ name, rows: written }) => [name, written]));
    },
  };
}
