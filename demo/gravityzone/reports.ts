import { strToU8, zipSync } from 'fflate';
import { DateTime } from 'luxon';
import type { AuditEventModel, ReportModel, World } from './world.js';

/** The names of the columns, which are in the language of the account. */
const headers: Record<ReportModel['language'], string[]> = {
  en: [
    ...['Endpoint Name', 'Endpoint FQDN', 'User', 'Occurrences', 'Last Occurrence', 'Module', 'Event Type'],
    ...['Details', 'SHA256', 'Fileless Attack'],
  ],
  'pt-BR': [
    ...['Nome do endpoint', 'FQDN do endpoint', 'Usuário', 'Ocorrências', 'Última ocorrência', 'Módulo'],
    ...['Tipo de evento', 'Detalhes', 'SHA256', 'Ataque sem arquivo'],
  ],
};

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** The row of an event, its date in the zone of the account without saying so. */
function rowOf(event: AuditEventModel, world: World, { language }: ReportModel, zone: string): string[] {
  const device = world.device(event.deviceId);
  const date = DateTime.fromJSDate(event.at, { zone }).setLocale(language).toFormat('dd LLLL yyyy, HH:mm:ss');
  const { user, occurrences, module, eventType, details, fileSha256 } = event;
  const found = [device.name, device.fqdn, user, String(occurrences), date, module, eventType, details];
  return [...found, fileSha256, 'No'];
}

/** The archive of the last instance: a CSV file with BOM, and a PDF file. */
export function reportArchive(report: ReportModel, world: World, zone: string): Buffer {
  if (report.archive !== null) return report.archive;
  const rows = [headers[report.language], ...world.auditEvents.map((event) => rowOf(event, world, report, zone))];
  const lines = report.changeRows(rows).map((row) => row.map(quoted).join(','));
  const csv = strToU8(`\uFEFF${lines.join('\r\n')}\r\n`);
  return Buffer.from(zipSync({ [`${report.name}.csv`]: csv, [`${report.name}.pdf`]: strToU8('%PDF-1.4\n') }));
}
