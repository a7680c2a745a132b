import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { createRandom } from '../../../demo/gravityzone/random.js';
import { deaths, type Mortal, noRun, raisePriority, startAgain, syncSoon } from '../../support/deaths.js';
import { connect, mapCompanies } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';
import { surroundings } from '../../support/surroundings.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 900_000;

interface Msp extends Mortal {
  receiver: WebhookReceiver;
  /** This malware is detected on so many more machines, and a sync reads it. */
  infect(name: string, machines?: number): Promise<void>;
}

/** An MSP whose one rule asks for everything a rule can ask for: ticket, notification, page and webhook. */
async function msp(): Promise<Msp> {
  const around = await surroundings();
  const receiver = await startWebhookReceiver();
  receiver.secret = 'the-secret-of-the-receiver-of-the-msp';
  const { world } = around.gravityZone;
  const company = world.addCompany('Bakery');
  const client = around.core.world('msp-one').addClient({ name: 'The Bakery' });
  const service = await around.start();
  const { url, caCertificate } = around.gravityZone;
  await around.data(service, connect, { input: { endpoint: url, apiKey: around.gravityZone.addKey(), caCertificate } });
  const { saveBitdefenderWebhook } = await around.data<{ saveBitdefenderWebhook: { webhook: { id: string } } }>(
    service,
    'mutation ($input: SaveBitdefenderWebhookInput!) { saveBitdefenderWebhook(input: $input) { webhook { id } } }',
    {
      input: { name: 'Mine', url: receiver.url, caCertificate: receiver.caCertificate, secret: receiver.secret },
    },
  );
  const { bitdefenderAlertRules: rules, bitdefenderCompanies: companies } = await around.data<{
    bitdefenderAlertRules: { id: string; version: string }[];
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
  }>(
    service,
    '{ bitdefenderAlertRules { id version } bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }',
  );
  const rule = {
    ruleId: rules[0]?.id,
    version: rules[0]?.version,
    name: 'Everything',
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [
      { kind: 'CREATE_TICKET', priority: 'HIGH', team: 'security' },
      { kind: 'NOTIFY', channel: 'security' },
      { kind: 'PAGE', onCall: 'security' },
      { kind: 'WEBHOOK', webhookId: saveBitdefenderWebhook.webhook.id },
    ],
  };
  await around.data(
    service,
    'mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) { userErrors { message } } }',
    { input: rule },
  );
  const companyId = nodesOf(companies).find(({ bdId }) => bdId === company.id)?.id;
  await around.data(service, mapCompanies, { input: { mappings: [{ companyId, clientId: client.id }] } });
  let machines = 0;
  return {
    around,
    receiver,
    service,
    table: 'alert_action',
    queue: 'deliver',
    hold(moment, pass) {
      around.core.faults[moment === 'request' ? 'beforeMutation' : 'beforeAnswer'] = pass;
      receiver[moment === 'request' ? 'beforeRequest' : 'beforeAnswer'] = pass;
    },
    async infect(name, count = 1) {
      await noRun({ around });
      for (let number = 0; number < count; number += 1) {
        machines += 1;
        const deviceId = world.addDevice({
          companyId: company.id,
          name: `OVEN-${machines}`,
          fqdn: `oven-${machines}`,
        }).id;
        world.addIncident({ companyId: company.id, deviceId, name, severityScore: 88 });
      }
      await syncSoon({ around });
    },
  };
}

interface Action {
  id: string;
  kind: string;
  about: string;
  state: string;
}

const actionsOf = ({ around }: Msp) =>
  around.rows<Action>('select id, kind, threat_name as about, state from alert_action order by created_at, id');

/** Starts a service after a death, and waits until so many actions are there and all of them are done. */
async function recover(given: Msp, count: number): Promise<Action[]> {
  await startAgain(given);
  return given.around.until(async () => {
    await raisePriority(given);
    const actions = await actionsOf(given);
    return actions.length >= count && actions.every(({ state }) => state === 'DONE') ? actions : null;
  });
}

