import { hash } from 'node:crypto';
import { hostKey, nameKey } from '../../domain/hostname.js';
import { standInName } from '../../domain/stand-in-name.js';
import type { InventoryDevice } from '../../gravityzone/types.js';

/** A company as a sync needs it: its id, and the client it is mapped to; null if unmapped. */
export interface CompanyTarget {
  id: string;
  clientId: string | null;
}

interface Column {
  /** Its type in PostgreSQL. */
  type: string;
  /** The value of a device; undefined leaves it out, so that its row has the content it had before there was the column. */
  of(device: InventoryDevice, company: CompanyTarget): unknown;
  /** What is stored where the value was left out; null by default. */
  absent?: string;
}

/**
 * Every column that is stored of a device of the inventory. What is stored, what counts as a change, and the version that
 * fingerprints are made with all follow from this list.
 */
const contentColumns = {
  company_id: { type: 'uuid', of: (_, company) => company.id },
  client_id: { type: 'text', of: (_, company) => company.clientId },
  bd_id: { type: 'text', of: ({ id }) => id },
  name: { type: 'text', of: ({ name, id }) => name ?? standInName('DEVICE', id) },
  fqdn: { type: 'text', of: ({ fqdn }) => fqdn },
  label: { type: 'text', of: ({ label }) => label },
  host_key: { type: 'text', of: ({ name, fqdn }) => hostKey(name, fqdn) },
  name_key: { type: 'text', of: ({ name, fqdn }) => nameKey(name, fqdn) || undefined, absent: '' },
  macs: { type: 'text[]', of: ({ macs }) => macs },
  ip: { type: 'text', of: ({ ip }) => ip },
  operating_system: { type: 'text', of: ({ operatingSystem }) => operatingSystem },
  machine_type: { type: 'text', of: ({ machineType }) => machineType },
  managed: { type: 'boolean', of: ({ managed }) => managed },
  policy_id: { type: 'text', of: ({ policy }) => policy?.id ?? null },
  policy_name: { type: 'text', of: ({ policy }) => policy?.name ?? null },
  policy_applied: { type: 'boolean', of: ({ policy }) => policy?.applied ?? null },
  modules: { type: 'jsonb', of: ({ modules }) => modules },
  product_outdated: { type: 'boolean', of: ({ productOutdated }) => productOutdated },
  isolated: { type: 'boolean', of: ({ isolated }) => isolated ?? undefined },
  exchange_server: { type: 'boolean', of: ({ exchangeServer }) => exchangeServer ?? undefined },
  last_scan_name: { type: 'text', of: ({ lastScan }) => lastScan?.name ?? null },
  last_scan_at: { type: 'timestamptz', of: ({ lastScan }) => lastScan?.at ?? null },
  risk_score: { type: 'float8', of: ({ riskScore }) => riskScore },
} satisfies Record<string, Column>;

/** The columns with their names. */
export const columns = Object.entries<Column>(contentColumns);

/** A device as it is stored, by column. */
export type DeviceContent = Record<keyof typeof contentColumns, unknown> & { bd_id: string; content_hash: string };

/** Takes a device of the inventory and its company; returns what is stored of it, with the hash by which a change shows. */
export function contentOf(device: InventoryDevice, company: CompanyTarget): DeviceContent {
  const content: Record<string, unknown> = {};
  for (const [name, column] of columns) content[name] = column.of(device, company);
  const content_hash = hash('sha256', JSON.stringify(content), 'base64url');
  return { ...content, content_hash } as DeviceContent;
}

/** The version of a list of columns: another one with each column that is added, renamed, retyped or removed. */
export function versionOf(list: readonly (readonly [string, Pick<Column, 'type'>])[]): string {
  return hash('sha256', JSON.stringify(list.map(([name, { type }]) => [name, type])), 'base64url');
}

/** The version of what this release stores: fingerprints of another one do not count. */
export const contentVersion: string = versionOf(columns);
