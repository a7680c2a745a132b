import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/database.js';
import { clearCoverage } from '../../../src/device/coverage/clear-coverage.js';
import { createCoverageReader, recordCoverage } from '../../../src/device/coverage/coverage.reader.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { stayWithinOneDay } from '../../support/one-day.js';
import { versionNow } from '../../support/versions.js';

interface Coverage {
  machines: number;
  agents: number;
  protectedAgents: number;
  clients: number;
  asOf: string | null;
  stale: boolean;
  gaps: { gap: string; machines: number }[];
  trend: { day: string; machines: number; clients: number; gaps: { gap: string; machines: number }[] }[];
}

const fields = `machines agents protectedAgents clients asOf stale gaps { gap machines }
  trend(days: 3) { day machines clients gaps { gap machines } }`;
const ofClient = `query ($id: ID) { bitdefenderCoverage(clientId: $id) { ${fields} } }`;
const listed = `query ($gap: [BitdefenderGap!], $id: ID) {
  bitdefenderDevices(filter: { gaps: $gap, clientId: $id }, first: 100) { edges { node { name gaps } } } }`;
const setExpectations = `mutation ($input: SetBitdefenderExpectationsInput!) { setBitdefenderExpectations(input: $input) {
  expectations { policies modules notSeenDays own { policies modules notSeenDays } } userErrors { code field } } }`;
const day = 24 * 3_600_000;
/** Changes with every write of a row. */
const sqlVersion = sql<string>`xmin::text`.as('version');

