import type { Identity } from '../../demo/tokens.js';
import { admin, type TestEnvironment } from './environment.js';

/** Where the version of each kind of thing is read, by the name of what it is. */
const documents = {
  settings: 'query { found: bitdefenderSettings { version } }',
  expectations: 'query ($id: ID) { found: bitdefenderExpectations(clientId: $id) { version } }',
  integration: 'query { found: bitdefenderIntegrations { id version } }',
  rule: 'query { found: bitdefenderAlertRules { id version } }',
  webhook: 'query { found: bitdefenderWebhooks { id version } }',
};

interface Found {
  id?: string;
  version: string;
}

/** The version that a change of something has to name now; undefined where there is no such thing. */
export async function versionNow(
  { ask, app }: Pick<TestEnvironment, 'ask' | 'app'>,
  what: keyof typeof documents,
  { id, identity = admin, url = app.url }: { id?: string | null | undefined; identity?: Identity; url?: string } = {},
): Promise<string | undefined> {
  const variables = what === 'expectations' ? { id } : {};
  const { data } = await ask<{ found: Found | Found[] }>(identity, documents[what], variables, url);
  const found = data?.found;
  return Array.isArray(found) ? found.find((each) => each.id === id)?.version : found?.version;
}
