import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';
import { asTenant } from '../database/tenancy.js';
import { recordAudit } from './audit.js';

/** What somebody has looked at, or was refused. */
export interface Access {
  action: 'KEY_METADATA_READ' | 'REFUSED';
  /** The id of what was read, or the entry point that was refused. */
  subject: string;
}

/** Puts accesses on record in the audit, beside the answer of their requests. */
export interface AccessLog {
  /** Records an access of a viewer; the same one of the same viewer once an hour. */
  record(viewer: Viewer, access: Access): void;
  /** Waits for what is still being written. */
  close(): Promise<void>;
}

const onceInMilliseconds = 3_600_000;
/** Beyond these all are forgotten, and recorded again. */
const mostRemembered = 10_000;

/** Accesses are many and change nothing, so each is recorded once an hour by each process: nobody can fill the audit with them. */
export function createAccessLog(
  database: Database,
  onProblem: (error: Error) => void,
  clock: () => Date = () => new Date(),
): AccessLog {
  const recorded = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  return {
    record({ tenantId, subject: actor }, { action, subject }) {
      const at = clock();
      const key = JSON.stringify([tenantId, actor, action, subject]);
      if ((recorded.get(key) ?? Number.NEGATIVE_INFINITY) > at.getTime() - onceInMilliseconds) return;
      if (recorded.size >= mostRemembered) recorded.clear();
      recorded.set(key, at.getTime());
      const entry = { tenantId, actor, action, subject, detail: {}, at };
      const writing = asTenant(tenantId, () => recordAudit(database.query, entry))
        .catch((error: Error) => {
          recorded.delete(key);
          onProblem(error);
        })
        .finally(() => pending.delete(writing));
      pending.add(writing);
    },
    async close() {
      await Promise.all(pending);
    },
  };
}
