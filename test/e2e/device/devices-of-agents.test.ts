import { randomUUID, type UUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '../../../src/database/database.js';
import { chooseDevices } from '../../../src/device/matching/devices-of-agents.js';
import { rematchClient } from '../../../src/device/matching/match-client.js';
import { hostKey, nameKey } from '../../../src/domain/hostname.js';
import { openTestDatabase } from '../../support/database.js';

interface Named {
  name: string;
  mac: string | null;
}

interface World {
  devices: (Named & { fqdn: string | null; present: boolean; managed: boolean })[];
  agents: Named[];
  /** Places of a device and of an agent, and what a person said of them. */
  decisions: { kind: string; device: number; agent: number }[];
  strict: boolean;
}

const name = fc.constantFrom(
  'till',
  'TILL',
  'till.corp.example',
  'oven',
  'accounting-desk',
  'accounting-desk-01',
  'ip-10-0-0-7',
);
const mac = fc.constantFrom('0a0000000001', '0a0000000002', null);
const world: fc.Arbitrary<World> = fc.record({
  devices: fc.array(
    fc.record({
      name,
      mac,
      fqdn: fc.constantFrom(null, null, 'till.corp.example', 'till.other', 'ip-10-0-0-7.internal', 'oven.corp.example'),
      present: fc.boolean(),
      managed: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 4 },
  ),
  agents: fc.array(fc.record({ name, mac }), { maxLength: 3 }),
  decisions: fc.array(
    fc.record({ kind: fc.constantFrom('PIN', 'FORBID'), device: fc.nat({ max: 3 }), agent: fc.nat({ max: 2 }) }),
    { maxLength: 2 },
  ),
  strict: fc.boolean(),
});

describe('the device chosen for an agent', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });

  const clientId = 'bakery';
  let tenantId: string;

  async function addAgent({ name: hostname, mac: own }: Named, id = randomUUID()): Promise<string> {
    await sql`
      insert into agent (tenant_id, id, client_id, hostname, host_key, macs)
      values (${tenantId}, ${id}, ${clientId}, ${hostname}, ${hostKey(hostname)}, ${own === null ? [] : [own]})`.execute(
      database.query,
    );
    return id;
  }

  /** Stores the world for a tenant of its own, matched. The ids of its agents, in their order. */
  async function store({ devices, agents, decisions, strict }: World): Promise<string[]> {
    tenantId = randomUUID();
    if (strict)
      await sql`
        insert into tenant_setting (tenant_id, time_zone, portal_enabled, portal_hidden_client_ids, match_mode, changed_at)
        values (${tenantId}, 'UTC', false, '{}', 'STRICT', now())`.execute(database.query);
    const ids: string[] = [];
    for (const agent of agents) ids.push(await addAgent(agent));
    const deviceIds: string[] = [];
    for (const device of devices) {
      const id = randomUUID();
      deviceIds.push(id);
      await sql`
        insert into device (tenant_id, id, connection_id, company_id, client_id, bd_id, name, fqdn, host_key, name_key, macs, machine_type,
          managed, content_hash, presence, presence_changed_at, first_seen_at, changed_at, match_kind, match_reason,
          match_candidates)
        values (${tenantId}, ${id}, ${id}, ${id}, ${clientId}, ${id}, ${device.name}, ${device.fqdn},
          ${hostKey(device.name, device.fqdn)}, ${nameKey(device.name, device.fqdn)}, ${device.mac === null ? [] : [device.mac]}, 'COMPUTER', ${device.managed}, '',
          ${device.present ? 'PRESENT' : 'MISSING'}, now(), now(), now(), 'NONE', '', '{}')`.execute(database.query);
    }
    for (const decision of decisions) {
      const [device, deviceId] = [devices[decision.device], deviceIds[decision.device]];
      const [agent, agentId] = [agents[decision.agent], ids[decision.agent]];
      if (!device || !agent || !deviceId || !agentId) continue;
      await sql`
        insert into match_decision (tenant_id, id, client_id, kind, device_id, host_key, agent_id, agent_host_key, decided_by, decided_at)
        values (${tenantId}, ${randomUUID()}, ${clientId}, ${decision.kind}, ${deviceId},
          ${hostKey(device.name, device.fqdn)}, ${agentId}, ${hostKey(agent.name)}, 'ada', now())`.execute(
        database.query,
      );
    }
    await rematchClient(database.query, tenantId, clientId);
    return ids;
  }

  async function chosen(agents: readonly { id: string; name: string }[]): Promise<(string | null)[]> {
    const named = agents.map((agent) => ({ id: agent.id, hostname: agent.name, clientId }));
    const choices = await chooseDevices(database.query, tenantId, named);
    return choices.map((choice) => choice?.id ?? null);
  }

  /** The devices that represent a machine, with the agent each is matched with. */
  async function matches(): Promise<{ id: string; agentId: string }[]> {
    const { rows } = await sql<{ id: string; agentId: string }>`
      select id, agent_id from device
      where tenant_id = ${tenantId} and agent_id is not null and twin_of is null and managed`.execute(database.query);
    return rows;
  }

  const deviceOf = (agentId: string, among: { id: string; agentId: string }[]): string | null =>
    among.find((match) => match.agentId === agentId)?.id ?? null;

  /** A sync that finds these agents beside the stored ones, one of which is gone. */
  async function syncWith(agents: readonly (Named & { id: UUID })[], without?: string): Promise<void> {
    if (without) await sql`delete from agent where tenant_id = ${tenantId} and id = ${without}`.execute(database.query);
    for (const agent of agents) await addAgent(agent, agent.id);
    await rematchClient(database.query, tenantId, clientId);
  }

  /** What the sync gave each new agent, save what belonged to an agent other than its former self before. */
  async function expectedAfter(before: { id: string; agentId: string }[], ids: string[], former?: string) {
    const after = await matches();
    return ids.map((id) => {
      const device = deviceOf(id, after);
      const owner = before.find((match) => match.id === device)?.agentId;
      return owner === undefined || owner === former ? device : null;
    });
  }

  const runs = { numRuns: 150 };

  it('returns the stored device of a known agent among other agents', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(name, { maxLength: 2 }), async (given, fresh) => {
        const ids = await store(given);
        const stored = await matches();
        const agents = given.agents.map((agent, index) => ({ name: agent.name, id: ids[index] as string }));
        const beside = fresh.map((hostname, index) => ({ name: hostname, id: `new ${index}` }));
        const expected = ids.map((id) => deviceOf(id, stored));
        expect((await chosen([...agents, ...beside])).slice(0, ids.length)).toEqual(expected);
        for (const [index, agent] of agents.entries()) expect(await chosen([agent])).toEqual([expected[index]]);
      }),
      runs,
    );
  });

  it('chooses the device of a new or re-registered agent as its first sync does', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(world, name, async (given, hostname) => {
        const ids = await store(given);
        const before = await matches();
        const isNamesake = (agent: Named) =>
          given.strict ? agent.name === hostname : hostKey(agent.name) === hostKey(hostname);
        const namesakes = ids.filter((_, index) => isNamesake(given.agents[index] as Named));
        // Its only namesake went away: it is that one, with its network card.
        const former = namesakes.length === 1 ? namesakes[0] : undefined;
        const own = former === undefined ? null : (given.agents[ids.indexOf(former)] as Named).mac;
        const fresh = { id: randomUUID(), name: hostname, mac: own };
        const badge = await chosen([fresh]);
        await syncWith([fresh], former);
        expect(badge).toEqual(await expectedAfter(before, [fresh.id], former));
        if (badge[0] !== null) shown += 1;
      }),
      runs,
    );
    expect(shown).toBeGreaterThan(10);
  });

  it('chooses devices of new agents beside known ones as their first sync does', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(world, fc.array(name, { minLength: 1, maxLength: 3 }), async (given, hostnames) => {
        const ids = await store(given);
        const before = await matches();
        const known = given.agents.map((agent, index) => ({ name: agent.name, id: ids[index] as string }));
        const fresh = hostnames.map((hostname) => ({ id: randomUUID(), name: hostname, mac: null }));
        const badges = await chosen([...known, ...fresh]);
        await syncWith(fresh);
        const freshIds = fresh.map(({ id }) => id);
        const expected = await expectedAfter(before, freshIds);
        expect(badges.slice(ids.length)).toEqual(expected);
        const shownNow = badges.filter((badge) => badge !== null);
        expect(new Set(shownNow).size).toBe(shownNow.length);
        shown += expected.filter((badge) => badge !== null).length;
      }),
      runs,
    );
    expect(shown).toBeGreaterThan(10);
  });

  const till = { name: 'till', mac: null };
  const listed = (own: string) => ({ ...till, fqdn: null, present: true, managed: true, mac: own });

  it('returns no device for a namesake of an agent matched by MAC', async () => {
    const ids = await store({
      devices: [listed('0a0000000001')],
      agents: [{ ...till, mac: '0a0000000001' }, till],
      decisions: [],
      strict: false,
    });
    const [asked, other] = ids.map((id) => ({ id, name: 'till' })) as [
      { id: string; name: string },
      { id: string; name: string },
    ];
    const [badge] = await chosen([asked]);
    expect(badge).not.toBeNull();
    expect(await chosen([other])).toEqual([null]);
    expect(await chosen([other, asked])).toEqual([null, badge]);
    expect(await chosen([{ id: 'new', name: 'till' }])).toEqual([null]);
  });

  it('returns no device for a namesake whose MAC another device has', async () => {
    const mac = '0a0000000001';
    const devices = [listed(mac), { ...listed(mac), name: 'TILL' }];
    const shared = { ...listed(mac), name: 'oven' };
    for (const given of [devices, [...devices, shared]]) {
      await store({ devices: given, agents: [], decisions: [], strict: false });
      const [badge] = await chosen([{ id: 'new', name: 'till' }]);
      // Without the third device they are twins, and with it two machines of one name.
      expect(badge === null).toBe(given.length === 3);
    }
  });

  it('returns the device whose name, not its FQDN, is that of a new agent', async () => {
    const web = { ...listed('0a0000000001'), name: 'WEB01', fqdn: 'ip-10-0-0-7.internal' };
    await store({ devices: [web], agents: [], decisions: [], strict: false });
    expect(await chosen([{ id: 'new', name: 'web01.corp' }])).not.toEqual([null]);
    await store({ devices: [web], agents: [{ name: 'ip-10-0-0-7', mac: null }], decisions: [], strict: false });
    expect(await chosen([{ id: 'new', name: 'web01.corp' }])).toEqual([null]);
  });

  it('returns no device when it is pinned to another agent or forbidden', async () => {
    const office = { name: 'office', mac: null };
    for (const [kind, agent] of [
      ['PIN', 1],
      ['FORBID', 0],
    ] as const) {
      const ids = await store({
        devices: [listed('0a0000000001')],
        agents: [till, office],
        decisions: [{ kind, device: 0, agent }],
        strict: false,
      });
      const [id] = ids as [string];
      expect(await chosen([{ id, name: 'till' }])).toEqual([null]);
      expect(await chosen([{ id: 'new', name: 'till' }])).toEqual([null]);
    }
  });

  it('keeps the device of a renamed agent, or finds one by its new name', async () => {
    const ids = await store({
      devices: [listed('0a0000000001'), { ...listed('0a0000000002'), name: 'office' }],
      agents: [till, { name: 'oven', mac: null }],
      decisions: [],
      strict: false,
    });
    const [tillId, ovenId] = ids as [string, string];
    const [device] = await chosen([{ id: tillId, name: 'till' }]);
    expect(device).not.toBeNull();
    expect(await chosen([{ id: tillId, name: 'counter' }])).toEqual([device]);
    expect(await chosen([{ id: ovenId, name: 'oven' }])).toEqual([null]);
    const [found] = await chosen([{ id: ovenId, name: 'office' }]);
    expect(found).not.toBeNull();
    expect(found).not.toBe(device);
    // It has an id of its own, so it is not the till under a new one.
    expect(await chosen([{ id: ovenId, name: 'till' }])).toEqual([null]);
    // A third of that name, beside it, makes it doubtful.
    expect(
      await chosen([
        { id: ovenId, name: 'office' },
        { id: 'new', name: 'office' },
      ]),
    ).toEqual([null, null]);
  });

  it('returns the stored device of a known agent when a new agent frees one', async () => {
    const ids = await store({
      devices: [
        { ...listed('0a0000000001'), fqdn: 'till.corp.example' },
        { ...listed('0a0000000002'), fqdn: 'till.other', present: false },
      ],
      agents: [{ ...till, mac: '0a0000000002' }, till],
      decisions: [],
      strict: false,
    });
    const [id] = ids as [string];
    const met = { id, name: 'till' };
    const fresh = { id: randomUUID(), name: 'till.corp.example', mac: null };
    expect(await chosen([met])).toEqual([null]);
    const [ofMet, ofFresh] = await chosen([met, fresh]);
    expect(ofMet).toBeNull();
    expect(ofFresh).not.toBeNull();
    // The sync that stores the new one gives it the other device.
    await syncWith([fresh]);
    const [freed] = await chosen([met]);
    expect(freed).not.toBeNull();
    expect(freed).not.toBe(ofFresh);
  });

  it('returns no device for two new namesakes until a sync decides', async () => {
    await store({ devices: [listed('0a0000000001')], agents: [till], decisions: [], strict: false });
    expect(
      await chosen([
        { id: 'new', name: 'till' },
        { id: 'newer', name: 'till.corp.example' },
      ]),
    ).toEqual([null, null]);
  });

  it('returns no device of another client or tenant', async () => {
    await store({ devices: [listed('0a0000000001')], agents: [till], decisions: [], strict: false });
    const ask = (tenant: string, client: string) =>
      chooseDevices(database.query, tenant, [{ id: 'new', hostname: 'till', clientId: client }]);
    expect(await ask(tenantId, clientId)).toMatchObject([{ match: { kind: 'EXACT' } }]);
    expect(await ask(tenantId, 'butcher')).toEqual([null]);
    // One that has moved leaves its device behind.
    const [{ id }] = (await matches()).map(({ agentId }) => ({ id: agentId })) as [{ id: string }];
    expect(await chooseDevices(database.query, tenantId, [{ id, hostname: 'till', clientId: 'butcher' }])).toEqual([
      null,
    ]);
    expect(await ask(randomUUID(), clientId)).toEqual([null]);
  });
});
