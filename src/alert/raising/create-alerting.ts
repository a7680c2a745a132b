import type { Jobs } from '../../queue/ports.js';
import type { Alerting } from '../../threat/intake/alerting.js';
import { followSeverity } from './follow-severity.js';
import { raiseAlerts } from './raise-alerts.js';
import { resolveAlerts } from './resolve-alerts.js';

/** How threats become alerts; the jobs of their actions go to `jobs`. */
export function createAlerting(jobs: Jobs): Alerting {
  return {
    raise: (transaction, context, threatIds) => raiseAlerts(transaction, { ...context, jobs }, threatIds),
    resolve: (transaction, context, threatIds) => resolveAlerts(transaction, { ...context, jobs }, threatIds),
    followSeverity: (transaction, context, threatIds) => followSeverity(transaction, { ...context, jobs }, threatIds),
  };
}
