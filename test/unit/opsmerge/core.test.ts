import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Core, startCore } from '../../../demo/core/core.js';
import { createTokenIssuer, type Identity, type TokenIssuer } from '../../../demo/tokens.js';
import { atEndOfFile } from '../../support/end-of-file.js';

let tokens: TokenIssuer;
let core: Core;

beforeAll(async () => {
  tokens = await createTokenIssuer();
  core = await startCore({ tokens });
});

atEndOfFile(() => core.close());

async function ask(identity: Partial<Identity>, query: string, headers: Record<string, string> = {}) {
  const token = await tokens.issue({ subject: 'someone', roles: ['technician'], tenantId: 'msp-1', ...identity });
  const response = await fetch(core.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('who may see what in the stand-in for core', () => {
  let own: string;
  let other: string;
  let agent: string;

  beforeEach(() => {
    const world = core.world('msp-1');
    [own, other] = [world.addClient({ name: 'Own' }).id, world.addClient({ name: 'Other' }).id];
    agent = world.addAgent({ clientId: other, hostname: 'PC-1' }).id;
  });

  it('a technician sees the tenant', async () => {
    const { data } = await ask({}, `{ agent(id: "${agent}") { client { name openTicketCount } } }`);
    expect(data).toEqual({ agent: { client: { name: 'Other', openTicketCount: 0 } } });
  });

  it('a portal user sees the own client and changes nothing', async () => {
    const portal = { roles: ['portal' as const], clientId: own };
    const references = `_entities(representations: [
      { __typename: "Client", id: "${own}" }, { __typename: "Client", id: "${other}" }, { __typename: "Agent", id: "${agent}" }
    ]) { __typename }`;
    expect(
      await ask(portal, `{ clients { edges { node { name } } } agents { edges { node { id } } } ${references} }`),
    ).toEqual({
      data: {
        clients: { edges: [{ node: { name: 'Own' } }] },
        agents: { edges: [] },
        _entities: [{ __typename: 'Client' }, null, null],
      },
    });
    const page = 'mutation { sendPage(input: { idempotencyKey: "1", onCall: "a", title: "b", body: "c" }) { pageId } }';
    expect(await ask(portal, page)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(core.pages).toEqual([]);
  });

  it('another tenant sees nothing, and cannot choose a tenant', async () => {
    const query = `{ agent(id: "${agent}") { id } _entities(representations: [{ __typename: "Agent", id: "${agent}" }]) { __typename } }`;
    expect(await ask({ tenantId: 'msp-2' }, query, { 'opsmerge-tenant': 'msp-1' })).toEqual({
      data: { agent: null, _entities: [null] },
    });
  });

  it('a service names its tenant', async () => {
    const service = { roles: ['service' as const], tenantId: undefined };
    const query = `{ agent(id: "${agent}") { id } }`;
    expect(await ask(service, query, { 'opsmerge-tenant': 'msp-1' })).toEqual({ data: { agent: { id: agent } } });
    expect(await ask(service, query)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('an expired token is nobody', async () => {
    const ended = Math.floor(Date.now() / 1000) - 60;
    expect(await ask({ expiresIn: ended }, '{ clients { pageInfo { hasNextPage } } }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('a machine that registers again has its host name under a new id', async () => {
    const renewed = core.world('msp-1').reregisterAgent(agent);
    const { data } = await ask(
      {},
      `{ old: agent(id: "${agent}") { id } new: agent(id: "${renewed.id}") { hostname } }`,
    );
    expect(data).toEqual({ old: null, new: { hostname: 'PC-1' } });
  });
});

it('publishes the keys of its tokens', async () => {
  expect(await (await fetch(core.jwksUrl)).json()).toEqual(tokens.jwks());
});
