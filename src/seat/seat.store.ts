import { createHash, randomUUID } from 'node:crypto';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { type Database, json, type Queries, type Tables } from '../database/database.js';
import type { IntegrationRow } from '../database/tables/rows.js';
import type { Licence } from '../gravityzone/types.js';
import type { Month } from './month.js';
import type { StoredMonth } from './plan-look.js';
import { countedCategories, countMachines, type FormerlyListed, type SeatMachine } from './reconcile-seats.js';
import type { SeatCompany } from './seat-facts.reader.js';

type Integration = Pick<IntegrationRow, 'tenantId' | 'id'>;

/** A month of a company as it is stored. */
export interface KnownMonth extends StoredMonth {
  companyId: string;
  contentHash: string;
}

/** What the stored months say of the companies of an integration, by company. */
export async function readKnownMonths(
  queries: Queries,
  { tenantId, id }: Integration,
  months: readonly Month[],
): Promise<Map<string, KnownMonth[]>> {
  const rows = await queries
    .selectFrom('seatMonth')
    .select(['companyId', 'month', 'closed', 'contentHash'])
    .where('tenantId', '=', tenantId)
    .where('connectionId', '=', id)
    .where('month', 'in', months)
    .execute();
  return Map.groupBy(rows, ({ companyId }) => companyId);
}

/** What a look found of a company's month. */
export interface FoundMonth {
  month: Month;
  /** Whether it was read for the last time. */
  closes: boolean;
  counted: number | null;
  countedWithBelow: number | null;
  /** Null where the look did not ask: what is stored stays. */
  licence: Licence | null;
  problem: string | null;
  machines: readonly SeatMachine[];
}

/** Identifies all that is shown of a month: one that is the same is not written again. */
export function hashOf({ name, clientId }: SeatCompany, { machines, ...found }: FoundMonth): string {
  const listed = machines.toSorted((a, b) => (a.machineId < b.machineId ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, clientId, found, listed]))
    .digest('base64url');
}

/**
 * Stores what a look found of a month, unless the company was mapped otherwise meanwhile. Of a month that closes only the counted machines
 * are replaced: who has no protection was looked at while it lasted, and it stays with the client and the name of then. Returns whether it
 * was written.
 */
export async function storeMonth(
  database: Pick<Database, 'forTenant'>,
  integration: Integration,
  company: SeatCompany,
  found: FoundMonth,
  now: Date,
): Promise<boolean> {
  const { tenantId } = integration;
  return database.forTenant(tenantId, async (transaction) => {
    if (!(await isStillMapped(transaction, integration, company))) return false;
    await writeMachines(transaction, tenantId, company.id, found);
    const kept = found.closes ? await readMachines(transaction, tenantId, company.id, found.month) : found.machines;
    const { counts, withoutAgent } = countMachines(kept as SeatMachine[]);
    const { licence, counted, countedWithBelow, problem, month, closes: closed } = found;
    const owner = { companyName: company.name, clientId: company.clientId };
    const values = {
      connectionId: integration.id,
      ...{ counted, countedWithBelow, problem, closed, withoutAgent, machines: json(counts) },
      ...(licence === null
        ? {}
        : { ...licence, knownExpiresAt: isRead(licence) ? null : lastEndOf(tenantId, company.id) }),
      ...{ contentHash: hashOf(company, found), asOf: now },
    };
    const unknown = { usedSlots: null, totalSlots: null, subscriptionType: null, expiresAt: null };
    await transaction
      .insertInto('seatMonth')
      .values({ tenantId, companyId: company.id, month, id: randomUUID(), ...unknown, ...owner, ...values })
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'companyId', 'month']).doUpdateSet(closed ? values : { ...owner, ...values }),
      )
      .execute();
    return true;
  });
}

/** Whether GravityZone said anything of a licence. */
const isRead = (licence: Licence): boolean => Object.values(licence).some((value) => value !== null);

/** SQL of the end of a company's licence that was read last. */
const lastEndOf = (tenantId: string, companyId: string): RawBuilder<Date | null> => sql<Date | null>`(
  select coalesce(expires_at, known_expires_at) from seat_month
  where tenant_id = ${tenantId} and company_id = ${companyId}::uuid order by month desc limit 1)`;

