import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { IntegrationRow } from '../../database/tables/rows.js';
import type { QuarantineService } from '../../gravityzone/types.js';
import type { QuarantineKind } from '../../threat/intake/source-kind.js';
import type { QuarantineWalk } from './plan-quarantine.js';
import type { Cursor } from './store-drafts.js';

/** One of the two quarantines, and where an integration keeps how far it was read. */
export interface QuarantineOf {
  source: QuarantineKind;
  service: QuarantineService;
  readTo(integration: IntegrationRow): QuarantineWalk & { takenTo: Date | null };
  /** The columns to save; without a walk, those of the last walk stay. */
  cursor(takenTo: Date, walk: QuarantineWalk | null): Cursor;
}

export const ofComputers: QuarantineOf = {
  source: 'QUARANTINE',
  service: 'COMPUTERS',
  readTo: ({ quarantineTakenTo: takenTo, quarantineWalkedAt: walkedAt, quarantineItems: items }) => {
    return { takenTo, walkedAt, items };
  },
  cursor: (quarantineTakenTo, walk) => ({
    quarantineTakenTo,
    ...(walk && { quarantineWalkedAt: walk.walkedAt, quarantineItems: walk.items }),
  }),
};

export const ofExchange: QuarantineOf = {
  source: 'EXCHANGE_QUARANTINE',
  service: 'EXCHANGE',
  readTo: ({ exchangeTakenTo: takenTo, exchangeWalkedAt: walkedAt, exchangeItems: items }) => {
    return { takenTo, walkedAt, items };
  },
  cursor: (exchangeTakenTo, walk) => ({
    exchangeTakenTo,
    ...(walk && { exchangeWalkedAt: walk.walkedAt, exchangeItems: walk.items }),
  }),
};

/** Whether the quarantine of Exchange servers is to be read: a mapped company has a protected mail server, or an item is stored as open. */
export async function hasExchange(
  { query }: Pick<Database, 'query'>,
  { tenantId, id }: Pick<IntegrationRow, 'tenantId' | 'id'>,
): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`
    select exists (
      select from device join company on company.tenant_id = device.tenant_id and company.id = device.company_id
      where device.tenant_id = ${tenantId} and device.connection_id = ${id}::uuid and device.exchange_server
        and device.presence = 'PRESENT' and company.client_id is not null)
    or exists (
      select from threat_source where tenant_id = ${tenantId} and connection_id = ${id}::uuid
        and kind = 'EXCHANGE_QUARANTINE' and state in ('OPEN', 'MISSED')) as wanted`.execute(query);
  return rows[0]?.wanted ?? false;
}
