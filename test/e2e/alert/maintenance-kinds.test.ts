import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { EndMaintenanceWindowDocument, SaveMaintenanceWindowDocument } from '../../../operations/documents.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { send } from '../../support/typed-operations.js';
import { versionNow } from '../../support/versions.js';

const saveRule = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  userErrors { code message } } }`;
const setOutbreak = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  userErrors { code } } }`;
const list = `query ($kind: BitdefenderAlertKind) { bitdefenderAlerts(first: 50, filter: { kind: $kind }) { edges { node {
  title state heldUntil heldBy { id } routing { outcome } deliveries { kind } changes { kind note } } } } }`;

interface Alert {
  title: string;
  state: string;
  heldUntil: string | null;
  heldBy: { id: string } | null;
  routing: { outcome: string };
  deliveries: { kind: string }[];
  changes: { kind: string; note: string | null }[];
}

/** Alerts that are not about one threat, in the maintenance window of a whole client. */
describe('a maintenance window of a client', () => {
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;
  let windowId: string;
  const machines: string[] = [];

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addBakery(environment);
    const { world } = environment.gravityZone;
    for (const name of ['ONE', 'TWO', 'THREE'])
      machines.push(world.addDevice({ companyId: bakery.companyId, name }).id);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await syncNow(environment, bakery.clientId);
    await environment.database.query("delete from alert_rule where tenant_id = 'msp-one'");
    const input = {
      name: 'Notify',
      scope: { kind: 'ALL', clientIds: [] },
      conditions: { kinds: ['OUTBREAK', 'DEGRADATION'] },
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
    };
    await environment.data(admin, saveRule, { input });
    const outbreak = { machines: 2, minutes: 60 };
    await environment.data(admin, setOutbreak, {
      input: { outbreak, version: await versionNow(environment, 'settings') },
    });
  });

  async function alertOf(kind: 'OUTBREAK' | 'DEGRADATION'): Promise<Alert> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
      { kind },
    );
    const [edge, ...others] = bitdefenderAlerts.edges;
    expect(others).toEqual([]);
    if (edge === undefined) throw new Error(`There is no alert of the kind ${kind}.`);
    return edge.node;
  }
  const titles = () => environment.core.notifications.map(({ title }) => title).toSorted();

  it('holds an outbreak and degraded protection: both are raised, and ask no rule', async () => {
    const begun = DateTime.utc().minus({ minutes: 10 });
    const schedule = {
      date: begun.toFormat('yyyy-MM-dd'),
      time: begun.toFormat('HH:mm'),
      minutes: 120,
      timeZone: 'UTC',
    };
    const input = { name: 'Patch night', clientId: bakery.clientId, schedule };
    const { saveBitdefenderMaintenanceWindow: saved } = await send(environment, admin, SaveMaintenanceWindowDocument, {
      input,
    });
    expect(saved?.userErrors).toEqual([]);
    windowId = saved?.window?.id ?? '';
    const { world } = environment.gravityZone;
    for (const deviceId of machines.slice(0, 2))
      world.addIncident({ companyId: bakery.companyId, deviceId, name: 'Worm.Spread', severityScore: 90 });
    world.device(machines[2] ?? '').isolated = true;
    await syncNow(environment, bakery.clientId);
    for (const kind of ['OUTBREAK', 'DEGRADATION'] as const) {
      const alert = await alertOf(kind);
      expect(alert, kind).toMatchObject({ state: 'OPEN', heldBy: { id: windowId }, routing: { outcome: 'HELD' } });
      expect(alert.deliveries, kind).toEqual([]);
    }
    // A further look changes nothing of it.
    await syncNow(environment, bakery.clientId);
    expect(titles()).toEqual([]);
  });

  it('lets each of them through the rules once when it ends', async () => {
    const { title: outbreak } = await alertOf('OUTBREAK');
    await send(environment, admin, EndMaintenanceWindowDocument, { windowId });
    await eventually(async () => titles().length === 2);
    for (const kind of ['OUTBREAK', 'DEGRADATION'] as const) {
      const alert = await alertOf(kind);
      expect(alert, kind).toMatchObject({ state: 'OPEN', heldUntil: null, heldBy: null });
      expect(alert.deliveries, kind).toEqual([{ kind: 'NOTIFY' }]);
      const released = alert.changes.filter(({ note }) => note?.includes('its rules are evaluated now'));
      expect(released, kind).toHaveLength(1);
    }
    expect(titles().some((title) => title.includes('Isolated from the network'))).toBe(true);
    expect(titles().some((title) => title.includes(outbreak))).toBe(true);
    // Later ticks and syncs let none through again.
    await syncNow(environment, bakery.clientId);
    const { rows } = await environment.database.query('select from alert_hold where look_at is not null');
    expect(rows).toEqual([]);
    expect(titles()).toHaveLength(2);
  });

  it('lets nothing through of what is over by its end', async () => {
    const { rows } = await environment.database.query('select count(*)::int as count from alert_action');
    const { saveBitdefenderMaintenanceWindow: saved } = await send(environment, admin, SaveMaintenanceWindowDocument, {
      input: {
        name: 'Second night',
        clientId: bakery.clientId,
        schedule: {
          date: DateTime.utc().minus({ minutes: 10 }).toFormat('yyyy-MM-dd'),
          time: DateTime.utc().minus({ minutes: 10 }).toFormat('HH:mm'),
          minutes: 120,
          timeZone: 'UTC',
        },
      },
    });
    const { world } = environment.gravityZone;
    world.device(machines[2] ?? '').isolated = false;
    world.device(machines[0] ?? '').productOutdated = true;
    await syncNow(environment, bakery.clientId);
    world.device(machines[0] ?? '').productOutdated = false;
    await syncNow(environment, bakery.clientId);
    await send(environment, admin, EndMaintenanceWindowDocument, { windowId: saved?.window?.id ?? '' });
    await eventually(async () => {
      const held = await environment.database.query('select from alert_hold where look_at is not null');
      return held.rows.length === 0;
    });
    expect(titles()).toHaveLength(2);
    const after = await environment.database.query('select count(*)::int as count from alert_action');
    expect(after.rows).toEqual(rows);
  });
});
