import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const missing = '00000000-0000-4000-8000-000000000000';
const foreigner: Identity = { ...technician, tenantId: 'msp-two' };

describe('references of other subgraphs', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let threatId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    const { companyId, deviceId } = bakery;
    clientId = bakery.clientId;
    environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Trojan.One', severityScore: 90 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
    await syncNow(environment, clientId);
    const { bitdefenderThreats } = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string } }[] };
    }>(technician, '{ bitdefenderThreats { edges { node { id } } } }');
    threatId = bitdefenderThreats.edges[0]?.node.id ?? '';
  });

  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on BitdefenderThreat { name } ... on Client { bitdefender { threats { totalCount } } } } }`;
  const refer = async (representations: object[], identity = technician) => {
    const { data, errors } = await environment.ask<{ _entities: unknown[] }>(
      identity,
      query,
      { representations },
      environment.app.url,
    );
    return { entities: data?._entities, errors: errors as { path?: unknown; extensions?: object }[] | undefined };
  };

  it('are null with an error at their place when they are bad, beside the others', async () => {
    const { entities, errors } = await refer([
      { __typename: 'BitdefenderThreat', id: threatId },
      { __typename: 'BitdefenderThreat' },
      { __typename: 'Client', id: 'a b' },
      { __typename: 'BitdefenderThreat', id: missing },
      { __typename: 'Nothing', id: threatId },
      { __typename: 'Client', id: clientId },
    ]);
    expect(entities).toEqual([
      { name: 'Trojan.One' },
      null,
      null,
      null,
      null,
      { bitdefender: { threats: { totalCount: 1 } } },
    ]);
    const at = (index: number, code: string, ...field: string[]) => ({
      path: ['_entities', index],
      extensions: { code, field: ['representations', `${index}`, ...field] },
    });
    const inOrder = errors?.toSorted((a, b) => JSON.stringify(a.path).localeCompare(JSON.stringify(b.path)));
    expect(inOrder).toMatchObject([
      at(1, 'BAD_ID', 'id'),
      at(2, 'BAD_ID', 'id'),
      at(3, 'NOT_FOUND'),
      at(4, 'BAD_REFERENCE', '__typename'),
    ]);
    expect(environment.logged()).not.toContain('a request failed');
  });

  it('look like those that lead nowhere when they are of another tenant', async () => {
    const { entities, errors } = await refer([{ __typename: 'BitdefenderThreat', id: threatId }], foreigner);
    expect(entities).toEqual([null]);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'NOT_FOUND', field: ['representations', '0'] },
    ]);
  });

  it('keep the rest of a page at the gateway when one of them is bad', async () => {
    const world = environment.core.world('msp-one');
    const bad = world.addAgent({ clientId, hostname: 'till-09' });
    const good = world.addAgent({ clientId, hostname: 'oven-01' });
    Object.assign(bad, { id: 'not an id' });
    const answer = await environment.ask<{ agents: { edges: { node: { id: string; bitdefender: object | null } }[] } }>(
      technician,
      `query ($clientId: ID!) { agents(clientId: $clientId, first: 10) { edges { node { id bitdefender { name } } } } }`,
      { clientId },
    );
    const nodes = answer.data?.agents.edges.map(({ node }) => node) ?? [];
    expect(nodes.find(({ id }) => id === good.id)).toEqual({ id: good.id, bitdefender: { name: 'OVEN-01' } });
    expect(nodes.find(({ id }) => id === 'not an id')?.bitdefender).toBeNull();
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_ID']);
  });
});
