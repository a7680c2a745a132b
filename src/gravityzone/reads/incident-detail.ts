import { id, list, property, text } from '../rows/fields.js';
import type { Session } from '../transport/session.js';
import type { IncidentDetail } from '../types.js';
import { affectedFiles, killedBy, mostFiles, quarantinedBy } from './incident-files.js';
import { techniquesOf } from './incident-techniques.js';
import { incidentsAbsent } from './incidents.js';

const path = text(2_000);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The alert that gave the incident its name, else the first one. */
function namingAlert(alerts: unknown[], detectionName: string | null): unknown {
  return alerts.find((alert) => text().parse(property(alert, 'name')) === detectionName) ?? alerts[0];
}

function nodeOfAlert(nodes: unknown[], alert: unknown): unknown {
  const alertId = property(alert, 'id');
  const linked =
    alertId === undefined ? [] : nodes.filter((node) => list(property(node, 'alertIds')).includes(alertId));
  return linked.find((node) => isObject(property(property(node, 'details'), 'file'))) ?? linked[0];
}

/**
 * Reads file, process, user, techniques and affected files of an incident; file, process and user from the graph node of the alert that named the incident, else from that
 * alert's process resource (API reference 3.6).
 */
export function readIncidentDetail(incidentId: string, raw: unknown): IncidentDetail {
  const details = property(raw, 'details');
  const files = affectedFiles(list(property(details, 'nodes')));
  const alert = namingAlert(list(property(details, 'alerts')), text().parse(property(details, 'detectionName')));
  const node = nodeOfAlert(list(property(details, 'nodes')), alert);
  const file = property(property(node, 'details'), 'file');
  const process = property(property(node, 'details'), 'process');
  const resources = list(property(alert, 'resources'));
  const resource = property(
    resources.find((candidate) => property(candidate, 'type') === 'process'),
    'details',
  );
  const processPath = path.parse(property(resource, 'processPath'));
  return {
    id: incidentId,
    filePath: path.parse(property(file, 'path')) ?? processPath,
    fileHash: text(128).parse(property(file, 'sha256')) ?? text(128).parse(property(file, 'md5')),
    processPath: processPath ?? path.parse(property(file, 'path')),
    commandLine: path.parse(property(process, 'commandLine')) ?? path.parse(property(resource, 'commandLine')),
    user: text().parse(property(process, 'userName')) ?? text().parse(property(resource, 'user')),
    quarantined: quarantinedBy(node),
    killed: killedBy(node),
    techniques: techniquesOf(raw),
    files: files.slice(0, mostFiles),
    fileCount: files.length,
  };
}

/** See `GravityZone.incident`. A response can be tens of kilobytes; only the fields that are used are returned. */
export async function incident(session: Session, incidentId: string, signal?: AbortSignal): Promise<IncidentDetail> {
  try {
    const raw = await session.transport.call('incident', { id: incidentId }, signal);
    return readIncidentDetail(id.parse(property(raw, 'incidentId')) ?? incidentId, raw);
  } catch (error) {
    throw incidentsAbsent(session, error);
  }
}