async function isStillMapped(
  transaction: Transaction<Tables>,
  { tenantId, id }: Integration,
  company: SeatCompany,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('company')
    .innerJoin('connection', (join) =>
      join.onRef('connection.tenantId', '=', 'company.tenantId').onRef('connection.id', '=', 'company.connectionId'),
    )
    .select('company.clientId')
    .where('company.tenantId', '=', tenantId)
    .where('company.id', '=', company.id)
    .where('connection.id', '=', id)
    .where('connection.state', '<>', 'DISCONNECTED')
    .executeTakeFirst();
  return row?.clientId === company.clientId;
}

/** How the counted machines of a month were listed at the last look at it, by their ids. */
export async function readListed(
  queries: Queries,
  tenantId: string,
  companyId: string,
  month: Month,
): Promise<Map<string, FormerlyListed>> {
  const rows = await queries
    .selectFrom('seatMachine')
    .select(['machineId', 'category', 'since', 'sameAsId', 'sameAsName'])
    .where('tenantId', '=', tenantId)
    .where('companyId', '=', companyId)
    .where('month', '=', month)
    .where('category', 'in', ['STALE', 'DUPLICATE'])
    .execute();
  return new Map(
    rows.map(({ machineId, category, since, sameAsId, sameAsName }) => [
      machineId,
      category === 'STALE'
        ? { lastSeenAt: since, sameAs: null }
        : { lastSeenAt: null, sameAs: sameAsId === null ? null : { id: sameAsId, name: sameAsName ?? '' } },
    ]),
  );
}

function readMachines(transaction: Transaction<Tables>, tenantId: string, companyId: string, month: Month) {
  return transaction
    .selectFrom('seatMachine')
    .select(['category', 'agentId'])
    .where('tenantId', '=', tenantId)
    .where('companyId', '=', companyId)
    .where('month', '=', month)
    .execute();
}

/** Replaces the machines of a month by those found; those that are the same are not written. */
async function writeMachines(
  transaction: Transaction<Tables>,
  tenantId: string,
  companyId: string,
  { month, closes, machines }: FoundMonth,
): Promise<void> {
  const replaced = closes ? machines.filter(({ category }) => isCounted(category)) : machines;
  const given = JSON.stringify(
    replaced.map(({ machineId, category, name, deviceId, agentId, sameAs, removal, since }) => ({
      ...{ machine_id: machineId, category, name, device_id: deviceId, agent_id: agentId, removal, since },
      ...{ same_as_id: sameAs?.id ?? null, same_as_name: sameAs?.name ?? null },
    })),
  );
  await sql`
    with given as (
      select * from jsonb_to_recordset(${given}::jsonb) as given (machine_id text, category text, name text, device_id uuid,
        agent_id text, same_as_id uuid, same_as_name text, removal text, since timestamptz)),
    gone as (
      delete from seat_machine where tenant_id = ${tenantId} and company_id = ${companyId}::uuid and month = ${month}
        and (not ${closes}::boolean or category = any(${[...countedCategories]}::text[]))
        and machine_id not in (select machine_id from given))
    insert into seat_machine (tenant_id, company_id, month, machine_id, category, name, device_id, agent_id, same_as_id,
                              same_as_name, removal, since)
    select ${tenantId}, ${companyId}::uuid, ${month}, machine_id, category, name, device_id, agent_id, same_as_id, same_as_name,
           removal, since
    from given
    on conflict (tenant_id, company_id, month, machine_id) do update set
      category = excluded.category, name = excluded.name, device_id = excluded.device_id, agent_id = excluded.agent_id,
      same_as_id = excluded.same_as_id, same_as_name = excluded.same_as_name, removal = excluded.removal, since = excluded.since
      where (seat_machine.category, seat_machine.name, seat_machine.device_id, seat_machine.agent_id, seat_machine.same_as_id,
             seat_machine.same_as_name, seat_machine.removal, seat_machine.since)
        is distinct from (excluded.category, excluded.name, excluded.device_id, excluded.agent_id, excluded.same_as_id,
             excluded.same_as_name, excluded.removal, excluded.since)`.execute(transaction);
}

const isCounted = (category: string) => countedCategories.some((counted) => counted === category);
