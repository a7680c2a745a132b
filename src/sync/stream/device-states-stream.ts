import { dueCompanies } from '../run/sync-companies.js';
import { readDueDevices } from './due-devices.js';
import { readStates } from './read-states.js';
import type { Stream } from './stream-context.js';

const statesInOneRun = 200;
const refreshSeconds = 6 * 3_600;

/** Last seen, infection and signatures of the devices of due companies: a start, and what is new. The sweep reads the rest. */
export const deviceStates: Stream = async (context, outcome) => {
  const { database, integration, companies } = context;
  const companyIds = dueCompanies(companies).map(({ id }) => id);
  const due = { companyIds, refreshSeconds, most: statesInOneRun };
  await readStates({ ...context, companyIds }, outcome, await readDueDevices(database, integration.tenantId, due));
};
