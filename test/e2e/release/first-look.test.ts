import { expect, it } from 'vitest';
import { migrate } from '../../../src/database/migrate.js';
import { openOrm } from '../../../src/database/orm.js';
import { admin, eventually, everySecond, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { newestRelease } from '../../support/releases.js';

const saveRule = `mutation ($input: SaveBitdefenderAlertRuleInput!) {
  saveBitdefenderAlertRule(input: $input) { rule { id } userErrors { code } } }`;
const threats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  edges { node { name history } } } }`;
const alerts = `{ bitdefenderAlerts(first: 100) { edges { node { title deliveries { kind } } } } }`;

type Edges<Key extends string, Node> = Record<Key, { edges: { node: Node }[] }>;

/** Takes the schema back to that of the newest release, with the data in it. */
async function returnToRelease(databaseUrl: string): Promise<void> {
  const released = Object.keys(newestRelease().migrations);
  const orm = await openOrm(databaseUrl);
  try {
    const executed = await orm.migrator.getExecuted();
    const added = executed.map(({ name }) => name).filter((name) => !released.includes(name));
    expect(added).not.toEqual([]);
    await orm.migrator.down({ migrations: added.toReversed() });
  } finally {
    await orm.close();
  }
}

it('triggers no action by the first reading of flags after an upgrade', async () => {
  const before = await testEnvironment();
  const { world } = before.gravityZone;
  const companyId = world.addCompany('Fleet').id;
  const clientId = before.core.world('msp-one').addClient({ name: 'The Fleet' }).id;
  const devices = Array.from({ length: 300 }, (_, number) => world.addDevice({ companyId, name: `PC-${number}` }));
  await connectSimulator(before);
  await mapByBdId(before, { [companyId]: clientId });
  // Acts upon whatever is detected, so that silence means something.
  await before.data(admin, saveRule, {
    input: {
      name: 'All',
      scope: { kind: 'ALL', clientIds: [] },
      conditions: {},
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
    },
  });
  await syncNow(before, clientId);
  await syncNow(before, clientId);
  const { rows: read } = await before.database.query('select count(*)::int as states from device_state');
  expect(read).toEqual([{ states: 300 }]);
  await before.app.close();

  await returnToRelease(before.app.databaseUrl);
  const detected = devices.filter((_, number) => number % 10 === 0);
  for (const device of detected) device.detected = true;
  await before.database.query("update device_state set as_of = as_of - interval '1 day'");
  await before.database.query(
    'update device_state set detected = true where device_id in (select id from device where bd_id = any($1))',
    [detected.map(({ id }) => id)],
  );

  expect(await migrate(before.app.databaseUrl)).not.toEqual([]);
  const replica = await before.startReplica({ tick: everySecond });
  const ask = <Data>(query: string) => before.data<Data>(technician, query, {}, replica.url);
  const listed = await eventually(async () => {
    const { bitdefenderThreats } = await ask<Edges<'bitdefenderThreats', { name: string; history: boolean }>>(threats);
    const { rows } = await before.database.query('select from device_state where flags_read_at is null');
    return rows.length === 0 && bitdefenderThreats.edges.length > 0 && bitdefenderThreats.edges;
  });
  expect(listed).toHaveLength(30);
  expect(listed.every(({ node }) => node.history)).toBe(true);
  const acted = async () =>
    (
      await ask<Edges<'bitdefenderAlerts', { title: string; deliveries: { kind: string }[] }>>(alerts)
    ).bitdefenderAlerts.edges.filter(({ node }) => node.deliveries.length > 0);
  expect(await acted()).toEqual([]);
  expect(before.core.notifications).toEqual([]);

  // What is detected from then on is acted upon.
  const [, next] = devices;
  if (next !== undefined) next.detected = true;
  await before.database.query("update device_state set as_of = as_of - interval '1 day'");
  await before.database.query('update connection set states_due_at = now()');
  const notified = await eventually(async () => before.core.notifications.length > 0 && before.core.notifications);
  expect(notified.map(({ title }) => title)).toEqual(['Bitdefender: Malware detected on PC-1']);
  expect(await acted()).toHaveLength(1);
}, 180_000);
