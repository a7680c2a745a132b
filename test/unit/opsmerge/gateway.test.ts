import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { coreContract } from '../../../demo/core/contract.js';
import { type Core, startCore } from '../../../demo/core/core.js';
import { CompositionError, composeSupergraph } from '../../../demo/gateway/compose.js';
import { type Gateway, startGateway } from '../../../demo/gateway/gateway.js';
import { createTokenIssuer } from '../../../demo/tokens.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { SDL, startFakeBitdefender } from '../../support/fake-bitdefender.js';

const opsmerge = { name: 'opsmerge', url: 'http://127.0.0.1:4001/graphql', sdl: coreContract() };
const bitdefender = { name: 'bitdefender', url: 'http://127.0.0.1:4000/graphql', sdl: SDL };

describe('composition', () => {
  it('reports why subgraphs do not compose', () => {
    const other = { ...bitdefender, sdl: SDL.replace('hostname: String! @external', 'hostname: Int! @external') };
    expect(() => composeSupergraph([opsmerge, other])).toThrow(CompositionError);
    expect(() => composeSupergraph([opsmerge, other])).toThrow(/Agent\.hostname/);
  });
});

describe('the gateway', () => {
  let core: Core;
  let fake: Awaited<ReturnType<typeof startFakeBitdefender>>;
  let gateway: Gateway;
  let authorization: string;
  let agentId: string;
  let clientId: string;

  beforeAll(async () => {
    const tokens = await createTokenIssuer();
    authorization = `Bearer ${await tokens.issue({ subject: 'tess', roles: ['technician'], tenantId: 'msp-1' })}`;
    [core, fake] = await Promise.all([startCore({ tokens }), startFakeBitdefender()]);
    clientId = core.world('msp-1').addClient({ name: 'Acme' }).id;
    agentId = core.world('msp-1').addAgent({ clientId, hostname: 'PC-1' }).id;
    const supergraph = composeSupergraph([opsmerge, bitdefender]);
    gateway = await startGateway({ supergraph, bitdefenderUrl: fake.url, coreUrl: core.url });
  });

  atEndOfFile(async () => {
    await gateway.close();
    await fake.close();
    await core.close();
  });

  const query = /* GraphQL */ `
    query ($clientId: ID) {
      agents(clientId: $clientId) { edges { node { hostname client { name } bitdefender { key authorization } } } }
    }
  `;
  const subscription = /* GraphQL */ `
    subscription { bitdefenderThreatDetected { name agent { hostname client { name } bitdefender { key } } } }
  `;
  const delivered = () => ({
    bitdefenderThreatDetected: {
      name: 'EICAR',
      agent: { hostname: 'PC-1', client: { name: 'Acme' }, bitdefender: { key: `pc-1 in ${clientId}` } },
    },
  });

  const post = (headers: Record<string, string>, body: object) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('answers one query from both subgraphs and passes the caller to each', async () => {
    const response = await post({ authorization }, { query, variables: { clientId } });
    expect(await response.json()).toEqual({
      data: {
        agents: {
          edges: [
            {
              node: {
                hostname: 'PC-1',
                client: { name: 'Acme' },
                bitdefender: { key: `pc-1 in ${clientId}`, authorization },
              },
            },
          ],
        },
      },
    });
  });

  it('asks each subgraph once for a whole page', async () => {
    const busy = core.world('msp-1').addClient({ name: 'Busy' }).id;
    for (let n = 0; n < 100; n += 1) core.world('msp-1').addAgent({ clientId: busy, hostname: `PC-${n}` });
    core.calls.clear();
    const before = fake.requests();

    const { data } = await (await post({ authorization }, { query, variables: { clientId: busy } })).json();

    expect(data.agents.edges[99].node.bitdefender.key).toBe(`pc-99 in ${busy}`);
    expect(core.calls).toEqual(new Map([['agents', 1]]));
    expect(fake.requests() - before).toBe(1);
  });

  it('passes on that core knows nobody without a token', async () => {
    const { errors } = await (await post({}, { query })).json();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('delivers a live event over WebSocket, its agent resolved from core', async () => {
    const client = createClient({ url: gateway.wsUrl, connectionParams: { Authorization: authorization } });
    const events = client.iterate({ query: subscription });
    const first = events.next();
    await fake.subscription;
    fake.raise({ name: 'EICAR', agent: { id: agentId } });

    expect(await first).toEqual({ done: false, value: { data: delivered() } });
    expect(fake.integrations).toEqual([{ parameter: authorization, header: authorization }]);
    await events.return?.();
    await client.dispose();
  });

  it('delivers a live event as server-sent event', async () => {
    const abort = new AbortController();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: JSON.stringify({ query: subscription }),
      signal: abort.signal,
    });
    const raising = setInterval(() => fake.raise({ name: 'EICAR', agent: { id: agentId } }), 50);
    let received = '';
    for await (const chunk of response.body ?? []) {
      received += new TextDecoder().decode(chunk);
      if (received.includes('EICAR')) break;
    }
    clearInterval(raising);
    abort.abort();
    expect(received).toContain(JSON.stringify({ data: delivered() }));
  });
});
