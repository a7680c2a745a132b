import { hash } from 'node:crypto';
import { hostKey, nameKey } from '../../domain/hostname.js';
import { standInName } from '../../domain/stand-in-name.js';
import type { InventoryDevice } from '../../gravityzone/types.js';

/** A company as a sync needs it: its id, and the client it is mapped to; null if unmapped. */
export interface CompanyTarget {
  id: string;
  clientId: string | null;
}

/** What is stored of a device, by column. An undefined value is left out: its row has the content it had before there was the column. */
const valuesOf = (device: InventoryDevice, company: CompanyTarget, key = hostKey(device.name, device.fqdn)) => ({
  company_id: company.id,
  client_id: company.clientId,
  bd_id: device.id,
  name: device.name ?? standInName('DEVICE', device.id),
  fqdn: device.fqdn,
  label: device.label,
  host_key: key,
  name_key: nameKey(device.name, device.fqdn, key) || undefined,
  macs: device.macs,
  ip: device.ip,
  operating_system: device.operatingSystem,
  machine_type: device.machineType,
  managed: device.managed,
  policy_id: device.policy?.id ?? null,
  policy_name: device.policy?.name ?? null,
  policy_applied: device.policy?.applied ?? null,
  modules: device.modules,
  product_outdated: device.productOutdated,
  isolated: device.isolated ?? undefined,
  exchange_server: device.exchangeServer ?? undefined,
  last_scan_name: device.lastScan?.name ?? null,
  last_scan_at: device.lastScan?.at ?? null,
  risk_score: device.riskScore,
});

/** The type of each column in PostgreSQL, and what is stored where the value was left out; null by default. */
const columnTypes: Record<keyof ReturnType<typeof valuesOf>, string | { type: string; absent: string }> = {
  company_id: 'uuid',
  client_id: 'text',
  bd_id: 'text',
  name: 'text',
  fqdn: 'text',
  label: 'text',
  host_key: 'text',
  name_key: { type: 'text', absent: '' },
  macs: 'text[]',
  ip: 'text',
  operating_system: 'text',
  machine_type: 'text',
  managed: 'boolean',
  policy_id: 'text',
  policy_name: 'text',
  policy_applied: 'boolean',
  modules: 'jsonb',
  product_outdated: 'boolean',
  isolated: 'boolean',
  exchange_server: 'boolean',
  last_scan_name: 'text',
  last_scan_at: 'timestamptz',
  risk_score: 'float8',
};

/** A column that is stored of a device of the inventory. */
export interface ContentColumn {
  name: string;
  type: string;
  absent?: string;
}

/** Every such column: what is written follows from the list, and the version that fingerprints are made with. */
export const contentColumns: readonly ContentColumn[] = Object.entries(columnTypes).map(([name, of]) =>
  typeof of === 'string' ? { name, type: of } : { name, ...of },
);

/** A device as it is stored. */
export interface DeviceContent {
  bdId: string;
  companyId: string;
  values: Readonly<Record<string, unknown>>;
  /** The values as text, which decides whether anything has changed. */
  text: string;
}

/** Takes a device of the inventory and its company; returns what is stored of it. */
export function contentOf(device: InventoryDevice, company: CompanyTarget): DeviceContent {
  const values = valuesOf(device, company);
  return { bdId: device.id, companyId: company.id, values, text: JSON.stringify(values) };
}

/** The hash that is stored with a device: an unchanged one is not written again. */
export function contentHash({ text }: DeviceContent): string {
  return hash('sha256', text, 'base64url');
}

/** The version of a list of columns: another one with each column that is added, renamed, retyped or removed. */
export function versionOf(columns: readonly ContentColumn[]): string {
  return hash('sha256', JSON.stringify(columns.map(({ name, type }) => [name, type])), 'base64url');
}

/** The version of what this release stores: fingerprints of another one do not count. */
export const contentVersion: string = versionOf(contentColumns);
