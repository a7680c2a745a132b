import { z } from 'zod';
import type { CompanyKind, InventoryCompany, InventoryDevice, Skipped } from '../types.js';
import { cleanRaw } from './clean-text.js';
import type { DateReader } from './dates.js';
import {
  anything,
  flag,
  hostName,
  id,
  integer,
  machineName,
  macs,
  modules,
  name,
  percentage,
  policy,
  property,
  requiredId,
  scan,
  scanState,
  text,
} from './fields.js';
import { readRows } from './read-rows.js';

const companySchema = z.object({ id: requiredId, name, parentId: id });

const deviceSchema = z.object({
  id: requiredId,
  name: machineName,
  companyId: id,
  fqdn: hostName,
  label: text(),
  groupId: id,
  macs,
  ip: text(100),
  operatingSystemVersion: text(200),
  machineType: integer,
  isManaged: flag,
  managedWithBest: flag,
  policy,
  modules,
  productOutdated: flag,
  isIsolated: flag,
  managedExchangeServer: flag,
  lastSuccessfulScan: scan,
  riskScore: anything,
  movingInfo: anything,
});

const machineTypes: Record<number, InventoryDevice['machineType']> = {
  0: 'OTHER',
  1: 'COMPUTER',
  2: 'VIRTUAL_MACHINE',
  3: 'EC2_INSTANCE',
};
const machineTypesOfRows: Record<number, InventoryDevice['machineType']> = {
  5: 'COMPUTER',
  6: 'VIRTUAL_MACHINE',
  7: 'EC2_INSTANCE',
};
const companyType = 1;
const folderType = 3;

function moving(value: unknown): InventoryDevice['moving'] {
  const state = integer.parse(property(value, 'state'));
  if (state === null || state === 0) return null;
  return { state, destinationCompanyName: text().parse(property(value, 'destinationCompanyName')) };
}

function toDevice(
  row: z.output<typeof deviceSchema>,
  machineType: InventoryDevice['machineType'] | undefined,
  dates: DateReader,
): InventoryDevice {
  return {
    id: row.id,
    companyId: row.companyId,
    name: row.name ?? row.fqdn,
    fqdn: row.fqdn,
    label: row.label,
    groupId: row.groupId,
    macs: row.macs,
    ip: row.ip,
    operatingSystem: row.operatingSystemVersion,
    machineType: machineTypes[row.machineType ?? -1] ?? machineType ?? 'UNKNOWN',
    managed: row.isManaged ?? false,
    // GravityZone leaves the field out when it is not true.
    managedWithBest: row.managedWithBest ?? false,
    policy: row.policy,
    modules: row.modules,
    productOutdated: row.productOutdated,
    isolated: row.isIsolated,
    exchangeServer: row.managedExchangeServer,
    lastScan: scanState(row.lastSuccessfulScan, dates),
    riskScore: percentage.parse(property(row.riskScore, 'value') ?? row.riskScore),
    moving: moving(row.movingInfo),
  };
}

export interface InventoryRows {
  companies: InventoryCompany[];
  devices: InventoryDevice[];
  skipped: Skipped[];
}

type RowKind = CompanyKind | 'DEVICE';

/** What a row describes; null when it is neither a company, a folder nor a device. Devices may come without a type. */
function kindOf(type: number | null, details: unknown): RowKind | null {
  if (type === companyType) return 'COMPANY';
  if (type === folderType) return 'FOLDER';
  const isDevice = type === null ? typeof details === 'object' : type in machineTypesOfRows;
  return isDevice ? 'DEVICE' : null;
}

/** The fields of a device in one object. Broken `details` add nothing usable, so the row is read without them. */
function flatten(row: unknown, details: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return { ...(typeof details === 'object' ? details : {}), ...row };
}

function readCompanyRow(row: unknown, kind: CompanyKind): InventoryRows {
  const { items, skipped } = readRows([row], companySchema, (company) => ({ ...company, kind }));
  return { companies: items, devices: [], skipped };
}

function readDeviceRow(row: unknown, type: number | null, details: unknown, dates: DateReader): InventoryRows {
  const machineType = machineTypesOfRows[type ?? -1];
  const flat = flatten(row, details);
  const { items, skipped } = readRows([flat], deviceSchema, (device) => toDevice(device, machineType, dates));
  return { companies: [], devices: items, skipped };
}

function readInventoryRow(row: unknown, dates: DateReader): InventoryRows {
  const type = integer.parse(property(row, 'type'));
  const details = property(row, 'details');
  const kind = kindOf(type, details);
  if (kind === 'DEVICE') return readDeviceRow(row, type, details, dates);
  if (kind !== null) return readCompanyRow(row, kind);
  const reason = `type: ${type ?? 'missing'} is neither a device nor a company`;
  return { companies: [], devices: [], skipped: [{ reason, raw: cleanRaw(row) }] };
}

/** Sorts the mixed rows of `getNetworkInventoryItems` into companies, folders and devices (API reference 3.2). */
export function readInventoryRows(rows: unknown[], dates: DateReader): InventoryRows {
  const read = rows.map((row) => readInventoryRow(row, dates));
  return {
    companies: read.flatMap(({ companies }) => companies),
    devices: read.flatMap(({ devices }) => devices),
    skipped: read.flatMap(({ skipped }) => skipped),
  };
}

/** Reads the flat rows of `getEndpointsList`. */
export function readEndpointRows(rows: unknown[], dates: DateReader): InventoryRows {
  const { items, skipped } = readRows(rows, deviceSchema, (device) => toDevice(device, undefined, dates));
  return { companies: [], devices: items, skipped };
}
