import 'reflect-metadata';
import { startCore } from '../../demo/core/core.js';
import { createTokenIssuer } from '../../demo/tokens.js';
import { serviceConfiguration } from '../support/service-configuration.js';
import { clientOf, hostOf, type Shape, tenantsOf } from './cell-fleet.js';
import { answerParent } from './child.js';

/** Asks for the stand-in for core, with the clients and agents of all tenants. */
export interface CoreRequest {
  databaseUrl: string;
  shape: Shape;
}

export interface CoreOfCell {
  /** The environment of a service that uses this core. */
  environment: Record<string, string>;
  /** A token of an admin of each tenant. */
  tokens: Record<string, string>;
}

const tokens = await createTokenIssuer();
const core = await startCore({ tokens });

answerParent<CoreRequest>(async ({ databaseUrl, shape }): Promise<CoreOfCell> => {
  const ofTenants: Record<string, string> = {};
  for (const tenantId of tenantsOf(shape)) {
    const world = core.world(tenantId);
    for (let company = 0; company < shape.companies; company += 1) {
      const { id: clientId } = world.addClient({ id: clientOf(tenantId, company), name: `Company ${company}` });
      for (let device = 0; device < shape.devices; device += 1)
        world.addAgent({ clientId, hostname: hostOf(company, device) });
    }
    ofTenants[tenantId] = await tokens.issue({ subject: 'ada', roles: ['admin', 'technician'], tenantId });
  }
  return { environment: await serviceConfiguration(databaseUrl, core, tokens), tokens: ofTenants };
});
