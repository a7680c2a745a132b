import { nothingDoneAnswer } from './answers.js';
import { NOTIFIES_PEOPLE, NOTIFIES_TEAMS, TAKES_ALERTS } from './documents.js';
import { isUnknownToCore } from './error.js';
import type { NotifyPersonInput, NotifyTeamInput, PublishAlertInput } from './inputs.js';
import type { Transport } from './transport.js';

/** Complete, so that the documents can be validated; never carried out. */
const update = { idempotencyKey: '-', revision: 0, severity: 'LOW', status: 'OPEN', title: '-', body: '-' } as const;
const publish: PublishAlertInput = { ...update, type: 'bitdefender', clientId: '-' };
const resolve = { idempotencyKey: '-', revision: 0 };
const message = { idempotencyKey: '-', scope: '-', title: '-', body: '-' };
const notification: NotifyPersonInput = { ...message, userId: '-' };
const teamNotification: NotifyTeamInput = { ...message, teamId: '-' };

/**
 * Whether core has the mutations that take alerts, asked with a mutation that carries out nothing. Throws an OpsMergeError when core
 * cannot be reached or refuses the token.
 */
export const takesAlerts = (send: Transport['send'], tenantId: string): Promise<boolean> =>
  knows(send, tenantId, TAKES_ALERTS, { publish, update, resolve });

/** Whether core has the mutation that notifies one person, asked in the same way. */
export const notifiesPeople = (send: Transport['send'], tenantId: string): Promise<boolean> =>
  knows(send, tenantId, NOTIFIES_PEOPLE, { input: notification });

/** Whether core has the mutation that notifies a team, asked in the same way. */
export const notifiesTeams = (send: Transport['send'], tenantId: string): Promise<boolean> =>
  knows(send, tenantId, NOTIFIES_TEAMS, { input: teamNotification });

function knows(send: Transport['send'], tenantId: string, document: string, inputs: object): Promise<boolean> {
  const variables = { ...inputs, carryOut: false };
  return send({ tenantId, document, variables, answer: nothingDoneAnswer }).then(
    () => true,
    (error: unknown) => {
      if (isUnknownToCore(error)) return false;
      throw error;
    },
  );
}
