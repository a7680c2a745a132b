import { describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../../demo/core/viewer.js';
import { createTokenIssuer } from '../../../demo/tokens.js';

describe('a portal user of the stand-in core', async () => {
  const tokens = await createTokenIssuer();
  const authenticate = createAuthenticator(tokens.jwks());
  const viewerWith = async (siteIds: unknown) =>
    authenticate({
      authorization: `Bearer ${await tokens.issue({
        ...{
          subject: 'nora',
          roles: ['portal'],
          tenantId: 'msp-one',
          clientId: 'bakery',
          siteIds: siteIds as string[],
        },
      })}`,
      tenantHeader: undefined,
    });

  it('is limited to its sites, and to its client without any', async () => {
    expect(await viewerWith(['north'])).toMatchObject({ onlyClientId: 'bakery', onlySiteIds: ['north'] });
    expect(await viewerWith(undefined)).toMatchObject({ onlyClientId: 'bakery', onlySiteIds: null });
  });

  it.each([[[]], [null], ['north'], [[7]], [{}]])('is refused with sites that are %j', async (sites) => {
    await expect(viewerWith(sites)).rejects.toThrow('the sites are not valid');
  });
});
