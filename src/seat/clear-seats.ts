import { sql } from 'kysely';
import type { MaintenanceStep } from '../job/maintenance.js';
import { monthBefore, monthOf } from './month.js';

/** How many past months are kept: the same month of the year before can still be compared. */
export const keptMonths = 13;

/** Of how many months, with their machines, one statement deletes. */
const inOneStatement = 10;

/** Deletes the seats of older months. */
export const clearSeats: MaintenanceStep = {
  name: 'clear seats',
  async run({ database, tenantId, now, signal }) {
    const oldest = monthBefore(monthOf(now), keptMonths);
    for (let left = inOneStatement; left === inOneStatement; ) {
      signal.throwIfAborted();
      const { rows } = await sql`
        with old as (select company_id, month from seat_month where tenant_id = ${tenantId} and month < ${oldest} limit ${sql.lit(inOneStatement)}),
        machines as (
          delete from seat_machine using old
          where seat_machine.tenant_id = ${tenantId} and seat_machine.company_id = old.company_id and seat_machine.month = old.month)
        delete from seat_month using old
        where seat_month.tenant_id = ${tenantId} and seat_month.company_id = old.company_id and seat_month.month = old.month
        returning seat_month.id`.execute(database.query);
      left = rows.length;
    }
  },
};
