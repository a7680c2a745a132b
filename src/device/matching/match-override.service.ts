import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Queries } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { UserInputError } from '../../graphql/errors.js';
import type { CoreAgent, OpsMerge } from '../../opsmerge/opsmerge.js';
import { addAgent, rematchClient } from './match-client.js';
import { readOverrides } from './match-override.reader.js';
import type { OverrideKind } from './resolve-overrides.js';

/** A device and an agent to pin or to forbid. */
export interface OverrideRequest {
  deviceId: string;
  agentId: string;
  note?: string | null;
}

/** Changes match overrides and rematches the client immediately. Each method returns the id of the device. */
export interface MatchOverrideService {
  /** Adds an override. It replaces earlier ones of the same pair, and a pin also replaces the earlier pin of the device. */
  decide(viewer: Viewer, kind: OverrideKind, request: OverrideRequest): Promise<string>;
  remove(viewer: Viewer, decisionId: string): Promise<string>;
}

export function createMatchOverrideService(parts: { database: Database; opsMerge: OpsMerge }): MatchOverrideService {
  const { database, opsMerge } = parts;

  /** An agent that was installed, or has moved to this client, since the last sync; undefined if core has no such agent. */
  async function findInCore(tenantId: string, clientId: string, agentId: string): Promise<CoreAgent | undefined> {
    for await (const page of opsMerge.agents(tenantId, clientId)) {
      const found = page.find(({ id }) => id === agentId);
      if (found) return found;
    }
    return undefined;
  }

  return {
    async decide({ tenantId, subject }, kind, { deviceId, agentId, note }) {
      const reason = note?.trim() || null;
      const { clientId } = await findDevice(database.query, tenantId, deviceId);
      const known = await findAgent(database.query, tenantId, agentId);
      // Outside the transaction, so that no lock is held during the call to core.
      const fresh = known?.clientId === clientId ? undefined : await findInCore(tenantId, clientId, agentId);
      if (known?.clientId !== clientId && fresh === undefined)
        throw known
          ? new UserInputError(
              'OTHER_CLIENT',
              'The device and the agent belong to different clients. Choose an agent of the same client.',
              ['input', 'agentId'],
            )
          : new UserInputError('AGENT_NOT_FOUND', 'The client has no such agent.', ['input', 'agentId']);

      return database.forTenant(tenantId, async (transaction) => {
        const device = await findDevice(transaction, tenantId, deviceId);
        if (device.clientId === clientId && fresh) await addAgent(transaction, tenantId, fresh);
        const agent = await findAgent(transaction, tenantId, agentId);
        if (device.clientId !== clientId || agent?.clientId !== clientId)
          throw new UserInputError(
            'CHANGED_MEANWHILE',
            'The device or the agent has just moved to another client. Reload and try again.',
          );
        const replaced = await replacedBy(transaction, tenantId, { kind, deviceId: device.id, agent });
        if (replaced.length > 0)
          await transaction
            .deleteFrom('matchDecision')
            .where('tenantId', '=', tenantId)
            .where(
              'id',
              'in',
              replaced.map((override) => override.id),
            )
            .execute();
        const id = randomUUID();
        const now = new Date();
        await transaction
          .insertInto('matchDecision')
          .values({
            tenantId,
            id,
            clientId,
            kind,
            deviceId: device.id,
            hostKey: device.hostKey,
            agentId,
            agentHostKey: agent.hostKey,
            decidedBy: subject,
            decidedAt: now,
            note: reason,
          })
          .execute();
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: kind === 'PIN' ? 'DEVICE_PINNED' : 'MATCH_FORBIDDEN',
          subject: device.id,
          detail: {
            clientId,
            note: reason,
            before: replaced.map((override) => ({
              decisionId: override.id,
              kind: override.kind,
              agentId: override.agentId,
            })),
            after: { decisionId: id, kind, agentId },
          },
          at: now,
        });
        await rematchClient(transaction, tenantId, clientId);
        return device.id;
      });
    },

    remove: ({ tenantId, subject }, decisionId) =>
      database.forTenant(tenantId, async (transaction) => {
        const removed = await transaction
          .deleteFrom('matchDecision')
          .where('tenantId', '=', tenantId)
          .where('id', '=', uuidOrNone(decisionId))
          .returningAll()
          .executeTakeFirst();
        if (removed === undefined)
          throw new UserInputError('NOT_FOUND', 'There is no such decision.', ['input', 'decisionId']);
        const { id, kind, clientId, deviceId, agentId } = removed;
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: 'MATCH_DECISION_REMOVED',
          subject: deviceId,
          detail: { clientId, before: { decisionId: id, kind, agentId }, after: null },
          at: new Date(),
        });
        await rematchClient(transaction, tenantId, clientId);
        return deviceId;
      }),
  };
}

async function findDevice(queries: Queries, tenantId: string, deviceId: string) {
  const field = ['input', 'deviceId'];
  const device = await queries
    .selectFrom('device')
    .select(['id', 'clientId', 'hostKey', 'managed'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', uuidOrNone(deviceId))
    .executeTakeFirst();
  if (device === undefined) throw new UserInputError('DEVICE_NOT_FOUND', 'There is no such device.', field);
  const { clientId } = device;
  if (clientId === null)
    throw new UserInputError('DEVICE_NOT_MAPPED', "Map the device's company to a client first.", field);
  if (!device.managed)
    throw new UserInputError(
      'DEVICE_NOT_MANAGED',
      'Bitdefender does not protect this device, so it cannot be matched to an agent.',
      field,
    );
  return { ...device, clientId };
}

function findAgent(queries: Queries, tenantId: string, agentId: string) {
  return queries
    .selectFrom('agent')
    .select(['id', 'clientId', 'hostKey'])
    .where('tenantId', '=', tenantId)
    .where('id', '=', agentId)
    .executeTakeFirst();
}

/**
 * The overrides that a new one replaces. Those of a twin that Bitdefender still lists stay: the user may want to keep the
 * two apart.
 */
async function replacedBy(
  queries: Queries,
  tenantId: string,
  decided: { kind: OverrideKind; deviceId: string; agent: { id: string; hostKey: string } },
): Promise<{ id: string; kind: OverrideKind; agentId: string }[]> {
  const bearing = await readOverrides(queries, tenantId, [decided.deviceId]);
  const earlier = bearing.filter(({ ofListedTwin }) => !ofListedTwin);
  const stored = await queries
    .selectFrom('agent')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ['', ...earlier.map(({ agentId }) => agentId)])
    .execute();
  const existing = new Set(stored.map(({ id }) => id));
  const { agent, kind } = decided;
  const isOfAgent = ({ agentId, agentHostKey }: { agentId: string; agentHostKey: string }) =>
    agentId === agent.id || (!existing.has(agentId) && agentHostKey !== '' && agentHostKey === agent.hostKey);
  return earlier.filter((override) => isOfAgent(override) || (kind === 'PIN' && override.kind === 'PIN'));
}
