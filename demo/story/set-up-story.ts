import type { Environment } from '../environment.js';
import { sendAs } from '../send.js';
import type { Identity } from '../tokens.js';
import { type Connected, setUp } from './connect.js';
import { decide, mute, openOtherTickets, workOnTickets } from './desk.js';
import { rewritePast } from './past.js';
import { type GravityZones, type Story, tenantId } from './seed-story.js';
import { syncAll } from './sync.js';

export const owner: Identity = { subject: 'demo-admin', roles: ['admin'], tenantId };
const technician: Identity = { subject: 'demo-technician', roles: ['technician'], tenantId };

/**
 * Lets the MSP of the demo have used the service for months: connects, maps and reads everything through the graph, and
 * does what its technicians did.
 */
export async function setUpStory(
  environment: Environment,
  zones: GravityZones,
  story: Story,
): Promise<{ cloud: Connected; onPremises: Connected }> {
  const { app, core } = environment;
  const asOwner = await sendAs(environment, owner);
  const asTechnician = await sendAs(environment, technician);
  return rewritePast(app.databaseUrl, async (past) => {
    openOtherTickets(core, story);
    const connected = await setUp(asOwner, story, zones);
    await past.ofMappings();
    const clientIds = story.clients.map(({ plan }) => plan.id);
    await syncAll(asOwner, clientIds);
    await mute(asTechnician, story);
    story.addPast();
    await syncAll(asOwner, clientIds);
    await decide(asTechnician);
    workOnTickets(core);
    await past.ofAlerts();
    await past.ofCoverage(asOwner);
    return connected;
  });
}
