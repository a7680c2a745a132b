import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

describe('a device whose agent is in another client', () => {
  let environment: TestEnvironment;
  let clientId: string;
  let otherId: string;
  let companyId: string;
  const core = () => environment.core.world('msp-one');

  beforeAll(async () => {
    environment = await testEnvironment();
    ({ clientId, companyId } = addBakery(environment));
    otherId = core().addClient({ name: 'Dentist' }).id;
    // The other tenant has an agent of each name.
    const neighbour = environment.core.world('msp-two');
    const theirs = neighbour.addClient({ name: 'Neighbour' }).id;
    for (const hostname of ['oven-01', 'web01', 'lonely']) neighbour.addAgent({ clientId: theirs, hostname });
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  async function matchOf(name: string) {
    const { rows } = await environment.database.query<{ kind: string; reason: string; agent: string | null }>(
      'select coalesce(match_basis, match_kind) as kind, match_reason as reason, agent_id as agent from device where name = $1',
      [name],
    );
    return rows[0];
  }
  const remedies = async (name: string) => {
    const { rows } = await environment.database.query<{ id: string }>('select id from device where name = $1', [name]);
    const { bitdefenderDiagnostics } = await environment.data<{
      bitdefenderDiagnostics: { findings: { code: string; message: string; remedy: object }[] };
    }>(
      technician,
      'query ($deviceId: ID) { bitdefenderDiagnostics(deviceId: $deviceId) { findings { code message remedy { kind name message } } } }',
      { deviceId: rows[0]?.id },
    );
    return bitdefenderDiagnostics.findings;
  };
  const none = (reason: string) => ({ kind: 'NONE', reason, agent: null });
  const absent = 'No agent of this client has host name "oven-01".';

  it('names the other client of an agent, and never matches across clients', async () => {
    core().addAgent({ clientId: otherId, hostname: 'OVEN-01.dentist.local' });
    await syncNow(environment, clientId);
    const named = none(`${absent} An agent of this name is in client Dentist.`);
    expect(await matchOf('OVEN-01')).toEqual(named);
    const [finding] = await remedies('OVEN-01');
    expect(finding?.message).toContain('An agent of this name is in client Dentist.');
    expect(finding?.remedy).toMatchObject({ kind: 'MUTATION', name: 'mapBitdefenderCompanies' });

    const second = environment.gravityZone.world.addCompany('Dentist');
    await syncNow(environment, clientId);
    await mapByBdId(environment, { [second.id]: otherId });
    await syncNow(environment, otherId);
    await syncNow(environment, clientId);
    expect(await matchOf('OVEN-01')).toEqual(named);
  });

  it('keeps the reason of an unchanged device, so that a sync writes nothing', async () => {
    const version = async () =>
      (await environment.database.query("select xmin::text from device where name = 'OVEN-01'")).rows[0]?.xmin;
    const before = await version();
    await syncNow(environment, clientId);
    expect(await version()).toBe(before);
  });

  it('finds it by the name of a device whose FQDN differs', async () => {
    environment.gravityZone.world.addDevice({ companyId, name: 'WEB01', fqdn: 'ip-10-0-0-7.internal' });
    const agent = core().addAgent({ clientId: otherId, hostname: 'web01' });
    await syncNow(environment, clientId);
    const web = 'No agent of this client has host name "ip-10-0-0-7" or "web01".';
    expect(await matchOf('WEB01')).toEqual(none(`${web} An agent of this name is in client Dentist.`));
    core().removeAgent(agent.id);
    const own = core().addAgent({ clientId, hostname: 'web01' });
    await syncNow(environment, clientId);
    expect(await matchOf('WEB01')).toMatchObject({ kind: 'NAME', agent: own.id });
  });

  it('names no client of another tenant', async () => {
    environment.gravityZone.world.addDevice({ companyId, name: 'LONELY' });
    await syncNow(environment, clientId);
    expect(await matchOf('LONELY')).toEqual(none('No agent of this client has host name "lonely".'));
    const [finding] = await remedies('LONELY');
    expect(finding?.remedy).toMatchObject({ kind: 'NOTHING' });
  });

  it('drops the sentence when the agent is gone, and matches it when it moves here', async () => {
    const third = core().addClient({ name: 'Abbey' }).id;
    const here = core().addAgent({ clientId: third, hostname: 'oven-01' });
    await syncNow(environment, clientId);
    expect((await matchOf('OVEN-01'))?.reason).toBe(`${absent} Agents of this name are in clients Abbey and Dentist.`);
    for (const { id } of core().agentsOf(otherId)) core().removeAgent(id);
    core().removeAgent(here.id);
    await syncNow(environment, clientId);
    expect(await matchOf('OVEN-01')).toEqual(none(absent));
    const own = core().addAgent({ clientId, hostname: 'oven-01' });
    await syncNow(environment, clientId);
    expect(await matchOf('OVEN-01')).toMatchObject({ kind: 'EXACT', agent: own.id });
  });
});
