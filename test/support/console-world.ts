import { type TestEnvironment, testEnvironment } from './environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from './msp.js';
import { lookAtAllSeats } from './seats.js';

/** What each screen has something to show of: a client with two machines, one of them with an agent, and two threats. */
export interface ConsoleWorld {
  environment: TestEnvironment;
  bakery: ReturnType<typeof addBakery>;
  deviceId: string;
  /** The path of a screen, of the client and the device where it is of one. */
  addressOf: (path: string) => string;
}

/** Builds that world behind a console. */
export async function buildConsoleWorld(): Promise<ConsoleWorld> {
  const environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one' });
  const bakery = addBakery(environment);
  const { gravityZone, core } = environment;
  core.world('msp-one').addAgent({ clientId: bakery.clientId, hostname: 'oven-01' });
  const { companyId } = bakery;
  gravityZone.world.addDevice({ companyId, name: 'TILL-02' });
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: bakery.clientId });
  for (const [name, severityScore] of [
    ['Ransom.One', 95],
    ['Adware.Two', 20],
  ] as const)
    gravityZone.world.addIncident({ companyId, deviceId: bakery.deviceId, name, severityScore });
  await syncNow(environment, bakery.clientId);
  await lookAtAllSeats(environment);
  const deviceId: string = (await environment.database.query("select id from device where name = 'OVEN-01'")).rows[0]
    ?.id;
  return {
    environment,
    bakery,
    deviceId,
    addressOf: (path) => path.replace('$client', bakery.clientId).replace('$device', deviceId),
  };
}
