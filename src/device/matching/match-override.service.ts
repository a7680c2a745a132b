import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Queries } from '../../database/database.js';
import { uuidOrNone } from '../../database/uuid.js';
import { UserInputError } from '../../graphql/errors.js';
import type { CoreAgent, OpsMerge } from '../../opsmerge/opsmerge.js';
import { addAgent, rematchClient } from './match-client.js';
import { readDecisions } from './match-override.reader.js';
import type { DecisionKind } from './resolve-decisions.js';

export interface DecisionRequest {
  deviceId: string;
  agentId: string;
  note?: string | null;
}

/** What people decide about matches; the client is matched again at once. Each returns the id of the device. */
export interface MatchOverrideService {
  /** A decision replaces what was said before of the same two, and a pin also the device's earlier pin. */
  decide(viewer: Viewer, kind: DecisionKind, request: DecisionRequest): Promise<string>;
  remove(viewer: Viewer, decisionId: string): Promise<string>;
}

const maximumNote = 1000;

export function createMatchOverrideService(parts: { database: Database; opsMerge: OpsMerge }): MatchOverrideService {
  const { database, opsMerge } = parts;

  /** An agent that was installed since the last sync, or has moved to this client since. */
  async function askCore(tenantId: string, clientId: string, agentId: string): Promise<CoreAgent | undefined> {
    for await (const page of opsMerge.agents(tenantId, clientId)) {
      const found = page.find(({ id }) => id === agentId);
      if (found) return found;
    }
    return undefined;
  }

  return {
    async decide({ tenantId, subject }, kind, { deviceId, agentId, note }) {
      const reason = note?.trim() || null;
      if (reason !== null && reason.length > maximumNote)
        throw new UserInputError('TOO_LONG', `Keep the note to ${maximumNote} characters.`, ['input', 'note']);
      const { clientId } = await findDevice(database.query, tenantId, deviceId);
      const known = await findAgent(database.query, tenantId, agentId);
      // Outside of the transaction: no lock is held while core is asked.
      const fresh = known?.clientId === clientId ? undefined : await askCore(tenantId, clientId, agentId);
      if (known?.clientId !== clientId && fresh === undefined)
        throw known
          ? new UserInputError('OTHER_CLIENT', 'The device and the agent are of two clients: choose one of the same.', [
              'input',
              'agentId',
            ])
          : new UserInputError('AGENT_NOT_FOUND', 'The client has no such agent.', ['input', 'agentId']);

      return database.forTenant(tenantId, async (transaction) => {
        const device = await findDevice(transaction, tenantId, deviceId);
        if (device.clientId === clientId && fresh) await addAgent(transaction, tenantId, fresh);
        const agent = await findAgent(transaction, tenantId, agentId);
        if (device.clientId !== clientId || agent?.clientId !== clientId)
          throw new UserInputError('CHANGED_MEANWHILE', 'The device or the agent has just moved: look again.');
        const replaced = await replacedBy(transaction, tenantId, { kind, deviceId: device.id, agent });
        if (replaced.length > 0)
          await transaction
            .deleteFrom('matchDecision')
            .where('tenantId', '=', tenantId)
            .where(
              'id',
              'in',
              replaced.map((decision) => decision.id),
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
            before: replaced.map((decision) => ({
              decisionId: decision.id,
              kind: decision.kind,
              agentId: decision.agentId,
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
      'BD does not protect this device, so it has no agent to match.',
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
 * The decisions a new one makes void. What was said of a twin that BD still lists stays: a person may mean to tell the two
 * apart.
 */
async function replacedBy(
  queries: Queries,
  tenantId: string,
  decided: { kind: DecisionKind; deviceId: string; agent: { id: string; hostKey: string } },
): Promise<{ id: string; kind: DecisionKind; agentId: string }[]> {
  const bearing = await readDecisions(queries, tenantId, [decided.deviceId]);
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
  return earlier.filter((decision) => isOfAgent(decision) || (kind === 'PIN' && decision.kind === 'PIN'));
}
