import { beforeAll, describe, expect, it } from 'vitest';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { openSocket } from '../../support/live.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

interface Problem {
  code: string;
  field: string[] | null;
}

interface Payload {
  outcomes: { userErrors: Problem[] }[] | null;
  userErrors: Problem[];
}

const missing = '00000000-0000-4000-8000-000000000000';

describe('odd inputs, at the gateway', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let companyId: string;
  let threatId: string;
  let alertId: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const bakery = addBakery(environment);
    clientId = bakery.clientId;
    environment.gravityZone.world.addIncident({
      companyId: bakery.companyId,
      deviceId: bakery.deviceId,
      name: 'Trojan.One',
      severityScore: 90,
    });
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: clientId });
    await syncNow(environment, clientId);
    const found = await environment.data<{
      bitdefenderThreats: { edges: { node: { id: string; companyId: string } }[] };
      bitdefenderAlerts: { edges: { node: { id: string } }[] };
    }>(
      technician,
      '{ bitdefenderThreats { edges { node { id companyId } } } bitdefenderAlerts { edges { node { id } } } }',
    );
    threatId = found.bitdefenderThreats.edges[0]?.node.id ?? '';
    companyId = found.bitdefenderThreats.edges[0]?.node.companyId ?? '';
    alertId = found.bitdefenderAlerts.edges[0]?.node.id ?? '';
  });

  describe('of a query', () => {
    const range = (start: string, end: string) => `${start}: "2026-02-01T00:00:00Z", ${end}: "2026-01-01T00:00:00Z"`;

    it.each([
      ['bitdefenderThreats(filter: { clientId: "" }) { totalCount }', 'BAD_ID', 'filter.clientId'],
      ['bitdefenderThreats(filter: { search: "Tr" }) { totalCount }', 'SEARCH_TOO_SHORT', 'filter.search'],
      ['bitdefenderAlerts(filter: { search: "Tr" }) { edges { cursor } }', 'SEARCH_TOO_SHORT', 'filter.search'],
      ['bitdefenderDevices(filter: { search: "OV" }) { totalCount }', 'SEARCH_TOO_SHORT', 'filter.search'],
      ['exportBitdefenderDevices(filter: { search: "OV" }) { url }', 'SEARCH_TOO_SHORT', 'filter.search'],
      ['bitdefenderAlerts(filter: { state: [] }) { edges { cursor } }', 'EMPTY_LIST', 'filter.state'],
      ['bitdefenderDevices(filter: { health: [] }) { totalCount }', 'EMPTY_LIST', 'filter.health'],
      ['bitdefenderThreats(after: "") { totalCount }', 'BAD_CURSOR', 'after'],
      ['bitdefenderThreatCounts(timeZone: "") { today }', 'BAD_TIME_ZONE', 'timeZone'],
      ['bitdefenderThreatCounts(timeZone: "Mars") { today }', 'BAD_TIME_ZONE', 'timeZone'],
      ['bitdefenderThreats(first: 0) { totalCount }', 'PAGE_SIZE', 'first'],
      ['bitdefenderThreatChanges(after: "x", first: 501) { cursor }', 'PAGE_SIZE', 'first'],
      ['bitdefenderAlertChanges(after: "x", first: 0) { cursor }', 'PAGE_SIZE', 'first'],
      [
        `bitdefenderThreats(filter: { ${range('detectedFrom', 'detectedBefore')} }) { totalCount }`,
        'BAD_RANGE',
        'filter.detectedFrom',
      ],
      [
        `bitdefenderAlerts(filter: { ${range('raisedFrom', 'raisedBefore')} }) { edges { cursor } }`,
        'BAD_RANGE',
        'filter.raisedFrom',
      ],
      [`bitdefenderThreatCounts { window(${range('from', 'to')}) { tally { total } } }`, 'BAD_RANGE', 'from'],
    ])('is refused with a code and its path: %s', async (field, code, path) => {
      const { errors } = await environment.ask(technician, `{ ${field} }`);
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.extensions).toEqual({ code, field: path.split('.'), serviceName: 'bitdefender' });
    });

    it.each(['actor: ""', 'actions: []', 'actions: [""]', 'subject: ""'])(
      'does not show the whole audit for %s',
      async (filter) => {
        const query = `{ bitdefenderAudit(filter: { ${filter} }) { edges { cursor } } }`;
        const { data, errors } = await environment.ask(admin, query);
        expect(data ?? null).toEqual({ bitdefenderAudit: null });
        expect(errors?.[0]?.extensions?.code).toMatch(/^(EMPTY|BAD)_/);
      },
    );

    it('is a search for nothing that shows the whole list when the text is blank', async () => {
      const query = '{ bitdefenderThreats(filter: { search: " " }) { totalCount } }';
      expect(await environment.data(technician, query)).toEqual({ bitdefenderThreats: { totalCount: 1 } });
    });
  });

  it.each([
    ['bitdefenderThreatDetected(filter: { search: "Tr" }) { cursor }', 'SEARCH_TOO_SHORT'],
    ['bitdefenderAlertRaised(filter: { state: [] }) { cursor }', 'EMPTY_LIST'],
    ['bitdefenderThreatChanged(after: "") { cursor }', 'BAD_CURSOR'],
    ['bitdefenderThreatChanged(after: "nonsense") { cursor }', 'BAD_CURSOR'],
  ])('end a subscription at once with an error: %s', async (field, code) => {
    const client = await openSocket(environment, technician);
    const events = client.iterate({ query: `subscription { ${field} }` });
    const first = await events.next();
    expect(first.value?.errors?.[0]?.extensions).toMatchObject({ code, field: expect.any(Array) });
    expect((await events.next()).done).toBe(true);
    await client.dispose();
  });

  describe('of a bulk mutation', () => {
    const send = async (name: string, input: object) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${name}(input: $input) {
        outcomes { userErrors { code field } } userErrors { code field } } }`;
      return (await environment.data<Record<string, Payload>>(admin, query, { input }))[name] as Payload;
    };

    it('maps no company when one is in the request twice', async () => {
      const input = { mappings: [clientId, 'another'].map((to) => ({ companyId, clientId: to })) };
      expect(await send('mapBitdefenderCompanies', input)).toEqual({
        outcomes: null,
        userErrors: [{ code: 'DUPLICATE', field: ['input', 'mappings', '1', 'companyId'] }],
      });
    });

    it('takes one id in two spellings as the same one', async () => {
      const input = { ids: [threatId, threatId.toUpperCase()], decision: 'RESOLVE' };
      expect(await send('triageBitdefenderThreats', input)).toEqual({
        outcomes: null,
        userErrors: [{ code: 'DUPLICATE', field: ['input', 'ids', '1'] }],
      });
    });

    it.each([
      ['triageBitdefenderThreats', { ids: [], decision: 'RESOLVE' }, 'ids'],
      ['decideBitdefenderAlerts', { ids: [], decision: 'RESOLVE' }, 'ids'],
      ['retryBitdefenderAlertDeliveries', { ids: [] }, 'ids'],
      ['mapBitdefenderCompanies', { mappings: [] }, 'mappings'],
      ['unmapBitdefenderCompanies', { companyIds: [] }, 'companyIds'],
      ['ignoreBitdefenderCompanies', { companyIds: [], reason: 'x' }, 'companyIds'],
      ['unignoreBitdefenderCompanies', { companyIds: [] }, 'companyIds'],
    ])('is refused when %s names nothing', async (name, input, list) => {
      expect(await send(name, input)).toEqual({
        outcomes: null,
        userErrors: [{ code: 'EMPTY_LIST', field: ['input', list] }],
      });
    });

    it('has the path of the item in every outcome', async () => {
      const outcomes = async (name: string, input: object) =>
        (await send(name, input)).outcomes?.map(({ userErrors }) => userErrors[0] ?? null);
      const notFound = (...field: string[]) => ({ code: 'NOT_FOUND', field: ['input', ...field] });
      expect(
        await outcomes('triageBitdefenderThreats', { ids: [threatId, missing], decision: 'NOTE', note: 'x' }),
      ).toEqual([null, notFound('ids', '1')]);
      expect(await outcomes('decideBitdefenderAlerts', { ids: [missing, alertId], decision: 'RESOLVE' })).toEqual([
        notFound('ids', '0'),
        null,
      ]);
      expect(await outcomes('decideBitdefenderAlerts', { ids: [missing, alertId], decision: 'ACKNOWLEDGE' })).toEqual([
        notFound('ids', '0'),
        { code: 'ALREADY_RESOLVED', field: ['input', 'ids', '1'] },
      ]);
      expect(await outcomes('retryBitdefenderAlertDeliveries', { ids: [missing] })).toEqual([notFound('ids', '0')]);
      expect(
        await outcomes('mapBitdefenderCompanies', {
          mappings: [
            { companyId: missing, clientId },
            { companyId, clientId: 'nobody' },
          ],
        }),
      ).toEqual([
        notFound('mappings', '0', 'companyId'),
        { code: 'CLIENT_NOT_FOUND', field: ['input', 'mappings', '1', 'clientId'] },
      ]);
      const other = environment.core.world('msp-one').addClient({ name: 'Other' }).id;
      expect(
        await outcomes('mapBitdefenderCompanies', {
          mappings: [{ companyId, clientId: other, expectedClientId: other }],
        }),
      ).toEqual([{ code: 'MAPPED_MEANWHILE', field: ['input', 'mappings', '0', 'expectedClientId'] }]);
      expect(
        await outcomes('unmapBitdefenderCompanies', { companyIds: [missing, companyId], expectedClientId: other }),
      ).toEqual([notFound('companyIds', '0'), { code: 'MAPPED_MEANWHILE', field: ['input', 'expectedClientId'] }]);
      expect(await outcomes('ignoreBitdefenderCompanies', { companyIds: [missing, companyId], reason: 'x' })).toEqual([
        notFound('companyIds', '0'),
        { code: 'MAPPED', field: ['input', 'companyIds', '1'] },
      ]);
      expect(await outcomes('unignoreBitdefenderCompanies', { companyIds: [missing] })).toEqual([
        notFound('companyIds', '0'),
      ]);
    });
  });
});