describe('coverage', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let otherClientId: string;

  const coverage = async (id: string | null): Promise<Coverage> =>
    (await environment.data<{ bitdefenderCoverage: Coverage }>(technician, ofClient, { id })).bitdefenderCoverage;
  const gapsOf = ({ gaps }: Pick<Coverage, 'gaps'>) =>
    Object.fromEntries(gaps.filter(({ machines }) => machines > 0).map(({ gap, machines }) => [gap, machines]));
  const withGap = async (gap: string, id: string | null = null) => {
    const answer = await environment.data<{ bitdefenderDevices: { edges: { node: { name: string } }[] } }>(
      technician,
      listed,
      { gap: [gap], id },
    );
    return answer.bitdefenderDevices.edges.map(({ node }) => node.name);
  };
  const expectations = async (input: { clientId?: string; [field: string]: unknown }, identity = admin) =>
    (
      await environment.data<{ setBitdefenderExpectations: { expectations: object | null; userErrors: object[] } }>(
        identity,
        setExpectations,
        { input: { ...input, version: await versionNow(environment, 'expectations', { id: input.clientId }) } },
      )
    ).setBitdefenderExpectations;

  beforeAll(async () => {
    await stayWithinOneDay();
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const companyId = world.addCompany('Bakery').id;
    const otherCompanyId = world.addCompany('Butcher').id;
    const unmappedId = world.addCompany('Cobbler').id;
    clientId = core.addClient({ name: 'The Bakery' }).id;
    otherClientId = core.addClient({ name: 'The Butcher' }).id;
    const policy = (name: string, applied = true) => ({ policy: { id: '63171c4569cad087a809a316', name, applied } });
    for (const [name, input] of Object.entries({
      SAFE: {},
      'OLD-SIGNS': { signatureOutdated: true },
      'OLD-PRODUCT': { productOutdated: true },
      UNPAID: { licensed: 2 },
      SILENT: { lastSeenAt: new Date(Date.now() - 10 * day) },
      LATE: policy('Default policy', false),
      ODD: policy('Somebody tried something'),
    } as const)) {
      world.addDevice({ companyId, name, ...input });
      core.addAgent({ clientId, hostname: name.toLowerCase() });
    }
    core.addAgent({ clientId, hostname: 'bare' });
    world.addDevice({ companyId, name: 'LONELY' });
    world.addUnmanaged(companyId, 'PRINTER');
    core.addAgent({ clientId, hostname: 'noticed' });
    world.addUnmanaged(companyId, 'NOTICED');
    world.addDevice({ companyId: otherCompanyId, name: 'KNIFE' });
    world.addDevice({ companyId: unmappedId, name: 'SHOE' });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId, [otherCompanyId]: otherClientId });
    await syncNow(environment, clientId);
    await syncNow(environment, otherClientId);
  });

  it('counts each gap of a client and lists the same machines', async () => {
    const found = await coverage(clientId);
    expect(found).toMatchObject({ machines: 11, agents: 9, protectedAgents: 7, clients: 1, stale: false });
    expect(gapsOf(found)).toEqual({
      UNPROTECTED: 2,
      NO_AGENT: 1,
      UNMANAGED: 2,
      SIGNATURES_OUTDATED: 1,
      PRODUCT_OUTDATED: 1,
      LICENCE_EXPIRED: 1,
      NOT_SEEN: 1,
      POLICY_NOT_APPLIED: 1,
    });
    for (const { gap, machines } of found.gaps) expect(await withGap(gap, clientId), gap).toHaveLength(machines);
    expect(await withGap('UNPROTECTED')).toEqual(['bare', 'noticed']);
  });

  it('lists a discovered machine with an agent once', async () => {
    const answer = await environment.data(
      technician,
      '{ bitdefenderDevices(filter: { search: "noticed" }) { edges { node { knownTo agent { id } device { managed } } } } }',
    );
    expect(answer).toMatchObject({
      bitdefenderDevices: { edges: [{ node: { knownTo: 'OPSMERGE_ONLY', device: { managed: false } } }] },
    });
    expect((answer.bitdefenderDevices as { edges: object[] }).edges).toHaveLength(1);
  });

  it('sums coverage for the tenant without unmapped devices', async () => {
    const found = await coverage(null);
    expect(found).toMatchObject({ machines: 12, agents: 9, protectedAgents: 7, clients: 2 });
    expect(gapsOf(found)).toMatchObject({ NO_AGENT: 2 });
    expect(await withGap('NO_AGENT')).toEqual(['KNIFE', 'LONELY']);
  });

  it('follows the expectations of tenant and clients, and audits changes', async () => {
    const all = { policies: ['Default policy'], modules: ['antimalware', 'encryption'], notSeenDays: 30 };
    expect(await expectations(all)).toEqual({ expectations: { ...all, own: all }, userErrors: [] });
    const changed = await coverage(clientId);
    expect(gapsOf(changed)).toMatchObject({ POLICY_NOT_EXPECTED: 1, MODULE_OFF: 8 });
    expect(gapsOf(changed)).not.toHaveProperty('NOT_SEEN');
    expect(await withGap('POLICY_NOT_EXPECTED')).toEqual(['odd']);
    expect(await withGap('MODULE_OFF')).toContain('KNIFE');

    const own = { policies: ['Somebody tried something'], modules: ['antimalware'], notSeenDays: null };
    expect(await expectations({ clientId, ...own })).toMatchObject({ expectations: { notSeenDays: 30, own } });
    expect(gapsOf(await coverage(clientId))).toMatchObject({ POLICY_NOT_EXPECTED: 7 });
    expect(await withGap('MODULE_OFF')).toEqual(['KNIFE']);
    await expectations({ clientId, policies: null });
    expect(await withGap('POLICY_NOT_EXPECTED')).toEqual(['odd']);

    expect(await expectations({ policies: null, modules: null, notSeenDays: null })).toMatchObject({
      expectations: { policies: [], modules: ['antimalware'], notSeenDays: 7 },
    });
    await expectations({ clientId, modules: null });
    const audit = await environment.data(
      admin,
      '{ bitdefenderAudit(first: 2) { edges { node { actor action subject } } } }',
    );
    expect(audit).toMatchObject({
      bitdefenderAudit: {
        edges: [
          { node: { actor: 'ada', action: 'EXPECTATIONS_CHANGED', subject: clientId } },
          { node: { action: 'EXPECTATIONS_CHANGED', subject: 'msp-one' } },
        ],
      },
    });
  });

  it.each([
    [{ clientId: 'client-of-nobody', notSeenDays: 3 }, 'CLIENT_NOT_MAPPED', 'clientId'],
    [{ modules: ['antimalware', 'fireWall'] }, 'UNKNOWN_MODULE', 'modules'],
    [{ policies: [' '] }, 'BAD_NAMES', 'policies'],
    [{ notSeenDays: 0 }, 'BAD_DAYS', 'notSeenDays'],
  ])('rejects expectations %j', async (input, code, field) => {
    expect(await expectations(input)).toEqual({ expectations: null, userErrors: [{ code, field: ['input', field] }] });
  });

  it('lets technicians read expectations, and only admins change them', async () => {
    const answer = await environment.ask(technician, setExpectations, { input: { notSeenDays: 3 } });
    expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(
      await environment.data(technician, '{ bitdefenderExpectations { notSeenDays own { notSeenDays } } }'),
    ).toEqual({ bitdefenderExpectations: { notSeenDays: 7, own: { notSeenDays: null } } });
  });

  it('records each day once in the tenant’s time zone, as a trend', async () => {
    const found = await coverage(clientId);
    expect(found.trend).toHaveLength(1);
    expect(found.trend[0]).toMatchObject({ machines: 11, gaps: found.gaps });

    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    try {
      const kept = () =>
        database.query.selectFrom('coverageDay').selectAll().where('tenantId', '=', 'msp-one').execute();
      // The syncs have kept today.
      expect((await kept()).map((row) => row.clientId).sort()).toEqual([clientId, otherClientId].sort());

      await database.query
        .insertInto('tenantSetting')
        .values({
          tenantId: 'msp-one',
          timeZone: 'Pacific/Auckland',
          portalEnabled: false,
          portalHiddenClientIds: [],
          matchMode: 'NORMALISED',
          changedAt: new Date(),
        })
        .execute();
      // It is the sixth in Auckland already.
      const evening = new Date('2020-05-05T13:00:00Z');
      await recordCoverage(database.query, 'msp-one', null, evening);
      const before = await database.query.selectFrom('coverageDay').select(sqlVersion).execute();
      await recordCoverage(database.query, 'msp-one', null, evening);
      expect(await database.query.selectFrom('coverageDay').select(sqlVersion).execute()).toEqual(before);

      const reader = createCoverageReader(database, () => new Date(evening.getTime() + day));
      const tenant = await reader.ofTenant('msp-one');
      const [one] = await reader.ofClients('msp-one', [otherClientId]);
      if (one === undefined) throw new Error('A client has its coverage.');
      const [ofTenant, ofOther] = await reader.trends('msp-one', [tenant, one], 2);
      expect(ofTenant).toMatchObject([
        { day: '2020-05-06', machines: 12, clients: 2 },
        { day: '2020-05-07', machines: 12, clients: 2 },
      ]);
      expect(ofOther).toMatchObject([
        { day: '2020-05-06', machines: 1, clients: 1 },
        { day: '2020-05-07', machines: 1 },
      ]);
      expect(ofTenant?.[0]?.gaps).toContainEqual({ gap: 'NO_AGENT', machines: 2 });
      // The longest trend loses nothing to the maintenance, and what no trend reaches goes.
      const maintain = (now: Date) =>
        clearCoverage.run({ database, tenantId: 'msp-one', now, signal: new AbortController().signal });
      const days = async () => (await kept()).filter(({ clientId: of }) => of === otherClientId).length;
      await maintain(new Date(evening.getTime() + 400 * day));
      expect(await days()).toBe(2);
      await maintain(new Date(evening.getTime() + 403 * day));
      expect(await days()).toBe(1);
      await expect(reader.trends('msp-one', [tenant], 401)).rejects.toMatchObject({
        userErrors: [{ code: 'BAD_DAYS' }],
      });
    } finally {
      await database.close();
    }
  });
});
