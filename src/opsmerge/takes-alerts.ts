import { takesAlertsAnswer } from './answers.js';
import { TAKES_ALERTS } from './documents.js';
import { OpsMergeError } from './error.js';
import type { PublishAlertInput } from './inputs.js';
import type { Transport } from './transport.js';

/** Complete, so that the document can be validated; never carried out. */
const update = { idempotencyKey: '-', revision: 0, severity: 'LOW', status: 'OPEN', title: '-', body: '-' } as const;
const publish: PublishAlertInput = { ...update, type: 'bitdefender', clientId: '-' };
const resolve = { idempotencyKey: '-', revision: 0 };

/**
 * Whether core has the mutations that take alerts, asked with a mutation that carries out nothing. Throws an OpsMergeError when core
 * cannot be reached or refuses the token.
 */
export function takesAlerts(send: Transport['send'], tenantId: string): Promise<boolean> {
  const variables = { publish, update, resolve, carryOut: false };
  return send({ tenantId, document: TAKES_ALERTS, variables, answer: takesAlertsAnswer }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof OpsMergeError && error.code === 'REJECTED' && !error.retryable) return false;
      throw error;
    },
  );
}
