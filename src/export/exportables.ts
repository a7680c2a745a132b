import { readAudit } from '../audit/audit.reader.js';
import type { AuditEntry, AuditFilter } from '../audit/audit.type.js';
import type { Database } from '../database/database.js';
import type { DeviceReader } from '../device/detail/device.reader.js';
import type { Device } from '../device/detail/device.type.js';
import type { MachineList, MachineReader } from '../device/machine/machine.reader.js';
import type { Machine } from '../device/machine/machine.type.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { SeatReader, SeatsWanted } from '../seat/seat.reader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import type { Threat } from '../threat/list/threat.type.js';
import type { ThreatCriteria, ThreatOrder } from '../threat/list/threat-list.js';
import { type Columns, type Exportable, everyPage } from './exportable.js';
import { type SeatMachineOfCompany, seatColumns, seatMachineColumns } from './seat-columns.js';

/** The lists that can be exported, by their names in links. */
export interface Exportables {
  devices: Exportable<MachineList>;
  threats: Exportable<{ criteria: ThreatCriteria; order: ThreatOrder }>;
  audit: Exportable<AuditFilter>;
  seats: Exportable<SeatsWanted>;
  seatMachines: Exportable<SeatsWanted>;
}

/** Few enough that a page of them keeps nobody waiting for long. */
const batch = { first: 100, maximum: 100 };

interface MachineWithDevice {
  machine: Machine;
  device: Device | null;
}

const deviceColumns: Columns<MachineWithDevice> = {
  Name: ({ machine }) => machine.name,
  Client: ({ machine }, clientName) => clientName(machine.client?.id),
  'Client id': ({ machine }) => machine.client?.id ?? null,
  'Known to': ({ machine }) => machine.knownTo,
  'Agent id': ({ machine }) => machine.agent?.id ?? null,
  'Can run scripts': ({ machine }) => machine.abilities.canRunScripts,
  'Name in Bitdefender': ({ device }) => device?.name ?? null,
  'Full host name': ({ device }) => device?.fqdn ?? null,
  IP: ({ device }) => device?.ip ?? null,
  'Operating system': ({ device }) => device?.operatingSystem ?? null,
  Managed: ({ device }) => device?.managed ?? null,
  Health: ({ device }) => device?.health ?? null,
  'Health reasons': ({ device }) => device?.healthReasons.map(({ message }) => message).join(' ') ?? null,
  Gaps: ({ machine }) => machine.gaps.join(' '),
  Policy: ({ device }) => device?.policy?.name ?? null,
  'Policy applied': ({ device }) => device?.policy?.applied ?? null,
  'Last scan': ({ device }) => device?.lastScan?.name ?? null,
  'Last scan (UTC)': ({ device }) => device?.lastScan?.at ?? null,
  'Last seen (UTC)': ({ device }) => device?.state?.lastSeenAt ?? null,
  'Signatures outdated': ({ device }) => device?.state?.signatureOutdated ?? null,
  'Product outdated': ({ device }) => device?.productOutdated ?? null,
  Infected: ({ device }) => device?.state?.infected ?? null,
  'Risk score': ({ device }) => device?.riskScore ?? null,
  'In Bitdefender': ({ device }) => device?.presence ?? null,
  'In Bitdefender since (UTC)': ({ device }) => device?.presenceChangedAt ?? null,
  Match: ({ device }) => device?.matchKind ?? null,
  'Match reason': ({ device }) => device?.matchReason ?? null,
  'Inventory read (UTC)': ({ device }) => device?.readAt ?? null,
  'State as of (UTC)': ({ device }) => device?.state?.asOf ?? null,
  'Still syncing': ({ device }) => device?.syncing ?? null,
  Isolated: ({ device }) => device?.isIsolated ?? null,
};

const threatColumns: Columns<Threat> = {
  Name: ({ name }) => name,
  Severity: ({ severity }) => severity,
  Score: ({ severityScore }) => severityScore,
  Status: ({ status }) => status,
  'Action taken': ({ action }) => action,
  Client: ({ client }, clientName) => clientName(client?.id),
  'Client id': ({ client }) => client?.id ?? null,
  Host: ({ hostName }) => hostName,
  'Agent id': ({ agent }) => agent?.id ?? null,
  File: ({ filePath }) => filePath,
  'File hash': ({ fileHash }) => fileHash,
  Process: ({ processPath }) => processPath,
  'First detected (UTC)': ({ detectedAt }) => detectedAt,
  'Last detected (UTC)': ({ lastDetectedAt }) => lastDetectedAt,
  Occurrences: ({ occurrences }) => occurrences,
  'Resolved by': ({ resolvedBy }) => resolvedBy,
  'Resolved (UTC)': ({ resolvedAt }) => resolvedAt,
  Note: ({ note }) => note,
  'In GravityZone': ({ link }) => link,
};

