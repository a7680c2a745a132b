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
  const placement = createDevicePlacement(context, outcome);
  for (const scope of scopes.entries()) await walkScope(context, outcome, walk, placement, scope);
  await settleFailures(context, walk);
  const integration = await learnOwnCompany(context, walk);
  await placement.placeWaiting();
  await settleWalk({ ...context, integration }, outcome, walk, placement.presentIds);
};
