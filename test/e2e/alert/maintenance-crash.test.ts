import { DateTime } from 'luxon';
import { describe, it } from 'vitest';
import { deaths, type Mortal, noRun, raisePriority, startAgain, syncSoon } from '../../support/deaths.js';
import { connect, mapCompanies } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';
import { surroundings } from '../../support/surroundings.js';

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 900_000;

const held = 3;

/** An MSP with a rule that makes tickets, and alerts that a maintenance window holds. */
async function msp(): Promise<Mortal & { endWindow(): Promise<void> }> {
  const around = await surroundings();
  const { core, gravityZone, data, rows } = around;
  const company = gravityZone.world.addCompany('Bakery');
  const client = core.world('msp-one').addClient({ name: 'The Bakery' });
  const service = await around.start();
  const { url, caCertificate } = gravityZone;
  await data(service, connect, { input: { endpoint: url, apiKey: gravityZone.addKey(), caCertificate } });
  await rows('delete from alert_rule');
  const rule = {
    name: 'Ticket',
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [{ kind: 'CREATE_TICKET', priority: 'HIGH', team: 'security' }],
  };
  await data(
    service,
    'mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) { userErrors { message } } }',
    { input: rule },
  );
  const { bitdefenderCompanies } = await data<{
    bitdefenderCompanies: { edges: { node: { id: string; bdId: string } }[] };
  }>(service, '{ bitdefenderCompanies(first: 100) { edges { node { id bdId } } } }');
  const companyId = nodesOf(bitdefenderCompanies).find(({ bdId }) => bdId === company.id)?.id;
  await data(service, mapCompanies, { input: { mappings: [{ companyId, clientId: client.id }] } });
  const begun = DateTime.utc().minus({ minutes: 10 });
  const schedule = { date: begun.toFormat('yyyy-MM-dd'), time: begun.toFormat('HH:mm'), minutes: 600, timeZone: 'UTC' };
  await data(
    service,
    `mutation ($input: SaveBitdefenderMaintenanceWindowInput!) { saveBitdefenderMaintenanceWindow(input: $input) {
      userErrors { message } } }`,
    { input: { name: 'Patch night', clientId: client.id, schedule } },
  );
  await noRun({ around });
  for (let number = 1; number <= held; number += 1) {
    const deviceId = gravityZone.world.addDevice({ companyId: company.id, name: `OVEN-${number}` }).id;
    gravityZone.world.addIncident({ companyId: company.id, deviceId, name: `Trojan.${number}`, severityScore: 88 });
  }
  await syncSoon({ around });
  await around.until(
    async () => (await rows('select from alert_hold where look_at is not null')).length === held || null,
  );
  return {
    ...{ around, service, table: 'alert_action', queue: 'deliver' },
    hold(moment, pass) {
      core.faults[moment === 'request' ? 'beforeMutation' : 'beforeAnswer'] = pass;
    },
    async endWindow() {
      await rows('update maintenance_window set ended_at = now()');
      await rows('update alert_hold set look_at = now() where look_at is not null');
    },
  };
}

/** Waits until each alert that was held has its ticket. */
async function recovered(given: Mortal) {
  const { rows, until } = given.around;
  await until(async () => {
    await raisePriority(given);
    const done = await rows(`select from alert_action where state = 'DONE'`);
    const open = await rows(`select from pgboss.job where name = 'deliver' and state < 'completed'`);
    return (done.length >= held && open.length === 0) || null;
  });
  return {
    tickets: given.around.core.tickets.map(({ title }) => title.match(/Trojan\.\d/)?.[0]).toSorted(),
    actions: (await rows('select from alert_action')).length,
    waiting: (await rows('select from alert_hold where look_at is not null')).length,
    released: (await rows('select from alert_hold where released_at is not null')).length,
  };
}

const once = { tickets: ['Trojan.1', 'Trojan.2', 'Trojan.3'], actions: held, waiting: 0, released: held };

describe.concurrent('kill -9 at the end of a maintenance window, then a start', () => {
  it('before what was held is stored as released: each alert acts once', { timeout }, async ({ expect }) => {
    const given = await msp();
    const { rows, lockAwaited, until } = given.around;
    // It ends by itself, while nobody can store an action.
    await rows("update maintenance_window set ended_at = now() + interval '4 seconds'");
    await rows('update alert_hold set look_at = now() where look_at is not null');
    await until(
      async () =>
        (await rows("select from alert_hold where held_until > now() + interval '1 minute'")).length === 0 || null,
    );
    await rows('begin');
    await rows('lock table alert_action in share row exclusive mode');
    await lockAwaited('alert_action');
    given.service.kill();
    await given.service.gone;
    expect(await rows('select from alert_action')).toEqual([]);
    await rows('rollback');
    await startAgain(given);
    expect(await recovered(given)).toEqual(once);
  });

  it.for(deaths)('$when: each alert acts once', { timeout }, async ({ kill }, { expect }) => {
    const given = await msp();
    const killed = kill(given, 1);
    await given.endWindow();
    await killed;
    given.around.core.faults.clear();
    await startAgain(given);
    expect(await recovered(given)).toEqual(once);
  });
});
