import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database } from '../../database/database.js';
import { onlyUuids } from '../../database/uuid.js';
import { type ItemProblem, UserInputError } from '../../graphql/errors.js';
import type { Jobs } from '../../queue/ports.js';
import { followMembers } from '../raising/follow-members.js';
import { changeLifecycles, readLifecycles, type StoredLifecycle } from '../state/alert-changes.js';
import { type AlertDecisionInput, type AlertLifecycle, decide } from '../state/alert-state.js';

const maximumSnoozeMilliseconds = 366 * 24 * 3_600_000;

/** What was asked for: `until` belongs to SNOOZE, `assigneeId` to ASSIGN, where null takes the alerts from whom they are. */
export interface DecideInput {
  ids: string[];
  decision: AlertDecisionInput['decision'];
  until?: Date | null | undefined;
  assigneeId?: string | null | undefined;
  note?: string | null | undefined;
}

/** A person's decision on alerts, all at once. Returns why some were refused, by id; what is not there is NOT_FOUND. */
export async function decideAlerts(
  { database, jobs }: { database: Database; jobs: Jobs },
  viewer: Viewer,
  input: DecideInput,
): Promise<Map<string, ItemProblem>> {
  const now = new Date();
  const decision = decisionOf(input, now);
  const { tenantId, subject } = viewer;
  return database.forTenant(tenantId, async (transaction) => {
    const refused = new Map<string, ItemProblem>();
    const decided: { before: StoredLifecycle; after: AlertLifecycle }[] = [];
    const alerts = await readLifecycles(transaction, tenantId, 'id', onlyUuids(input.ids));
    for (const before of alerts) {
      const after = decide(before, decision, subject);
      if ('refused' in after) refused.set(before.id, { code: 'ALREADY_RESOLVED', message: after.refused });
      else decided.push({ before, after });
    }
    const changed = await changeLifecycles(transaction, tenantId, decided, {
      actor: subject,
      note: input.note,
      jobs,
      now,
    });
    const isChanged = new Set(changed.map(({ alertId }) => alertId));
    const done = decided.filter(({ before }) => isChanged.has(before.id));
    if (input.decision === 'RESOLVE' || input.decision === 'REOPEN')
      await followMembers(transaction, { tenantId, jobs, now }, 'id', [...isChanged]);
    if (done.length > 0)
      await recordAudit(transaction, {
        tenantId,
        actor: subject,
        action: `ALERTS_${input.decision}`,
        subject: 'alerts',
        detail: {
          ...input,
          ids: done.map(({ before }) => before.id),
          before: Object.fromEntries(done.map(({ before: { id, ...standing } }) => [id, standing])),
          after: Object.fromEntries(done.map(({ before: { id }, after }) => [id, after])),
        },
        at: now,
      });
    return refused;
  });
}

function decisionOf({ decision, until, assigneeId }: DecideInput, now: Date): AlertDecisionInput {
  if (decision === 'ASSIGN') return { decision, assigneeId: assigneeId?.trim() || null };
  if (decision !== 'SNOOZE') return { decision };
  if (!until || until <= now || until.getTime() > now.getTime() + maximumSnoozeMilliseconds)
    throw new UserInputError('BAD_TIME', 'Say until when: a time to come, within a year.', ['input', 'until']);
  return { decision, until };
}
