import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

type Kind = Parameters<typeof versionNow>[1];
interface Payload {
  userErrors: { code: string; field: string[]; message: string }[];
}

/** What overwrites what people have read: the mutation, what has the version, and the input of one person or another. */
interface Case {
  mutation: string;
  what: Kind;
  id: () => string | undefined;
  input: (name: string) => object;
}

const bob: Identity = { ...admin, subject: 'bob' };
const everywhere = { scope: { kind: 'ALL', clientIds: [] }, conditions: {} };

describe('two admins who save one thing at the gateway', () => {
  let environment: TestEnvironment;
  let clientId: string;
  const ids: Partial<Record<Kind, string>> = {};

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    ids.integration = (await connectSimulator(environment)).integrationId;
    await mapByBdId(environment, { [bakery.companyId]: clientId });
    const { bitdefenderAlertRules: rules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
      admin,
      '{ bitdefenderAlertRules { id } }',
    );
    ids.rule = rules[0]?.id ?? '';
    const { saveBitdefenderWebhook } = await environment.data<{ saveBitdefenderWebhook: { webhook: { id: string } } }>(
      admin,
      'mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) { webhook { id } } }',
      { input: { name: 'Chat', url: 'https://hooks.example.com/chat' } },
    );
    ids.webhook = saveBitdefenderWebhook.webhook.id;
  });

  /** Read where it is saved: at the gateway. */
  const version = (what: Kind, id?: string) =>
    versionNow(environment, what, { id, url: environment.gateway?.url ?? '' });

  async function save(identity: Identity, mutation: string, input: object): Promise<Payload> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await environment.data<Record<string, Payload>>(
      identity,
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code field message } } }`,
      { input },
    );
    return answer[mutation] ?? { userErrors: [] };
  }

  const cases: Case[] = [
    {
      mutation: 'saveBitdefenderAlertRule',
      what: 'rule',
      id: () => ids.rule,
      input: (name) => ({ ruleId: ids.rule, ...everywhere, name, actions: [{ kind: 'NOTIFY', channel: name }] }),
    },
    {
      mutation: 'saveBitdefenderWebhook',
      what: 'webhook',
      id: () => ids.webhook,
      input: (name) => ({ webhookId: ids.webhook, name, url: 'https://hooks.example.com/chat' }),
    },
    {
      mutation: 'updateBitdefenderSettings',
      what: 'settings',
      id: () => undefined,
      input: (name) => ({ portalHiddenClientIds: [name] }),
    },
    {
      mutation: 'setBitdefenderExpectations',
      what: 'expectations',
      id: () => undefined,
      input: (name) => ({ policies: [name] }),
    },
    {
      mutation: 'setBitdefenderExpectations',
      what: 'expectations',
      id: () => clientId,
      input: (name) => ({ clientId, policies: [name] }),
    },
    {
      mutation: 'updateBitdefenderIntegration',
      what: 'integration',
      id: () => ids.integration,
      input: (name) => ({ integrationId: ids.integration, name }),
    },
    {
      mutation: 'setBitdefenderTimeZone',
      what: 'integration',
      id: () => ids.integration,
      input: (name) => ({ integrationId: ids.integration, timeZone: name === 'ada' ? 'Europe/Berlin' : 'Europe/Rome' }),
    },
  ];

  it.each(cases)(
    'are distinguished by the version they have read, with $mutation',
    async ({ mutation, what, id, input }) => {
      const read = () => version(what, id());
      const before = await read();
      expect(before).toMatch(/^[\w-]{22}$/);
      expect((await save(admin, mutation, input('ada'))).userErrors).toMatchObject([
        { code: 'VERSION_REQUIRED', field: ['input', 'version'] },
      ]);
      expect(await read()).toBe(before);

      // At the same time: one is first, whichever.
      const both = await Promise.all(
        [admin, bob].map((person) => save(person, mutation, { ...input(person.subject), version: before })),
      );
      const errors = both.flatMap(({ userErrors }) => userErrors);
      expect(errors).toMatchObject([{ code: 'CHANGED_MEANWHILE', field: ['input', 'version'] }]);
      expect(errors[0]?.message).toContain('read it again');
      expect(await read()).not.toBe(before);

      // Who has lost reads again, and saves.
      expect(await save(bob, mutation, { ...input('carol'), version: await read() })).toEqual({ userErrors: [] });
    },
  );

  it('are distinguished by the order they have read, with reorderBitdefenderAlertRules', async () => {
    const { bitdefenderAlertRules: rules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
      admin,
      '{ bitdefenderAlertRules { id } }',
    );
    const previousRuleIds = rules.map(({ id }) => id);
    const [first = '', second = '', ...others] = previousRuleIds;
    const mutation = 'reorderBitdefenderAlertRules';
    const field = ['input', 'previousRuleIds'];
    expect((await save(admin, mutation, { ruleIds: previousRuleIds })).userErrors).toMatchObject([
      { code: 'VERSION_REQUIRED', field },
    ]);
    const both = await Promise.all([
      save(admin, mutation, { ruleIds: [second, first, ...others], previousRuleIds }),
      save(bob, mutation, { ruleIds: previousRuleIds.toReversed(), previousRuleIds }),
    ]);
    expect(both.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'CHANGED_MEANWHILE', field }]);
  });

  it('keep the order of rules while one of them is saved', async () => {
    const before = await version('rule', ids.rule);
    const { bitdefenderAlertRules: rules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
      admin,
      '{ bitdefenderAlertRules { id } }',
    );
    const previousRuleIds = rules.map(({ id }) => id);
    const ruleIds = previousRuleIds.toReversed();
    expect(await save(bob, 'reorderBitdefenderAlertRules', { ruleIds, previousRuleIds })).toEqual({ userErrors: [] });
    expect(await version('rule', ids.rule)).toBe(before);
  });
});
