import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { eventually, type TestEnvironment, technician } from './environment.js';
import { listen } from './live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from './msp.js';

const field = 'bitdefenderThreatDetected';
const alerts = `{ bitdefenderAlerts(first: 10) { edges { node { title ticket { id } deliveries { state } } } } }`;
const jobs = `{ bitdefenderJobs(kind: MAINTENANCE) { edges { node { state } } } }`;
const link = 'query { exportBitdefenderThreats { url } }';

/**
 * Goes through what the service is for: connect, map, sync, a threat, its live event, its alert with a delivery, an export
 * and a maintenance job. Fails where a step does. The environment must tick every second.
 */
export async function followMainPath(environment: TestEnvironment): Promise<void> {
  const { core, gravityZone } = environment;
  const { companyId, deviceId, clientId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  const listener = await listen(environment, technician, field, `subscription { ${field} { threat { name } } }`);
  expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');

  const name = 'Trojan.MainPath';
  gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 95 });
  expect((await syncNow(environment, clientId)).state).toBe('SUCCEEDED');
  await eventually(async () => listener.events.length > 0);
  expect(listener.events).toEqual([{ threat: { name } }]);
  await listener.leave();

  const alert = await eventually(async () => {
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { edges: { node: { title: string; ticket: { id: string } | null; deliveries: object[] } }[] };
    }>(technician, alerts);
    return bitdefenderAlerts.edges.find(({ node }) => node.title === name && node.ticket !== null)?.node;
  });
  expect(core.tickets.map(({ id }) => id)).toContain(alert.ticket?.id);

  const { exportBitdefenderThreats } = await environment.data<{ exportBitdefenderThreats: { url: string } }>(
    technician,
    link,
  );
  const response = await fetch(exportBitdefenderThreats.url);
  const rows = parse<Record<string, string>>(await response.text(), { columns: true, bom: true });
  expect(rows.map((row) => row.Name ?? row.Threat)).toEqual([name]);

  await eventually(async () => {
    const { bitdefenderJobs } = await environment.data<{ bitdefenderJobs: { edges: { node: { state: string } }[] } }>(
      technician,
      jobs,
    );
    return bitdefenderJobs.edges.some(({ node }) => node.state === 'SUCCEEDED');
  });
}
