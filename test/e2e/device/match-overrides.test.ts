import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const stranger: Identity = { subject: 'eve', roles: ['admin'], tenantId: 'msp-two' };

interface Decision {
  id: string;
  kind: string;
  decidedBy: string;
  note: string | null;
  agent: { id: string };
}

interface Matched {
  id: string;
  bdId: string;
  name: string;
  matchKind: string;
  agent: { id: string } | null;
  matchDecisions: Decision[];
}

interface Payload {
  device: Matched | null;
  userErrors: { code: string }[];
}

const shown = 'id bdId name matchKind agent { id } matchDecisions { id kind decidedBy note agent { id } }';
const mutations = {
  pin: `mutation ($input: PinBitdefenderDeviceInput!) {
    answer: pinBitdefenderDevice(input: $input) { device { ${shown} } userErrors { code } } }`,
  forbid: `mutation ($input: ForbidBitdefenderMatchInput!) {
    answer: forbidBitdefenderMatch(input: $input) { device { ${shown} } userErrors { code } } }`,
  remove: `mutation ($input: RemoveBitdefenderMatchDecisionInput!) {
    answer: removeBitdefenderMatchDecision(input: $input) { device { ${shown} } userErrors { code } } }`,
};

describe('match overrides', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let otherAgentId: string;
  let bdDeviceId: string;
  let tillId: string;
  let officeId: string;

  const core = () => environment.core.world('msp-one');
  const decide = async (what: keyof typeof mutations, input: object, identity = technician): Promise<Payload> =>
    (await environment.data<{ answer: Payload }>(identity, mutations[what], { input })).answer;
  const devices = async (): Promise<Matched[]> => {
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { device: Matched | null } }[] };
    }>(technician, `{ bitdefenderDevices { edges { node { device { ${shown} } } } } }`);
    return bitdefenderDevices.edges.flatMap(({ node }) => node.device ?? []);
  };
  const till = async (): Promise<Matched> => {
    const found = (await devices()).find(({ name }) => name === 'TILL');
    if (!found) throw new Error('The till is gone.');
    return found;
  };
  const badge = async (agentId: string): Promise<string | null> => {
    const { client } = await environment.data<{
      client: { agents: { edges: { node: { id: string; bitdefender: { name: string } | null } }[] } };
    }>(
      technician,
      'query ($id: ID!) { client(id: $id) { agents(first: 20) { edges { node { id bitdefender { name } } } } } }',
      { id: clientId },
    );
    return client.agents.edges.find(({ node }) => node.id === agentId)?.node.bitdefender?.name ?? null;
  };
  const takeAllBack = async () => {
    for (const device of await devices())
      for (const { id } of device.matchDecisions) await decide('remove', { decisionId: id });
  };

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const { world } = environment.gravityZone;
    const companyId = world.addCompany('Bakery').id;
    clientId = core().addClient({ name: 'The Bakery' }).id;
    bdDeviceId = world.addDevice({ companyId, name: 'TILL', fqdn: 'till.local' }).id;
    tillId = core().addAgent({ clientId, hostname: 'till' }).id;
    officeId = core().addAgent({ clientId, hostname: 'office' }).id;
    const otherCompanyId = world.addCompany('Butcher').id;
    const otherClientId = core().addClient({ name: 'The Butcher' }).id;
    otherAgentId = core().addAgent({ clientId: otherClientId, hostname: 'TILL' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId, [otherCompanyId]: otherClientId });
    await syncNow(environment, otherClientId);
    await syncNow(environment, clientId);
  });
  beforeEach(takeAllBack);

  it('rejects overrides across clients, unknown ids and notes too long', async () => {
    const deviceId = (await till()).id;
    for (const [input, code] of [
      [{ deviceId, agentId: otherAgentId }, 'OTHER_CLIENT'],
      [{ deviceId, agentId: 'nobody' }, 'AGENT_NOT_FOUND'],
      [{ deviceId: 'nothing', agentId: tillId }, 'DEVICE_NOT_FOUND'],
      [{ deviceId, agentId: tillId, note: 'x'.repeat(1001) }, 'TOO_LONG'],
    ] as const)
      for (const what of ['pin', 'forbid'] as const)
        expect(await decide(what, input)).toEqual({ device: null, userErrors: [expect.objectContaining({ code })] });
    expect(await decide('remove', { decisionId: 'nothing' })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await till()).toMatchObject({ matchKind: 'EXACT', agent: { id: tillId }, matchDecisions: [] });
  });

  it('rejects overrides of another tenant or a portal user', async () => {
    const { id: deviceId } = await till();
    const { device } = await decide('pin', { deviceId, agentId: officeId });
    const decisionId = device?.matchDecisions[0]?.id;
    const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
    for (const [what, input] of [
      ['pin', { deviceId, agentId: tillId }],
      ['forbid', { deviceId, agentId: officeId }],
      ['remove', { decisionId }],
    ] as const) {
      expect((await decide(what, input, stranger)).userErrors).toHaveLength(1);
      const answer = await environment.ask<{ answer?: Payload }>(portal, mutations[what], { input });
      expect(answer.errors).not.toHaveLength(0);
      expect(answer.data?.answer ?? null).toBeNull();
    }
    expect(await till()).toMatchObject({ matchKind: 'PINNED', matchDecisions: [{ id: decisionId }] });
  });

  it('removes the badge when a match is forbidden, until it is undone', async () => {
    const { id: deviceId } = await till();
    expect(await badge(tillId)).toBe('TILL');
    const { device } = await decide('forbid', { deviceId, agentId: tillId, note: 'Two of a name' });
    expect(device).toMatchObject({
      matchKind: 'NONE',
      agent: null,
      matchDecisions: [{ kind: 'FORBID', decidedBy: 'tom', note: 'Two of a name', agent: { id: tillId } }],
    });
    expect(await badge(tillId)).toBeNull();
    await syncNow(environment, clientId);
    expect(await badge(tillId)).toBeNull();

    tillId = core().reregisterAgent(tillId).id;
    expect(await badge(tillId)).toBeNull();
    await syncNow(environment, clientId);
    expect(await badge(tillId)).toBeNull();

    const [decision] = (await till()).matchDecisions;
    const undone = await decide('remove', { decisionId: decision?.id });
    expect(undone.device).toMatchObject({ matchKind: 'EXACT', agent: { id: tillId }, matchDecisions: [] });
    expect(await badge(tillId)).toBe('TILL');
    const { bitdefenderAudit } = await environment.data<{ bitdefenderAudit: { edges: unknown[] } }>(
      admin,
      '{ bitdefenderAudit(first: 1) { edges { node { actor action subject } } } }',
    );
    expect(bitdefenderAudit.edges).toMatchObject([
      { node: { actor: 'tom', action: 'MATCH_DECISION_REMOVED', subject: deviceId } },
    ]);
  });

  it('keeps a pin over syncs and new ids of agent and device', async () => {
    await decide('pin', { deviceId: (await till()).id, agentId: officeId });
    await syncNow(environment, clientId);
    expect([await badge(officeId), await badge(tillId)]).toEqual(['TILL', null]);

    officeId = core().reregisterAgent(officeId).id;
    expect([await badge(officeId), await badge(tillId)]).toEqual(['TILL', null]);
    await syncNow(environment, clientId);
    expect(await till()).toMatchObject({ matchKind: 'PINNED', agent: { id: officeId } });

    const fresh = environment.gravityZone.world.reimageDevice(bdDeviceId);
    environment.gravityZone.world.removeDevice(bdDeviceId);
    bdDeviceId = fresh.id;
    await syncNow(environment, clientId);
    expect(await till()).toMatchObject({
      bdId: bdDeviceId,
      matchKind: 'PINNED',
      agent: { id: officeId },
      matchDecisions: [{ kind: 'PIN' }],
    });
    // An override of the machine replaces that of the former device.
    const again = await decide('forbid', { deviceId: (await till()).id, agentId: officeId });
    expect(again.device).toMatchObject({ agent: { id: tillId }, matchDecisions: [{ kind: 'FORBID' }] });
    expect([await badge(officeId), await badge(tillId)]).toEqual([null, 'TILL']);
  });

  it('keeps the override of an unprotected device when a namesake gets one', async () => {
    const { world } = environment.gravityZone;
    const kiosk = (domain: string) =>
      world.addDevice({ companyId: world.device(bdDeviceId).companyId, name: 'KIOSK', fqdn: `kiosk.${domain}` });
    const [north, south] = [kiosk('north.local'), kiosk('south.local')];
    await syncNow(environment, clientId);
    const shownOf = async ({ id }: { id: string }) => {
      const found = (await devices()).find(({ bdId }) => bdId === id);
      return { id: found?.id, agentId: found?.agent?.id, decided: found?.matchDecisions.map(({ agent }) => agent.id) };
    };
    await decide('pin', { deviceId: (await shownOf(north)).id, agentId: officeId });
    north.managed = false;
    await syncNow(environment, clientId);
    expect((await shownOf(south)).decided).toEqual([]);
    await decide('pin', { deviceId: (await shownOf(south)).id, agentId: tillId });
    north.managed = true;
    await syncNow(environment, clientId);
    expect(await shownOf(north)).toMatchObject({ agentId: officeId, decided: [officeId] });
    expect(await shownOf(south)).toMatchObject({ agentId: tillId, decided: [tillId] });
    await takeAllBack();
    for (const { id } of [north, south]) world.removeDevice(id);
    await syncNow(environment, clientId);
  });

  it('replaces the override of an unprotected device with a new one', async () => {
    const { world } = environment.gravityZone;
    const former = world.addDevice({
      companyId: world.device(bdDeviceId).companyId,
      name: 'TOTEM',
      fqdn: 'totem.local',
      macs: ['00:50:56:b1:ef:97'],
    });
    await syncNow(environment, clientId);
    const totems = async () => (await devices()).filter(({ name }) => name === 'TOTEM');
    await decide('pin', { deviceId: (await totems())[0]?.id, agentId: officeId });
    const fresh = world.reimageDevice(former.id);
    former.managed = false;
    await syncNow(environment, clientId);
    const [totem, ...others] = await totems();
    expect(totem).toMatchObject({ bdId: fresh.id, agent: { id: officeId } });
    expect(others).toEqual([]);
    await decide('pin', { deviceId: totem?.id, agentId: tillId });
    // Still one machine, with one decision.
    expect(await totems()).toMatchObject([
      { bdId: fresh.id, agent: { id: tillId }, matchDecisions: [{ agent: { id: tillId } }] },
    ]);
    await takeAllBack();
    for (const { id } of [former, fresh]) world.removeDevice(id);
    await syncNow(environment, clientId);
  });

  it('pins an agent installed since the last sync, and replaces the earlier pin', async () => {
    const { id: deviceId } = await till();
    await decide('pin', { deviceId, agentId: officeId });
    const { id: agentId } = core().addAgent({ clientId, hostname: 'brand-new' });
    const { device, userErrors } = await decide('pin', { deviceId, agentId });
    expect(userErrors).toEqual([]);
    expect(device).toMatchObject({ matchKind: 'PINNED', agent: { id: agentId }, matchDecisions: [{ kind: 'PIN' }] });
    expect(device?.matchDecisions).toHaveLength(1);
    expect([await badge(agentId), await badge(officeId)]).toEqual(['TILL', null]);
  });

  it('compares exact names when the tenant sets STRICT mode', async () => {
    const set = async (matchMode: string) =>
      environment.data(
        admin,
        `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
          settings { matchMode } userErrors { code } } }`,
        { input: { matchMode, version: await versionNow(environment, 'settings') } },
      );
    expect(await environment.data(technician, '{ bitdefenderSettings { matchMode } }')).toEqual({
      bitdefenderSettings: { matchMode: 'NORMALISED' },
    });
    expect(await set('STRICT')).toMatchObject({ updateBitdefenderSettings: { settings: { matchMode: 'STRICT' } } });
    await syncNow(environment, clientId);
    expect(await till()).toMatchObject({ matchKind: 'NONE', agent: null });
    expect(await badge(tillId)).toBeNull();
    core().renameAgent(tillId, 'TILL');
    await syncNow(environment, clientId);
    expect(await badge(tillId)).toBe('TILL');
    await set('NORMALISED');
  });
});