const auditColumns: Columns<AuditEntry> = {
  'At (UTC)': ({ at }) => at,
  Actor: ({ actor }) => actor,
  Action: ({ action }) => action,
  Subject: ({ subject }) => subject,
  Address: ({ address }) => address,
  Program: ({ userAgent }) => userAgent,
  Detail: ({ detail }) => JSON.stringify(detail),
};

/** The lists of devices, threats and seats, and the audit, with the names of clients as core reports them at the time. */
export function createExportables(parts: {
  database: Database;
  machines: MachineReader;
  devices: DeviceReader;
  threats: ThreatReader;
  seats: SeatReader;
  opsMerge: OpsMerge;
}): Exportables {
  const { database, machines, devices, threats, seats, opsMerge } = parts;

  async function* cells<Row>(tenantId: string, columns: Columns<Row>, pages: AsyncIterable<Row[]>) {
    const names = new Map<string, string>();
    for await (const page of opsMerge.clients(tenantId)) for (const { id, name } of page) names.set(id, name);
    const clientName = (id: string | undefined) => (id === undefined ? null : (names.get(id) ?? null));
    for await (const rows of pages)
      for (const row of rows) yield Object.values(columns).map((cell) => cell(row, clientName));
  }

  async function* machinesWithDevices(tenantId: string, list: MachineList): AsyncGenerator<MachineWithDevice[]> {
    for await (const page of everyPage(tenantId, (after) => machines.page(tenantId, list, { ...batch, after }))) {
      const found = await devices.byIds(
        tenantId,
        page.flatMap(({ deviceId }) => deviceId ?? []),
      );
      yield page.map((machine) => ({ machine, device: found.get(machine.deviceId ?? '') ?? null }));
    }
  }

  const seatPages = (tenantId: string, wanted: SeatsWanted) =>
    everyPage(tenantId, (after) => seats.page(tenantId, wanted, { ...batch, after }));

  async function* seatMachines(tenantId: string, wanted: SeatsWanted): AsyncGenerator<SeatMachineOfCompany[]> {
    for await (const companies of seatPages(tenantId, wanted))
      for (const company of companies) {
        const all = { seatsId: company.id, category: null, withoutAgent: false };
        const pages = everyPage(tenantId, (after) => seats.machines(tenantId, all, { ...batch, after }));
        for await (const page of pages) yield page.map((machine) => ({ company, machine }));
      }
  }

  return {
    seats: {
      permission: 'Query.exportBitdefenderSeats',
      fileName: 'bitdefender-seats.csv',
      columns: Object.keys(seatColumns),
      rows: (tenantId, wanted) => cells(tenantId, seatColumns, seatPages(tenantId, wanted)),
    },
    seatMachines: {
      permission: 'Query.exportBitdefenderSeats',
      fileName: 'bitdefender-seat-machines.csv',
      columns: Object.keys(seatMachineColumns),
      rows: (tenantId, wanted) => cells(tenantId, seatMachineColumns, seatMachines(tenantId, wanted)),
    },
    devices: {
      permission: 'Query.exportBitdefenderDevices',
      fileName: 'bitdefender-devices.csv',
      columns: Object.keys(deviceColumns),
      rows: (tenantId, list) => cells(tenantId, deviceColumns, machinesWithDevices(tenantId, list)),
    },
    threats: {
      permission: 'Query.exportBitdefenderThreats',
      fileName: 'bitdefender-threats.csv',
      columns: Object.keys(threatColumns),
      rows: (tenantId, { criteria, order }) =>
        cells(
          tenantId,
          threatColumns,
          everyPage(tenantId, async (after) => {
            const [page] = await threats.pages(tenantId, { kind: 'TENANT' }, criteria, { order, ...batch, after });
            if (page === undefined) throw new Error('A tenant has one list.');
            return page;
          }),
        ),
    },
    audit: {
      permission: 'Query.exportBitdefenderAudit',
      fileName: 'bitdefender-audit.csv',
      columns: Object.keys(auditColumns),
      async *rows(tenantId, filter) {
        const pages = everyPage(tenantId, (after) => readAudit(database, tenantId, filter, { ...batch, after }));
        for await (const page of pages)
          for (const entry of page) yield Object.values(auditColumns).map((cell) => cell(entry, () => null));
      },
    },
  };
}
