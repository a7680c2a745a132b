import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/app.js';
import {
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncClient } from '../../support/msp.js';

const threats = '{ bitdefenderThreats(filter: { minimumSeverity: LOW }) { totalCount } }';

describe('processes by role', () => {
  let environment: TestEnvironment;
  let worker: App;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ roles: ['api'] });
    const bakery = addBakery(environment);
    const { companyId, deviceId } = bakery;
    clientId = bakery.clientId;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.Rye', severityScore: 95 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  it('has jobs wait while there is only a process that serves the graph', async () => {
    await environment.data(technician, syncClient, { input: { clientId } });
    // As long as a worker needs, and a little more: what is shown is that nothing happens.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { rows } = await environment.database.query(
      "select name from pgboss.job where state <> 'created' and name in ('run', 'job', 'deliver', 'sweep')",
    );
    expect(rows).toEqual([]);
  });

  it('has a worker sync and deliver without serving the graph', async () => {
    worker = await environment.startReplica({ roles: ['worker'], tick: everySecond });
    const { bitdefenderThreats } = await eventually(async () => {
      const answer = await environment.data<{ bitdefenderThreats: { totalCount: number } }>(technician, threats);
      return answer.bitdefenderThreats.totalCount > 0 && answer;
    });
    expect(bitdefenderThreats.totalCount).toBe(1);
    await eventually(async () => environment.core.world('msp-one').tickets.size > 0);
    expect((await fetch(new URL('/graphql', worker.url), { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/readyz', worker.url))).status).toBe(200);
  });
});
