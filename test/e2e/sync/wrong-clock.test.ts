import { expect, it } from 'vitest';
import {
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

/** Stores the times of the newest run as they would be, had the clock of the host been so far ahead during it. */
async function setAhead({ database }: TestEnvironment, by: string): Promise<void> {
  await database.query('begin');
  await database.query(
    `update sync_run set queued_at = queued_at + $1::interval, started_at = started_at + $1::interval,
            ended_at = ended_at + $1::interval
     where started_at = (select max(started_at) from sync_run)`,
    [by],
  );
  await database.query(
    `update connection set incidents_taken_to = incidents_taken_to + $1::interval,
            quarantine_taken_to = quarantine_taken_to + $1::interval, tree_due_at = tree_due_at + $1::interval,
            quarantine_walked_at = quarantine_walked_at + $1::interval, last_succeeded_at = last_succeeded_at + $1::interval`,
    [by],
  );
  await database.query(
    `update company set next_sync_at = next_sync_at + $1::interval, stale_at = stale_at + $1::interval,
            last_synced_at = last_synced_at + $1::interval, inventory_succeeded_at = inventory_succeeded_at + $1::interval
     where client_id is not null`,
    [by],
  );
  await database.query('update device_state set as_of = as_of + $1::interval', [by]);
  await database.query('commit');
}

async function startedAt({ database }: TestEnvironment, id: string): Promise<number> {
  const { rows } = await database.query('select started_at from sync_run where id = $1', [id]);
  return (rows[0] as { started_at: Date }).started_at.getTime();
}

async function twoSyncs(environment: TestEnvironment) {
  const { companyId, clientId, deviceId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  const first = await syncNow(environment, clientId);
  await environment.database.query('update sync_run set client_id = null');
  await syncNow(environment, clientId);
  return { companyId, clientId, deviceId, firstStartedAt: await startedAt(environment, first.id) };
}

const threatNames = `{ bitdefenderThreats(first: 10, filter: { minimumSeverity: UNKNOWN }) { edges { node { name } } } }`;
const incidentWindows = ({ gravityZone }: TestEnvironment) =>
  gravityZone.calls
    .filter(({ method }) => method === 'getIncidentsList')
    .map(({ params }) => (params.filters as { changeStartDate: string }).changeStartDate.replace(/(\d\d)$/, ':$1'))
    .map((date) => Date.parse(date));

it.each(['1 day', '5 hours', '3 days'])(
  'syncs at once, from the last run before, when a clock was %s ahead',
  async (by) => {
    const environment = await testEnvironment();
    const { companyId, firstStartedAt } = await twoSyncs(environment);
    await setAhead(environment, by);
    environment.gravityZone.world.addIncident({ companyId, attackTypes: ['Between'], severityScore: 80 });
    environment.gravityZone.calls.length = 0;
    // The schedule begins only now.
    const { config } = environment;
    config.tick = everySecond;
    await environment.startReplica();
    await eventually(async () => {
      const answer = await environment.data(technician, threatNames);
      return JSON.stringify(answer).includes('Between');
    });
    const [from] = incidentWindows(environment);
    expect(Math.abs((from ?? 0) - (firstStartedAt - 10 * 60_000))).toBeLessThan(1_001);
    const { rows } = await environment.database.query(
      `select incidents_taken_to <= now() and tree_due_at < now() + interval '7 hours' as right from connection`,
    );
    expect(rows).toEqual([{ right: true }]);
    // The state of its device is read again too, although that seems to be of tomorrow.
    await eventually(async () =>
      environment.gravityZone.calls.some(({ method }) => method === 'getManagedEndpointDetails'),
    );
  },
);

it('reads what happened meanwhile when a person syncs after a clock was ahead', async () => {
  const environment = await testEnvironment();
  const { companyId, clientId, deviceId } = await twoSyncs(environment);
  await setAhead(environment, '1 day');
  environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Between.2', severityScore: 80 });
  await syncNow(environment, clientId);
  expect(JSON.stringify(await environment.data(technician, threatNames))).toContain('Trojan.Between.2');
});
