import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const ago = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

describe('the look back over 30 days of incidents', () => {
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;

  beforeAll(async () => {
    environment = await testEnvironment();
    bakery = addBakery(environment);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await environment.database.query("update company set mapped_at = mapped_at - interval '60 days'");
  });

  /** Syncs, and returns what was requested of the list of incidents and what came of it. */
  const sync = async () => {
    environment.gravityZone.calls.length = 0;
    const run = await syncNow(environment, bakery.clientId);
    const calls = environment.gravityZone.calls.filter(({ method }) => method === 'getIncidentsList');
    const stream = run.streams.find((each) => each.stream === 'INCIDENTS');
    return { run, stream, pages: calls.map(({ params }) => params.page), calls };
  };
  const letADayPass = () =>
    environment.database.query("update connection set look_back_due_at = look_back_due_at - interval '1 day'");
  const incidentAt = (at: Date, name = 'Trojan.Late') =>
    environment.gravityZone.world.addIncident({ ...bakery, at, name, severityScore: 90 });
  const threats = async () => {
    const { bitdefenderThreats, bitdefenderAlerts } = await environment.data<{
      bitdefenderThreats: { edges: { node: { name: string } }[] };
      bitdefenderAlerts: { edges: { node: { title: string } }[] };
    }>(
      technician,
      `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node { name } } }
         bitdefenderAlerts(first: 100) { edges { node { title } } } }`,
    );
    return {
      names: bitdefenderThreats.edges.map(({ node }) => node.name),
      alerts: bitdefenderAlerts.edges.map(({ node }) => node.title),
    };
  };
  /** Changes with every write to what a threat consists of. */
  const written = async () => {
    const { rows } = await environment.database.query(`
      select md5(string_agg(row, ' ' order by row)) as hash from (
        select 'threat ' || id || ' ' || xmin as row from threat
        union all select 'source ' || kind || bd_id || ' ' || xmin from threat_source
        union all select 'alert ' || id || ' ' || xmin from alert) as rows`);
    return rows[0]?.hash;
  };

  it('takes the first sync, which reads 30 days, for a look', async () => {
    incidentAt(ago(29), 'Trojan.Early');
    expect((await sync()).pages).toEqual([1]);
    expect((await threats()).names).toEqual(['Trojan.Early']);
    expect((await sync()).pages).toEqual([1]);
  });

  it('makes a threat and its alert of an incident that is listed three days late', async () => {
    incidentAt(ago(3));
    const before = await sync();
    expect([before.pages, before.stream?.stored]).toEqual([[1], 0]);
    await letADayPass();
    const after = await sync();
    expect(after).toMatchObject({ pages: [1, 1], stream: { state: 'SUCCEEDED', fetched: 2, stored: 1, warnings: [] } });
    const { changeStartDate, changeEndDate } = Object(after.calls[1]?.params.filters);
    expect(Date.parse(changeEndDate) - Date.parse(changeStartDate)).toBe(30 * 24 * 3_600_000);
    const { names, alerts } = await threats();
    expect(names).toContain('Trojan.Late');
    expect(alerts).toContainEqual(expect.stringContaining('Trojan.Late'));
  });

  it('writes nothing when it shows only what is stored', async () => {
    await letADayPass();
    const before = await written();
    const { pages, stream } = await sync();
    expect([pages, stream?.stored]).toEqual([[1, 1], 0]);
    expect(await written()).toBe(before);
    expect((await sync()).pages).toEqual([1]);
  });

  it('finds an incident that changed within the window without being listed then', async () => {
    const incident = incidentAt(ago(20), 'Trojan.Changed');
    await letADayPass();
    await sync();
    environment.gravityZone.world.updateIncident(incident.id, { status: 'closed', updatedAt: ago(2) });
    expect((await sync()).stream?.stored).toBe(0);
    await letADayPass();
    expect((await sync()).stream?.stored).toBe(1);
  });

  it('goes on in the next run when it has more pages than one run reads', async () => {
    for (let number = 0; number < 70; number += 1) incidentAt(ago(5));
    environment.gravityZone.servedPage = 10;
    await letADayPass();
    expect((await sync()).pages).toEqual([1, 1, 2, 3, 4, 5]);
    // Rows may have moved to the page that was the last; of a list that is not read from its start the end is not known.
    expect((await sync()).pages.slice(1)).toEqual([5, 6, 7, 8, 9]);
    expect((await sync()).pages).toEqual([1]);
    expect((await threats()).names.filter((name) => name === 'Trojan.Late')).toHaveLength(71);
    environment.gravityZone.servedPage = null;
  });

  it('warns and tries again an hour later when it fails, and keeps the sync', async () => {
    incidentAt(ago(4), 'Trojan.Missed');
    await letADayPass();
    let calls = 0;
    environment.gravityZone.beforeAnswer = ({ method }) => {
      if (method !== 'getIncidentsList') return;
      calls += 1;
      if (calls === 1) environment.gravityZone.faults.add({ kind: 'serverErrorJson', method, times: 4 });
    };
    const failed = await sync();
    environment.gravityZone.beforeAnswer = null;
    expect(failed.run.state).toBe('SUCCEEDED');
    expect(failed.stream).toMatchObject({
      state: 'SUCCEEDED',
      stored: 0,
      warnings: [expect.stringMatching(/^The look back over 30 days of incidents failed: GravityZone failed/)],
    });
    expect((await sync()).pages).toEqual([1]);
    await environment.database.query("update connection set look_back_due_at = look_back_due_at - interval '1 hour'");
    expect(await sync()).toMatchObject({ pages: [1, 1], stream: { stored: 1 } });
  });
});