/** What core and the receiver have, by idempotency key, as often as they have it. */
function effectsOf({ around: { core }, receiver }: Msp): string[] {
  return [
    ...core.tickets.map(({ idempotencyKey }) => idempotencyKey ?? ''),
    ...core.tickets.flatMap(({ notes }) => notes.map(({ idempotencyKey }) => idempotencyKey)),
    ...core.notifications.map(({ idempotencyKey }) => idempotencyKey),
    ...core.pages.map(({ idempotencyKey }) => idempotencyKey),
    ...receiver.accepted.keys(),
  ].sort();
}

/** Lets requests through again. */
function calm({ around: { core }, receiver }: Msp) {
  core.faults.clear();
  receiver.beforeRequest = null;
  receiver.beforeAnswer = null;
}

describe.concurrent('kill -9 while actions are delivered, then a start', () => {
  it.for(deaths)(
    '$when: ticket, notification, page, webhook and their notes happen once',
    { timeout },
    async ({ kill, asked }, { expect }) => {
      const given = await msp();
      const killed = kill(given, 4);
      await given.infect('Trojan.Oven');
      await killed;
      calm(given);
      const actions = await recover(given, 4);
      expect(actions.map(({ kind }) => kind).sort()).toEqual(['CREATE_TICKET', 'NOTIFY', 'PAGE', 'WEBHOOK']);
      expect(effectsOf(given)).toEqual(actions.map(({ id }) => id).sort());
      for (const call of ['createTicket', 'sendNotification', 'sendPage'])
        expect(given.around.core.calls.get(call), call).toBe(asked);

      // More of the same: a note to the ticket and one to the receiver.
      const killedAgain = kill(given, 2);
      await given.infect('Trojan.Oven', 2);
      await given.around.until(async () => ((await actionsOf(given)).length === 6 ? true : null));
      await raisePriority(given);
      await killedAgain;
      calm(given);
      const all = await recover(given, 6);
      expect(all.map(({ kind }) => kind).sort()).toEqual([
        'CREATE_TICKET',
        'NOTE',
        'NOTE',
        'NOTIFY',
        'PAGE',
        'WEBHOOK',
      ]);
      expect(effectsOf(given)).toEqual(all.map(({ id }) => id).sort());
      expect(given.around.core.calls.get('addTicketNote')).toBe(asked);
      expect(given.around.core.tickets.flatMap(({ notes }) => notes.map(({ body }) => body))).toEqual([
        expect.stringMatching(/^3 occurrences/),
      ]);
    },
  );

  it('at random, six times over: each action happens once, and none is lost', { timeout }, async ({ expect }) => {
    const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
    process.stdout.write(`The deaths of delivery are of the seed ${seed}.\n`);
    const random = createRandom(seed);
    const given = await msp();
    given.around.core.faults.delayMilliseconds = 150;
    const names = ['Trojan.A', 'Trojan.B', 'Trojan.C', 'Trojan.D'];
    // A threat that comes back is reported in notes.
    const again = names.slice(0, 2);
    for (const name of [...names, ...again]) {
      await given.infect(name);
      // From before the sync to behind the deliveries.
      await sleep(Math.floor(random() * 4_000));
      given.service.kill();
      await given.service.gone;
      await startAgain(given);
    }
    const wanted = [
      ...names.flatMap((name) => ['CREATE_TICKET', 'NOTIFY', 'PAGE', 'WEBHOOK'].map((kind) => `${name} ${kind}`)),
      ...again.flatMap((name) => [`${name} NOTE`, `${name} NOTE`]),
    ];
    given.around.core.faults.clear();
    await noRun(given);
    const actions = await given.around.until(async () => {
      await raisePriority(given);
      const known = await actionsOf(given);
      return known.length >= wanted.length && known.every(({ state }) => state === 'DONE') ? known : null;
    });
    const message = `seed ${seed}`;
    expect(actions.map(({ kind, about }) => `${about} ${kind}`).sort(), message).toEqual(wanted.sort());
    expect(effectsOf(given), message).toEqual(actions.map(({ id }) => id).sort());
  });
});
