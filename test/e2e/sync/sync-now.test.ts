import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, runEnded, syncClient } from '../../support/msp.js';

describe('Sync now', () => {
  let environment: TestEnvironment;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: clientId });
  });

  async function request(): Promise<string> {
    const { syncBitdefenderClient } = await environment.data<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
      technician,
      syncClient,
      { input: { clientId } },
    );
    return syncBitdefenderClient.runs[0]?.id ?? '';
  }

  it('reads the client after the request, even while a run reads what is due', async () => {
    const { database } = environment;
    await database.query("update connection set tree_due_at = now() - interval '1 minute'");
    await database.query('begin; select from connection for no key update');
    const first = await request();
    await eventually(async () => {
      // A transaction sees the activity of its first look otherwise.
      await database.query('select pg_stat_clear_snapshot()');
      const { rows } = await database.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%tree_due_at%'",
      );
      return rows.length > 0;
    });
    const requestedAt = new Date();
    const second = await request();
    await database.query('rollback');
    expect((await runEnded(environment, first)).state).toBe('SUCCEEDED');
    expect((await runEnded(environment, second)).state).toBe('SUCCEEDED');
    const { rows } = await database.query<{ at: Date }>(
      'select last_synced_at as at from company where client_id is not null',
    );
    expect(rows[0]?.at.getTime()).toBeGreaterThanOrEqual(requestedAt.getTime());
  });
});
