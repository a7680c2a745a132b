import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const rules = '{ bitdefenderAlertRules { name enabled actions { kind } } }';
const alerts = `{ bitdefenderAlerts { edges { node { kind title detail suppressedBy ticket { id } deliveries { kind state }
  routing { outcome rules { ruleName matched why } } } } } }`;
const deliveries = '{ bitdefenderAlertDeliveries { edges { node { kind state } } } }';

interface Alert {
  kind: string;
  title: string;
  detail: string | null;
}

describe('action kinds of a newer release', () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let companyId: string;
  let clientId: string;

  const stored = 'Bitdefender medium and low -> notify';
  const mixed = 'Bitdefender high-severity -> ticket';

  beforeAll(async () => {
    environment = await testEnvironment();
    queue = await openJobQueue(environment.app.databaseUrl);
    companyId = environment.gravityZone.world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await queue.query(
      `update alert_rule set enabled = true, position = 0, conditions = '{}', actions = '[{"kind":"ISOLATE","minutes":5}]'
       where name = $1`,
      [stored],
    );
    await queue.query(`update alert_rule set actions = '[{"kind":"ISOLATE"}]'::jsonb || actions where name = $1`, [
      mixed,
    ]);
  });

  function infect(name: string) {
    const { world } = environment.gravityZone;
    const deviceId = world.addDevice({ companyId, name: `PC-${name}` }).id;
    world.addIncident({ companyId, deviceId, name, severityScore: 95 });
    return syncNow(environment, clientId);
  }

  async function alertOf(matches: (alert: Alert) => boolean): Promise<Alert | undefined> {
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      alerts,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node).find(matches);
  }

  it('lists a rule without its actions of an unknown kind', async () => {
    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { name: string }[] }>(
      technician,
      rules,
    );
    expect(bitdefenderAlertRules.slice(0, 2)).toEqual([
      { name: stored, enabled: true, actions: [] },
      { name: mixed, enabled: true, actions: [{ kind: 'CREATE_TICKET' }] },
    ]);
  });

  it('suppresses nothing and carries out the known actions of the rules', async () => {
    await infect('Trojan.Known');
    await eventually(async () => environment.core.tickets.length === 1);
    const alert = await eventually(() => alertOf((found) => found.title === 'Trojan.Known' && 'ticket' in found));
    expect(alert).toMatchObject({
      suppressedBy: null,
      deliveries: [{ kind: 'CREATE_TICKET' }],
      routing: {
        outcome: 'TICKET',
        rules: [
          { ruleName: stored, matched: true, why: expect.stringContaining('does not know ISOLATE') },
          { ruleName: mixed, matched: true, why: expect.stringContaining('does not know ISOLATE') },
        ],
      },
    });
  });

  it('gives up a delivery of an unknown kind and reports it by a notice', async () => {
    environment.core.faults.down = true;
    await infect('Trojan.Future');
    await eventually(async () => {
      const rows = await queue.query<{ attempts: number }>(
        "select attempts from alert_action where threat_name = 'Trojan.Future' and attempts > 0",
      );
      return rows.length === 1;
    });
    await queue.query("update alert_action set kind = 'ISOLATE' where threat_name = 'Trojan.Future'");
    environment.core.faults.clear();
    const notice = await eventually(async () => {
      await queue.raisePriority();
      return alertOf(({ kind, title }) => kind === 'NOTICE' && title === 'Alert actions were given up');
    });
    expect(notice.detail).toContain('This release has no action of the kind "ISOLATE"');
    expect(environment.core.tickets.filter(({ title }) => title.includes('Trojan.Future'))).toEqual([]);
    const planted = await queue.query("select state, last_error from alert_action where kind = 'ISOLATE'");
    expect(planted).toMatchObject([{ state: 'DEAD', last_error: expect.stringContaining('ISOLATE') }]);
    const { bitdefenderAlertDeliveries } = await environment.data<{
      bitdefenderAlertDeliveries: { edges: { node: { kind: string } }[] };
    }>(technician, deliveries);
    expect(new Set(bitdefenderAlertDeliveries.edges.map(({ node }) => node.kind))).toEqual(
      new Set(['CREATE_TICKET', 'NOTIFY']),
    );
  });
});
