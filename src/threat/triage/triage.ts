import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Tables } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import { UserInputError } from '../../graphql/errors.js';
import type { Alerting } from '../intake/alerting.js';
import { rerateThreats } from '../intake/rerate.js';
import { recordThreatChanges, type ThreatChange, type ThreatChangeKind } from '../intake/threat-changes.js';

export type TriageDecision = 'RESOLVE' | 'REOPEN' | 'FALSE_POSITIVE' | 'ASSIGN' | 'NOTE';

const outcomes: Readonly<Partial<Record<TriageDecision, { status: string; change: ThreatChangeKind }>>> = {
  RESOLVE: { status: 'RESOLVED', change: 'RESOLVED' },
  REOPEN: { status: 'UNRESOLVED', change: 'REOPENED' },
  FALSE_POSITIVE: { status: 'FALSE_POSITIVE', change: 'FALSE_POSITIVE' },
};

/** What was asked for: `assigneeId` belongs to ASSIGN, where null takes the threats from whom they are. */
export interface TriageInput {
  ids: string[];
  decision: TriageDecision;
  assigneeId?: string | null | undefined;
  note?: string | null | undefined;
}

/**
 * A person's decision on threats, theirs and their alerts'. Nothing is written back to BD. Threats that are so already are
 * left as they are, but a note is kept.
 */
export async function triageThreats(
  parts: { database: Database; alerting: Alerting },
  viewer: Viewer,
  given: TriageInput,
): Promise<void> {
  const input = checked(given);
  const { tenantId, subject } = viewer;
  const { alerting } = parts;
  await parts.database.forTenant(tenantId, async (transaction) => {
    const now = new Date();
    const { rows } = await sql<{ id: string; status: string; assigneeId: string | null }>`
      select id, status, assignee_id from threat where tenant_id = ${tenantId}
        and id = any(${onlyUuids(input.ids)}::uuid[]) order by detected_at, id`.execute(transaction);
    const changes = rows.flatMap((threat) => changeOf(threat, input, subject));
    if (changes.length === 0) return;
    await writeDecision(transaction, { tenantId, subject, now }, input, changes);
    await recordThreatChanges(transaction, tenantId, changes, now);
    const decided = changes.filter(({ kind }) => kind === outcomes[input.decision]?.change).map((one) => one.threatId);
    const context = { tenantId, now, actor: subject };
    if (input.decision === 'REOPEN') {
      // Only what is open follows the bands.
      await rerateThreats(
        transaction,
        { ...context, actor: 'opsmerge', alerting },
        sql`threat.id = any(${decided}::uuid[])`,
      );
      await alerting.raise(transaction, { ...context, cameBack: new Set(decided) }, decided);
    } else await alerting.resolve(transaction, context, decided);
    await recordAudit(transaction, {
      tenantId,
      actor: subject,
      action: `THREATS_${input.decision}`,
      subject: 'threats',
      detail: { ...input, ids: changes.map(({ threatId }) => threatId), ...standings(rows, input, changes) },
      at: now,
    });
  });
}

function checked(input: TriageInput) {
  const note = input.note?.trim() || null;
  const assigneeId = input.assigneeId?.trim() || null;
  if (input.decision === 'NOTE' && note === null)
    throw new UserInputError('NOTE_MISSING', 'Write the note.', ['input', 'note']);
  if (input.decision !== 'ASSIGN' && assigneeId !== null)
    throw new UserInputError('NOT_ASSIGNING', 'An assignee goes with the decision ASSIGN only.', [
      'input',
      'assigneeId',
    ]);
  return { ids: input.ids, decision: input.decision, assigneeId, note };
}

/** What the decision changes of one threat: at most one thing. */
function changeOf(
  threat: { id: string; status: string; assigneeId: string | null },
  { decision, assigneeId, note }: ReturnType<typeof checked>,
  actor: string,
): ThreatChange[] {
  const noted = note === null ? {} : { note };
  const outcome = outcomes[decision];
  if (outcome !== undefined && outcome.status !== threat.status)
    return [
      {
        threatId: threat.id,
        kind: outcome.change,
        actor,
        detail: { from: threat.status, to: outcome.status, ...noted },
      },
    ];
  if (decision === 'ASSIGN' && assigneeId !== threat.assigneeId)
    return [{ threatId: threat.id, kind: 'ASSIGNED', actor, detail: { assigneeId, ...noted } }];
  return note === null ? [] : [{ threatId: threat.id, kind: 'NOTED', actor, detail: { note } }];
}

/** How the changed threats stood and stand, by their ids: what an audit is asked for. */
function standings(
  threats: { id: string; status: string; assigneeId: string | null }[],
  { decision, assigneeId }: ReturnType<typeof checked>,
  changes: readonly ThreatChange[],
) {
  const changed = new Set(changes.map(({ threatId }) => threatId));
  const before = threats
    .filter(({ id }) => changed.has(id))
    .map(({ id, status, assigneeId: assignee }) => [id, { status, assigneeId: assignee }] as const);
  const status = outcomes[decision]?.status;
  const decided = { ...(status !== undefined && { status }), ...(decision === 'ASSIGN' && { assigneeId }) };
  return {
    before: Object.fromEntries(before),
    after: Object.fromEntries(before.map(([id, standing]) => [id, { ...standing, ...decided }])),
  };
}

async function writeDecision(
  transaction: Transaction<Tables>,
  { tenantId, subject, now }: { tenantId: string; subject: string; now: Date },
  { decision, assigneeId, note }: ReturnType<typeof checked>,
  changes: readonly ThreatChange[],
): Promise<void> {
  const status = outcomes[decision]?.status;
  const open = status === 'UNRESOLVED';
  // What is so already keeps who did it and when.
  const statusColumns = sql`
    resolved_by = case when status = ${status} then resolved_by else ${open ? null : subject} end,
    resolved_at = case when status = ${status} then resolved_at else ${open ? null : now}::timestamptz end,
    status = ${status},`;
  await sql`
    update threat set ${status === undefined ? sql`` : statusColumns}
      ${decision === 'ASSIGN' ? sql`assignee_id = ${assigneeId},` : sql``}
      note = coalesce(${note}, note), changed_at = ${now}
    where tenant_id = ${tenantId} and id = any(${changes.map(({ threatId }) => threatId)}::uuid[])`.execute(
    transaction,
  );
}
