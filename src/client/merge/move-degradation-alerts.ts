import { sql } from 'kysely';
import { degradations } from '../../alert/degradation/degradations.js';
import { degradationSubject } from '../../alert/degradation/follow-degradation.js';
import { changeLifecycles, type StoredLifecycle } from '../../alert/state/alert-changes.js';
import { reopened } from '../../alert/state/alert-state.js';
import type { Move } from './move.js';

interface Standing extends StoredLifecycle {
  subject: string;
}

/**
 * Alerts of degraded protection are one for each client and cause. Where only one of the two clients has one that is not over, that one goes
 * on for both, and no rule is asked again. Where both have, the one of the merged client is resolved: its machines are counted in the other.
 */
export const moveDegradationAlerts: Move = async (transaction, { tenantId, from, into, jobs, now }) => {
  const subjectsOf = (clientId: string) => degradations.map((cause) => degradationSubject({ clientId, cause }));
  const { rows } = await sql<Standing>`
    select id, subject, state, taken_over_by, assignee_id, snoozed_until from alert
    where tenant_id = ${tenantId} and subject = any(${[...subjectsOf(from), ...subjectsOf(into)]}::text[])
    order by id`.execute(transaction);
  const bySubject = new Map(rows.map((row) => [row.subject, row]));
  for (const cause of degradations) {
    const subject = degradationSubject({ clientId: into, cause });
    const theirs = bySubject.get(degradationSubject({ clientId: from, cause }));
    const own = bySubject.get(subject);
    if (theirs === undefined) continue;
    const goesOn = own === undefined || (own.state === 'RESOLVED' && theirs.state !== 'RESOLVED');
    // What is over keeps a subject of its own: the check of the client no longer finds it.
    if (goesOn && own !== undefined) await rename(own.id, `${subject}:${own.id}`);
    await rename(theirs.id, goesOn ? subject : `${subject}:${theirs.id}`);
    if (!goesOn && theirs.state !== 'RESOLVED') {
      const after = { ...reopened(theirs), state: 'RESOLVED' as const };
      await changeLifecycles(transaction, tenantId, [{ before: theirs, after }], { actor: 'opsmerge', jobs, now });
    }
  }
  // They are few, and all done; as rows of their table they move with the others.
  return 0;

  async function rename(id: string, subject: string): Promise<void> {
    await transaction
      .updateTable('alert')
      .set({ subject })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
};
