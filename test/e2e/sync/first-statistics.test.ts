import { expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const machines = 60;

/** An MSP with one client, each of whose machines has a threat; returns a sync of it. */
async function addMsp(environment: TestEnvironment, tenantId: string) {
  const { core, gravityZone } = environment;
  const companyId = gravityZone.world.addCompany(`Company of ${tenantId}`).id;
  const clientId = core.world(tenantId).addClient({ name: `Client of ${tenantId}` }).id;
  for (let number = 0; number < machines; number += 1) {
    const deviceId = gravityZone.world.addDevice({ companyId, name: `${tenantId}-${number}` }).id;
    gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.First', severityScore: 88 });
  }
  await connectSimulator(environment, { ...admin, tenantId });
  await mapByBdId(environment, { [companyId]: clientId }, { ...admin, tenantId });
  return () => syncNow(environment, clientId, { ...technician, tenantId });
}

/** How many rows of a tenant PostgreSQL expects in a table. */
async function expectedRows({ database }: TestEnvironment, table: string, tenantId: string): Promise<number> {
  const { rows } = await database.query(
    `explain (format json) select from ${table} where tenant_id = ${database.escapeLiteral(tenantId)}`,
  );
  return rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
}

it('has PostgreSQL look at once at the rows of a new tenant, and at nothing when nothing has changed', async () => {
  const analysed: string[] = [];
  const environment = await testEnvironment({
    onStatement: (statement) => statement.startsWith('analyze') && analysed.push(statement),
  });
  for (const tenantId of ['msp-one', 'msp-two']) {
    const sync = await addMsp(environment, tenantId);
    await sync();
    for (const table of ['device', 'threat', 'alert', 'alert_occurrence'])
      expect(await expectedRows(environment, table, tenantId), `${table} of ${tenantId}`).toBeGreaterThan(machines / 3);

    analysed.length = 0;
    expect(await sync()).toMatchObject({ state: 'SUCCEEDED' });
    expect(analysed).toEqual([]);
  }
});
