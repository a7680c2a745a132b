import { readFingerprints } from '../../device/inventory/fingerprint.store.js';
import { createKnownDevices } from '../../device/inventory/known-devices.js';
import { dueCompanies } from '../run/sync-companies.js';
import { newWalk, type Scope, walkScope } from './inventory-walk.js';
import { learnOwnCompany } from './own-company.js';
import { createDevicePlacement } from './place-devices.js';
import { settleFailures, settleWalk } from './settle-inventory.js';
import type { Stream } from './stream-context.js';

/** Devices with policy and last scan, and the companies, from one walk of the tree or of each due company. */
export const inventory: Stream = async (context, outcome) => {
  const { companies, plan } = context;
  const scopes: Scope[] =
    plan.scope === 'TREE' ? [{}] : dueCompanies(companies).map(({ bdId }) => ({ parentId: bdId }));
  const walk = newWalk(scopes);
  const known = createKnownDevices(await readFingerprints(context.database.query, context.integration), context.now);
  const placement = createDevicePlacement(context, outcome, known);
  for (const scope of scopes.entries()) await walkScope(context, outcome, walk, placement, scope);
  await settleFailures(context, walk);
  const integration = await learnOwnCompany(context, walk);
  await placement.placeWaiting();
  await settleWalk({ ...context, integration }, outcome, walk, { known, presentIds: placement.presentIds });
};
