import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, mapCompanies, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const suggestions = `{ bitdefenderMappingSuggestions {
  company { id name } client { id } clientName score reasons { code message } } }`;
const preview = `query ($companyId: ID!, $clientId: ID) { bitdefenderMappingPreview(companyId: $companyId, clientId: $clientId) {
  company { name } fromClient { id } toClient { id } deviceCount matchedDeviceCount matchingAgentCount threatsStaying
  openThreatsStaying openAlertsStaying decisionsLeftBehind threatsTakenOver threatsActedOn } }`;
const unmap = `mutation ($ids: [ID!]!) { unmapBitdefenderCompanies(input: { companyIds: $ids }) { outcomes { userErrors { code } } } }`;
const threatsOf = `query ($clientId: ID!) {
  bitdefenderThreats(filter: { clientId: $clientId, minimumSeverity: UNKNOWN, status: ALL }) { edges { node { name } } } }`;

interface Suggestion {
  company: { id: string; name: string };
  client: { id: string };
  clientName: string;
  score: number;
  reasons: { code: string; message: string }[];
}

describe('help with mapping', () => {
  let environment: TestEnvironment;
  const clients: Record<string, string> = {};
  const bdIds: Record<string, string> = {};

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    for (const name of ['Anchor', 'Müller & Söhne GmbH', 'Harbour Office', 'Nobody'])
      clients[name] = core.addClient({ name }).id;
    for (const name of ['Anchor', 'MUELLER', 'Muller Sohne', 'Port', 'Strangers'])
      bdIds[name] = world.addCompany(name).id;
    for (const host of ['PORT-01', 'PORT-02', 'PORT-03']) world.addDevice({ companyId: bdIds.Port ?? '', name: host });
    for (const host of ['port-01', 'port-02.office.local'])
      core.addAgent({ clientId: clients['Harbour Office'] ?? '', hostname: host });
    const deviceId = world.addDevice({ companyId: bdIds.Anchor ?? '', name: 'ANCHOR-01' }).id;
    core.addAgent({ clientId: clients.Anchor ?? '', hostname: 'ANCHOR-01' });
    world.addIncident({ companyId: bdIds.Anchor ?? '', deviceId, name: 'Trojan.Anchor', severityScore: 90 });
    const portDevice = [...world.devices.values()].find(({ name }) => name === 'PORT-01');
    const incident = { companyId: bdIds.Port ?? '', deviceId: portDevice?.id ?? '', severityScore: 90 };
    world.addIncident({ ...incident, name: 'Trojan.New' });
    world.addIncident({ ...incident, name: 'Trojan.Old', at: new Date(Date.now() - 5 * 86_400_000) });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bdIds.Anchor ?? '']: clients.Anchor ?? '' });
    expect(await syncNow(environment, clients.Anchor ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  });

  const suggested = async () =>
    (await environment.data<{ bitdefenderMappingSuggestions: Suggestion[] }>(technician, suggestions))
      .bitdefenderMappingSuggestions;
  const idOf = async (name: string) => {
    const { bitdefenderCompanies } = await environment.data<{
      bitdefenderCompanies: { edges: { node: { id: string; name: string } }[] };
    }>(technician, '{ bitdefenderCompanies(first: 100) { edges { node { id name } } } }');
    return nodesOf(bitdefenderCompanies).find((company) => company.name === name)?.id ?? '';
  };
  const previewed = async (companyId: string, clientId?: string) =>
    (
      await environment.data<{ bitdefenderMappingPreview: Record<string, unknown> }>(technician, preview, {
        companyId,
        clientId,
      })
    ).bitdefenderMappingPreview;

  it('suggests by name and by machines, with reasons and a score, and commits nothing', async () => {
    const found = await suggested();
    expect(
      found.map(({ company, client, clientName, reasons }) => [company.name, client.id, clientName, reasons]),
    ).toEqual(
      [
        [
          'Muller Sohne',
          clients['Müller & Söhne GmbH'],
          'Müller & Söhne GmbH',
          [
            {
              code: 'SIMILAR_NAME',
              message: 'Both have the same name without accents, punctuation and legal form.',
            },
          ],
        ],
        [
          'Port',
          clients['Harbour Office'],
          'Harbour Office',
          [{ code: 'SHARED_HOSTS', message: '2 of 3 machines run an agent of it.' }],
        ],
      ].sort((a, b) =>
        found.findIndex(({ company }) => company.name === a[0]) <
        found.findIndex(({ company }) => company.name === b[0])
          ? -1
          : 1,
      ),
    );
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const { bitdefenderCompanies } = await environment.data<{ bitdefenderCompanies: { edges: { node: object }[] } }>(
      technician,
      '{ bitdefenderCompanies(first: 100, filter: { mapped: true }) { edges { node { id } } } }',
    );
    expect(nodesOf(bitdefenderCompanies)).toHaveLength(1);
  });

  it('previews what a first mapping brings to the client and its rules', async () => {
    expect(await previewed(await idOf('Port'), clients['Harbour Office'])).toEqual({
      company: { name: 'Port' },
      fromClient: null,
      toClient: { id: clients['Harbour Office'] },
      deviceCount: 3,
      matchedDeviceCount: 0,
      matchingAgentCount: 2,
      threatsStaying: 0,
      openThreatsStaying: 0,
      openAlertsStaying: 0,
      decisionsLeftBehind: 0,
      threatsTakenOver: 2,
      threatsActedOn: 1,
    });
    expect(await previewed(await idOf('Port'))).toMatchObject({
      toClient: null,
      threatsTakenOver: 0,
      threatsActedOn: 0,
    });
  });

  it('refuses a preview of what does not exist', async () => {
    for (const [companyId, clientId, message] of [
      ['nobody', clients.Nobody, 'There is no such company.'],
      [await idOf('Port'), 'nobody', 'There is no such client'],
    ]) {
      const answer = await environment.ask(technician, preview, { companyId, clientId });
      expect(answer.errors?.[0]?.message).toContain(message);
    }
  });

  it('confirms several at once, and then does what the preview said', async () => {
    const mappings = (await suggested()).map(({ company, client }) => ({
      companyId: company.id,
      clientId: client.id,
      expectedClientId: null,
    }));
    const answer = await environment.data<{
      mapBitdefenderCompanies: { outcomes: { userErrors: object[] }[] };
    }>(admin, mapCompanies, { input: { mappings } });
    expect(answer.mapBitdefenderCompanies.outcomes.map(({ userErrors }) => userErrors)).toEqual([[], []]);
    expect(await suggested()).toEqual([]);
    await eventually(async () => environment.core.tickets.some(({ title }) => title.includes('Trojan.New')));
    expect(environment.core.tickets.filter(({ title }) => title.includes('Trojan.Old'))).toEqual([]);
  });

  it('previews a remap and an unmap: history stays, devices move', async () => {
    const companyId = await idOf('Anchor');
    const anchor = clients.Anchor ?? '';
    const expected = {
      fromClient: { id: anchor },
      deviceCount: 1,
      matchedDeviceCount: 1,
      matchingAgentCount: 0,
      threatsStaying: 1,
      openThreatsStaying: 1,
      openAlertsStaying: 1,
      threatsTakenOver: 0,
    };
    expect(await previewed(companyId, clients.Nobody)).toMatchObject(expected);
    expect(await previewed(companyId)).toMatchObject({ ...expected, toClient: null });
    await mapByBdId(environment, { [bdIds.Anchor ?? '']: clients.Nobody ?? '' });
    const names = async (clientId: string) =>
      (
        await environment.data<{ bitdefenderThreats: { edges: { node: { name: string } }[] } }>(technician, threatsOf, {
          clientId,
        })
      ).bitdefenderThreats.edges.map(({ node }) => node.name);
    expect(await names(anchor)).toEqual(['Trojan.Anchor']);
    expect(await names(clients.Nobody ?? '')).toEqual([]);
    await environment.data(admin, unmap, { ids: [companyId] });
    expect(await names(anchor)).toEqual(['Trojan.Anchor']);
    expect(await previewed(companyId)).toMatchObject({ fromClient: null, deviceCount: 1 });
  });
});
