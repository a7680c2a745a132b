import { describe, expect, it } from 'vitest';
import type { PublicationToSend } from '../../../../src/alert/publication/read-publication.js';
import { sendPublication } from '../../../../src/alert/publication/send-publication.js';
import type { CoreAlert } from '../../../../src/opsmerge/opsmerge.js';

const publication = (state: string, more: Partial<PublicationToSend> = {}): PublicationToSend => ({
  id: 'alert-1',
  clientId: 'client-1',
  revision: 3,
  platformAlertId: null,
  alert: {
    ...{ kind: 'THREAT', alertType: 'bitdefender', state, title: 'Trojan.One', detail: null, severity: 3 },
    ...{
      hostName: 'OVEN-01',
      agentId: 'agent-1',
      filePath: null,
      action: null,
      link: null,
      detectedAt: null,
      held: null,
    },
  },
  ...more,
});

/** A core that has the alert at this revision, once it was published; and what it was asked. */
function core(revision: number) {
  const calls: [name: string, revision: number, status?: string][] = [];
  const answer = (alert: number): CoreAlert => ({ id: 'platform-1', revision: alert, ticket: null });
  return {
    calls,
    publishAlert: async (_: string, input: { revision: number; status: string }) => {
      calls.push(['publishAlert', input.revision, input.status]);
      return answer(revision);
    },
    updateAlert: async (_: string, input: { revision: number; status: string }) => {
      calls.push(['updateAlert', input.revision, input.status]);
      return answer(input.revision);
    },
    resolveAlert: async (_: string, input: { revision: number }) => {
      calls.push(['resolveAlert', input.revision]);
      return answer(input.revision);
    },
  };
}

describe('what is sent of a published alert', () => {
  const known = { platformAlertId: 'platform-1' };
  it.each([
    ['that is new', publication('OPEN'), 3, [['publishAlert', 3, 'OPEN']]],
    ['that is new and taken over', publication('ACKNOWLEDGED'), 3, [['publishAlert', 3, 'ACKNOWLEDGED']]],
    [
      'whose first attempt arrived with what it was then',
      publication('OPEN'),
      2,
      [
        ['publishAlert', 3, 'OPEN'],
        ['updateAlert', 3, 'OPEN'],
      ],
    ],
    [
      'that ended before core had it',
      publication('RESOLVED'),
      2,
      [
        ['publishAlert', 2, 'OPEN'],
        ['resolveAlert', 3],
      ],
    ],
    ['that changed', publication('OPEN', known), 2, [['updateAlert', 3, 'OPEN']]],
    ['that was put aside', publication('SNOOZED', known), 2, [['updateAlert', 3, 'ACKNOWLEDGED']]],
    ['that ended', publication('RESOLVED', known), 2, [['resolveAlert', 3]]],
  ])('%s', async (_, given, revision, expected) => {
    const { calls, ...asked } = core(revision);
    expect(await sendPublication(asked, 'tenant', given)).toMatchObject({ id: 'platform-1', revision: 3 });
    expect(calls).toEqual(expected);
  });

  it('names type, severity, client and agent, under the id of the alert', async () => {
    const inputs: unknown[] = [];
    const asked = {
      ...core(3),
      publishAlert: async (_: string, input: unknown) => {
        inputs.push(input);
        return { id: 'p', revision: 3, ticket: null };
      },
    };
    await sendPublication(asked, 'tenant', publication('OPEN'));
    expect(inputs).toEqual([
      {
        ...{ idempotencyKey: 'alert-1', revision: 3, type: 'bitdefender', severity: 'HIGH', status: 'OPEN' },
        ...{ clientId: 'client-1', agentId: 'agent-1', title: 'Bitdefender: Trojan.One on OVEN-01' },
        body: expect.stringContaining('Severity: HIGH'),
      },
    ]);
  });
});
