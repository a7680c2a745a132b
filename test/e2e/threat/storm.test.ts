import { beforeAll, describe, expect, it } from 'vitest';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type JobQueue, openJobQueue } from '../../support/job-queue.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const everything = `query ($filter: BitdefenderAlertFilter, $after: String) {
  bitdefenderAlerts(filter: $filter, first: 100, after: $after) { edges { node {
    id kind title detail severity state suppressedBy client { id } ticket { id } deliveries { id kind state occurrences }
  } } pageInfo { hasNextPage endCursor } } }`;

const actionsAlone = `query ($filter: BitdefenderAlertFilter, $after: String) {
  bitdefenderAlerts(filter: $filter, first: 100, after: $after) { edges { node { kind suppressedBy deliveries { id } } }
  pageInfo { hasNextPage endCursor } } }`;

interface Alert {
  id: string;
  kind: string;
  title: string;
  detail: string | null;
  severity: string;
  state: string;
  suppressedBy: string | null;
  client: { id: string } | null;
  ticket: { id: string } | null;
  deliveries: { id: string; kind: string; state: string; occurrences: number }[];
}

const minutes = 60_000;
const days = 24 * 60 * minutes;

describe('many threats at once', () => {
  let environment: TestEnvironment;
  let queue: JobQueue;
  let companies: Record<'archive' | 'bakery' | 'butcher', { companyId: string; clientId: string }>;
  let machines = 0;

  beforeAll(async () => {
    environment = await testEnvironment();
    queue = await openJobQueue(environment.app.databaseUrl);
    companies = { archive: company('Archive'), bakery: company('Bakery'), butcher: company('Butcher') };
    await connectSimulator(environment);
  });

  /** A company that is not mapped yet, and its client. */
  function company(name: string) {
    return {
      companyId: environment.gravityZone.world.addCompany(name).id,
      clientId: environment.core.world('msp-one').addClient({ name: `The ${name}` }).id,
    };
  }

  function device(companyId: string): string {
    machines += 1;
    return environment.gravityZone.world.addDevice({ companyId, name: `PC-${machines}`, fqdn: `pc-${machines}` }).id;
  }

  async function alerts(filter: object, list = everything): Promise<Alert[]> {
    const all: Alert[] = [];
    for (let after: string | null = null; ; ) {
      const { bitdefenderAlerts }: { bitdefenderAlerts: AlertPage } = await environment.data(technician, list, {
        filter,
        after,
      });
      all.push(...bitdefenderAlerts.edges.map(({ node }) => node));
      if (!bitdefenderAlerts.pageInfo.hasNextPage) return all;
      after = bitdefenderAlerts.pageInfo.endCursor;
    }
  }
  interface AlertPage {
    edges: { node: Alert }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }

  it('acts on none of 5,000 old threats when their company is mapped', async () => {
    const { companyId, clientId } = companies.archive;
    const { world } = environment.gravityZone;
    const devices = Array.from({ length: 50 }, () => device(companyId));
    for (let number = 0; number < 5_000; number += 1)
      world.addQuarantineItem({
        deviceId: devices[number % 50] as string,
        threatName: `Trojan.Ransom.Old.${number % 7}`,
        quarantinedAt: new Date(Date.now() - 2 * days - number * 3 * minutes),
      });
    await mapByBdId(environment, { [companyId]: clientId });
    expect(await syncNow(environment, clientId)).toMatchObject({ state: 'SUCCEEDED' });
    const all = await alerts({ clientId }, actionsAlone);
    expect(all).toHaveLength(5_000);
    expect(all.every(({ kind, suppressedBy }) => kind === 'THREAT' && suppressedBy === 'HISTORY')).toBe(true);
    expect(all.flatMap(({ deliveries }) => deliveries)).toEqual([]);
    const { tickets, pages, notifications } = environment.core;
    expect([tickets.length, pages.length, notifications.length]).toEqual([0, 0, 0]);
  });

  it('raises one ticket and one outbreak when malware is on 300 machines', async () => {
    const { companyId, clientId } = companies.bakery;
    await mapByBdId(environment, { [companyId]: clientId });
    const { world } = environment.gravityZone;
    const spread = (count: number) => {
      for (let number = 0; number < count; number += 1) {
        const at = new Date(Date.now() - 10 * minutes + number * 1_900);
        world.addIncident({
          companyId,
          deviceId: device(companyId),
          name: 'Gen:Variant.Ransom.Fast',
          severityScore: 95,
          createdAt: at,
          updatedAt: at,
        });
      }
    };
    spread(120);
    await syncNow(environment, clientId);
    spread(180);
    await syncNow(environment, clientId);

    const outbreaks = await alerts({ clientId, kind: 'OUTBREAK' });
    expect(outbreaks).toMatchObject([
      {
        title: 'Outbreak of Gen:Variant.Ransom.Fast on 300 machines',
        detail: expect.stringMatching(/^300 threats from .* to .*: Gen:Variant.Ransom.Fast\.$/),
        severity: 'CRITICAL',
        state: 'OPEN',
        deliveries: [{ kind: 'PAGE', occurrences: 1 }],
      },
    ]);
    await eventually(async () => environment.core.tickets.length > 0 && environment.core.pages.length > 0);
    const threats = await eventually(async () => {
      const all = await alerts({ clientId, kind: 'THREAT' });
      return all.every(({ ticket }) => ticket !== null) && all;
    });
    expect(threats).toHaveLength(300);
    const [ticket] = environment.core.tickets;
    expect(new Set(threats.map((alert) => alert.ticket?.id))).toEqual(new Set([ticket?.id]));
    expect(
      new Set(threats.flatMap(({ deliveries }) => deliveries.map(({ id, occurrences }) => `${id} ${occurrences}`)))
        .size,
    ).toBe(1);
    expect(threats[0]?.deliveries[0]?.occurrences).toBe(300);
    expect(environment.core.tickets).toHaveLength(1);
    expect(environment.core.pages).toMatchObject([
      { onCall: 'security', title: expect.stringContaining('Outbreak of') },
    ]);

    await eventually(async () => {
      await queue.raisePriority();
      return ticket?.notes.length === 1;
    });
    expect(ticket?.notes[0]?.body).toMatch(/^300 occurrences so far on 300 machines: .* and 250 more\.$/);
  });

  it('when an outbreak begins is for the tenant to say', async () => {
    const set = `mutation ($outbreak: BitdefenderOutbreakSettingsInput!, $version: String) {
      updateBitdefenderSettings(input: { outbreak: $outbreak, version: $version }) {
        settings { outbreak { machines minutes } } userErrors { code field } } }`;
    const change = async (outbreak: object) =>
      environment.data(admin, set, { outbreak, version: await versionNow(environment, 'settings') });
    expect(await change({ machines: 1, minutes: 10 })).toMatchObject({
      updateBitdefenderSettings: { settings: null, userErrors: [{ field: ['input', 'outbreak', 'machines'] }] },
    });
    expect(await change({ machines: 3, minutes: 0 })).toMatchObject({
      updateBitdefenderSettings: { settings: null, userErrors: [{ field: ['input', 'outbreak', 'minutes'] }] },
    });
    expect(await change({ machines: 3, minutes: 2 })).toMatchObject({
      updateBitdefenderSettings: { settings: { outbreak: { machines: 3, minutes: 2 } } },
    });
    const { companyId, clientId } = companies.butcher;
    await mapByBdId(environment, { [companyId]: clientId });
    const { world } = environment.gravityZone;
    // However long the syncs take, the detections are as far apart as they say.
    const startedAt = Date.now();
    const meets = (name: string, secondsAgo: number, severityScore: number) =>
      world.addIncident({
        companyId,
        deviceId: device(companyId),
        name,
        severityScore,
        createdAt: new Date(startedAt - secondsAgo * 1_000),
      });
    const found = ['Adware.One', 'Adware.Two'].map((name, index) => meets(name, 300 - index * 30, 20));
    await syncNow(environment, clientId);
    expect(await alerts({ clientId, kind: 'OUTBREAK' })).toEqual([]);
    found.push(meets('Adware.Three', 250, 20));
    await syncNow(environment, clientId);
    // Adware alone is reported, but notifies no one.
    const three = { title: 'Outbreak on 3 machines', severity: 'LOW', deliveries: [], state: 'OPEN' };
    expect(await alerts({ clientId, kind: 'OUTBREAK' })).toMatchObject([three]);
    found.push(meets('Trojan.Four', 200, 60));
    await syncNow(environment, clientId);
    const four = { title: 'Outbreak on 4 machines', severity: 'MEDIUM', deliveries: [{ kind: 'PAGE' }] };
    expect(await alerts({ clientId, kind: 'OUTBREAK' })).toMatchObject([four]);
    for (const incident of found) world.closeIncident(incident.id);
    await syncNow(environment, clientId);
    expect(await alerts({ clientId, kind: 'OUTBREAK' })).toMatchObject([{ state: 'RESOLVED' }]);
  });
});
