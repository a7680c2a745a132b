import { recordAudit } from '../audit/audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';
import type { DeviceReader } from '../device/detail/device.reader.js';
import type { MachineReader } from '../device/machine/machine.reader.js';
import type { Sealer } from '../integration/key/sealing.js';
import type { Logger } from '../logger.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { SeatReader } from '../seat/seat.reader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { clearOpenedExports } from './clear-opened-exports.js';
import { ExportResolver } from './export.resolver.js';
import { exportRoute } from './export.route.js';
import { type ExportRequest, openOnce } from './export-link.js';
import { createExportables } from './exportables.js';

/** Lists as CSV, behind sealed links. `publicUrl` is the address of this service as its users reach it. */
export function exportFeature(parts: {
  database: Database;
  sealer: Sealer;
  logger: Logger;
  opsMerge: OpsMerge;
  machines: MachineReader;
  devices: DeviceReader;
  threats: ThreatReader;
  seats: SeatReader;
  publicUrl: () => string;
}) {
  const exportables = createExportables(parts);
  const record = ({ tenantId, subject: actor }: Viewer, name: string, wanted: unknown) =>
    recordAudit(parts.database.query, {
      ...{ tenantId, actor, action: 'LIST_EXPORTED', subject: name, detail: { wanted }, at: new Date() },
    });
  const open = (request: ExportRequest) => openOnce(parts.database.query, request);
  return {
    resolvers: [new ExportResolver(exportables, parts.sealer, parts.publicUrl)],
    maintenance: [clearOpenedExports],
    route: exportRoute({ ...parts, exportables, open, record }),
  };
}
