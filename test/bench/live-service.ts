import 'reflect-metadata';
import { startEnvironment } from '../../demo/environment.js';
import { createLogger } from '../../src/logger.js';
import { answerParent } from './child.js';

/** Starts the service on a database; answers with its address and a token for each person of each tenant. */
answerParent(async ({ databaseUrl, tenants, people }: { databaseUrl: string; tenants: string[]; people: number }) => {
  const environment = await startEnvironment({ databaseUrl, gateway: false, logger: createLogger('fatal') });
  const tokensOf = (tenantId: string) =>
    Promise.all(
      Array.from({ length: people }, (_, number) =>
        environment.tokens.issue({ subject: `person-${number}`, roles: ['technician'], tenantId }),
      ),
    );
  const tokens = await Promise.all(tenants.map(tokensOf));
  return { url: environment.app.url.replace('http', 'ws'), tokens };
});
