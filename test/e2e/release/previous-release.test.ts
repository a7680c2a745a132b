import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allApis } from '../../../demo/gravityzone/simulator.js';
import { encodeCursor } from '../../../src/graphql/lists/cursors.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { connect, mapCompanies, type RunAnswer, runById, syncClient } from '../../support/msp.js';
import { buildRelease } from '../../support/previous-release.js';
import { newestRelease, readReleased, whyNoHistory } from '../../support/releases.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { type Surroundings, surroundings } from '../../support/surroundings.js';
import { type WalkedRequest, walkSchema } from '../../support/walk-schema.js';

const reason = whyNoHistory();
if (reason !== null && process.env.REQUIRE_UPGRADE_TEST === 'true') throw new Error(reason);

const reportName = 'OpsMerge audit';
const timeout = 900_000;
/** Syncs are asked for: one that a tick begins could be in the hands of a process that is paused. */
const never = '0 0 0 1 1 *';
const listThreats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  edges { node { name severity severitySource } } } }`;
const setReport = `mutation ($input: UpdateBitdefenderIntegrationInput!) {
  updateBitdefenderIntegration(input: $input) { userErrors { code } } }`;

interface Named {
  name: string;
  severitySource: string;
}
type Threats = { bitdefenderThreats: { edges: { node: Named }[] } };

describe.skipIf(reason !== null)(`the release before, ${newestRelease().version}, beside this one`, () => {
  let around: Surroundings;
  let present: ServiceProcess;
  let released: ServiceProcess;
  let clientId: string;
  let companyId: string;
  let deviceId: string;
  let requests: WalkedRequest[];

  beforeAll(async () => {
    const entry = await buildRelease(newestRelease());
    around = await surroundings();
    populate();
    present = await around.start({ TICK: never });
    await connectAndMap();
    // What only this release reads is there before the other one starts.
    await syncBy(present);
    for (const isolated of [true, false]) {
      around.gravityZone.world.device(deviceId).isolated = isolated;
      await around.rows("update device_state set as_of = as_of - interval '1 day'");
      await around.rows('update connection set report_checked_at = null');
      await syncBy(present);
    }
    await expectLaterValues();
    released = await around.start({ TICK: never }, [entry]);
    const schema = readReleased(newestRelease(), 'schema/bitdefender.graphql')?.toString() ?? '';
    requests = walkSchema(buildSchema(schema, { assumeValidSDL: true }), { pools: await poolsOf(), always: ['first'] });
  }, timeout);

  /** A company in which each kind of value is found that the release before does not know. */
  function populate() {
    const { world } = around.gravityZone;
    const core = around.core.world('msp-one');
    companyId = world.addCompany('Bakery').id;
    clientId = core.addClient({ name: 'The Bakery' }).id;
    for (const hostname of ['oven-01', 'web01', 'mail-01']) {
      const site = hostname === 'oven-01' ? { id: 'site-ovens', name: 'Ovens' } : null;
      core.addAgent({ clientId, hostname, site });
    }
    deviceId = world.addDevice({ companyId, name: 'OVEN-01', productOutdated: true }).id;
    // Matched by the name that it has in Bitdefender.
    world.addDevice({ companyId, name: 'WEB01', fqdn: 'ip-10-0-0-7.internal' });
    Object.assign(world.addDevice({ companyId, name: 'SICK-01' }), { infected: true, detected: true });
    Object.assign(world.addDevice({ companyId, name: 'PAST-01' }), { detected: true });
    const mailServer = world.addDevice({ companyId, name: 'MAIL-01', operatingSystem: 'Windows Server 2022' });
    mailServer.exchangeServer = true;
    world.addExchangeItem({ deviceId: mailServer.id, threatName: 'Trojan.Ransom.Mail' });
    world.addIncident({ companyId, deviceId, name: 'Trojan.Oven', severityScore: 95 });
    world.addQuarantineItem({ deviceId, threatName: 'Adware.Bread' });
    world.scheduleReport({ name: reportName });
    world.addAuditEvent({
      deviceId,
      module: 'Antiphishing',
      eventType: 'Phishing page blocked',
      details: 'https://x.test',
    });
  }

  async function connectAndMap() {
    const { gravityZone } = around;
    const apiKey = gravityZone.addKey({ enabledApis: [...allApis, 'reports'] });
    const input = { endpoint: gravityZone.url, apiKey, caCertificate: gravityZone.caCertificate };
    const { connectBitdefender } = await around.data<{ connectBitdefender: { integration: { id: string } } }>(
      present,
      connect,
      { input },
    );
    const integrationId = connectBitdefender.integration.id;
    const { bitdefenderIntegrations } = await around.data<{ bitdefenderIntegrations: { version: string }[] }>(
      present,
      '{ bitdefenderIntegrations { version } }',
    );
    const version = bitdefenderIntegrations[0]?.version;
    await around.data(present, setReport, { input: { integrationId, version, reportName } });
    await around.rows(`update alert_rule set enabled = true where name like '%protection degraded%'`);
    await mapBy(present, companyId);
  }

  async function mapBy(service: ServiceProcess, bdId: string) {
    // Each release lists companies in its own way.
    const found = await around.until(
      async () => (await around.rows<{ id: string }>(`select id from company where bd_id = '${bdId}'`))[0] ?? null,
    );
    const answer = await around.data<{ mapBitdefenderCompanies: { userErrors: unknown[] } }>(service, mapCompanies, {
      input: { mappings: [{ companyId: found.id, clientId }] },
    });
    expect(answer.mapBitdefenderCompanies.userErrors).toEqual([]);
  }

  async function requestSync(service: ServiceProcess): Promise<string> {
    const { syncBitdefenderClient } = await around.data<{
      syncBitdefenderClient: { runs: { id: string }[] | null; userErrors: unknown[] };
    }>(service, syncClient, { input: { clientId } });
    const id = syncBitdefenderClient.runs?.[0]?.id;
    if (id === undefined) throw new Error(JSON.stringify(syncBitdefenderClient.userErrors));
    return id;
  }

  /** A run that this one requests; gives it once it has ended. */
  async function syncBy(service: ServiceProcess, id?: string): Promise<RunAnswer> {
    const wanted = id ?? (await requestSync(service));
    return around.until(async () => {
      const { bitdefenderSyncRun } = await around.data<{ bitdefenderSyncRun: RunAnswer }>(service, runById, {
        id: wanted,
      });
      return ['QUEUED', 'RUNNING'].includes(bitdefenderSyncRun.state) ? null : bitdefenderSyncRun;
    });
  }

  /** Work while the other process does nothing: what is queued is done by the one that goes on. */
  async function whilePaused<Result>(other: ServiceProcess, work: () => Promise<Result>): Promise<Result> {
    await around.until(async () => {
      other.signal('SIGSTOP');
      await sleep(300);
      // What it has begun would wait for it.
      if ((await around.rows(inProgress)).length === 0) return true;
      other.signal('SIGCONT');
      return null;
    });
    try {
      return await work();
    } finally {
      other.signal('SIGCONT');
    }
  }

  const inProgress = `select pid::text from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
    union all select id::text from sync_run where ended_at is null
    union all select id::text from pgboss.job where state = 'active' and name not like '\\_\\_pgboss%'`;

  /** Each kind of value that the release before does not know is stored now. */
  async function expectLaterValues() {
    const rows = await around.rows<{ value: string }>(laterRows);
    expect(rows.map(({ value }) => value).toSorted()).toEqual(laterValues.toSorted());
  }
  const laterRows = `select distinct severity_basis as value from threat where severity_basis is not null
    union select distinct match_basis from device where match_basis is not null
    union select distinct stream from optional_stream
    union select distinct kind from isolation_event
    union select distinct kind_basis from alert where kind_basis is not null
    union select jsonb_array_elements_text(conditions -> 'laterKinds') from alert_rule
    union select distinct detail ->> 'laterSource' from threat_change where detail ? 'laterSource'`;
  const laterValues = [
    ...['INFECTED_STATE', 'DETECTION_STATE', 'REPORT_MODULE', 'NAME', 'EXCHANGE_QUARANTINE', 'REPORT'],
    ...['ISOLATED', 'RELEASED', 'DEVICE_STATE', 'DEGRADATION'],
  ];

  /** Values for the arguments of requests, of this tenant. */
  async function poolsOf() {
    const rows = await around.rows<{ id: string }>(
      `(select id::text from threat order by name) union all select id::text from device union all select id::text from company
       union all select id::text from connection union all (select id::text from sync_run order by queued_at desc limit 2)
       union all select id::text from alert union all select id from agent`,
    );
    return {
      ...{ ID: [clientId, ...rows.map(({ id }) => id)], String: ['oven'], Int: [10], first: [10], Boolean: [true] },
      ...{ hostname: ['oven-01'], after: [encodeCursor(['0'])], timeZone: ['Europe/Berlin'], weekOf: ['2026-11-23'] },
      ...{ url: ['https://hooks.example.com/'], families: ['TROJAN'], policies: ['Default'], modules: ['antimalware'] },
      ...{ DateTimeISO: ['2026-01-01T00:00:00Z'], DateTime: ['2026-01-01T00:00:00Z'] },
      ...{ endpoint: ['https://x.test/api'], caCertificate: ['x'] },
      ...{ certificateFingerprint: ['x'], apiKey: ['x'] },
    };
  }

  /** The errors of requests that are the service's own, with what was asked for. */
  async function faultsOf(service: ServiceProcess): Promise<string[]> {
    const faults: string[] = [];
    for (const { way, query, variables } of requests.filter(({ way }) => /^(Query|_entities)\./.test(way))) {
      const { errors = [] } = await around.ask(service, query, variables);
      for (const { message, path, extensions } of errors)
        if (extensions?.code === undefined || /INTERNAL|INVALID/.test(extensions.code))
          faults.push(`${way} ${JSON.stringify(variables)}: ${path?.join('.')} ${message}`);
    }
    return faults;
  }

  const threatsBy = async (service: ServiceProcess): Promise<Record<string, string>> => {
    const { bitdefenderThreats } = await around.data<Threats>(service, listThreats);
    return Object.fromEntries(bitdefenderThreats.edges.map(({ node }) => [node.name, node.severitySource]));
  };

  it('applies no migration, and is ready', async () => {
    expect(released.said.filter((line) => /migrat/.test(line))).toEqual([]);
    for (const path of ['/healthz', '/readyz']) expect((await fetch(new URL(path, released.url))).status).toBe(200);
  });

  it('shows every field of its own schema without an internal error', { timeout }, async () => {
    expect(requests.length).toBeGreaterThan(100);
    expect(await faultsOf(released)).toEqual([]);
  });

  it('lists the same threats, with the nearest source it knows', async () => {
    const [before, now] = [await threatsBy(released), await threatsBy(present)];
    expect(Object.keys(before).toSorted()).toEqual(Object.keys(now).toSorted());
    const known: readonly string[] = newestRelease().enums.BitdefenderSeveritySource ?? [];
    for (const [name, source] of Object.entries(now))
      expect(before[name]).toBe(known.includes(source) ? source : 'NONE');
    expect(Object.values(now)).toEqual(
      expect.arrayContaining(['INFECTED_STATE', 'DETECTION_STATE', 'REPORT_MODULE', 'INCIDENT_SCORE', 'THREAT_FAMILY']),
    );
  });

  it('connects, maps, polls, raises alerts and delivers on the new schema', { timeout }, async () => {
    const { world } = around.gravityZone;
    const second = world.addCompany('Second bakery').id;
    const stove = world.addDevice({ companyId: second, name: 'STOVE-01' }).id;
    world.addIncident({ companyId: second, deviceId: stove, name: 'Trojan.Stove', severityScore: 95 });
    const apiKey = around.gravityZone.addKey();
    const input = { endpoint: around.gravityZone.url, apiKey, caCertificate: around.gravityZone.caCertificate };
    const tested = await around.data<{ testBitdefenderConnection: { test: { ok: boolean } } }>(
      released,
      `mutation ($input: BitdefenderAccessInput!) { testBitdefenderConnection(input: $input) { test { ok } } }`,
      { input },
    );
    expect(tested.testBitdefenderConnection.test.ok).toBe(true);
    // A walk of the tree finds the company, whichever of the two does it.
    await around.rows('update connection set tree_due_at = now()');
    await syncBy(released);
    await mapBy(released, second);
    const run = await whilePaused(present, async () => syncBy(released));
    expect(run.state).toBe('SUCCEEDED');
    await around.until(async () => ('Trojan.Stove' in (await threatsBy(released)) ? true : null));
    const ticket = await around.until(
      async () => around.core.tickets.find(({ title }) => title.includes('Trojan.Stove')) ?? null,
    );
    expect(ticket.title).toContain('STOVE-01');
    expect(await threatsBy(present)).toMatchObject({ 'Trojan.Stove': 'INCIDENT_SCORE' });
  });

  it('does not act on an alert that this release has published', { timeout }, async () => {
    const incident = around.gravityZone.world.addIncident({
      ...{ companyId, deviceId, name: 'Trojan.Published', severityScore: 60 },
    });
    await routeBy('PLATFORM_RULES');
    await whilePaused(released, () => syncBy(present));
    const published = "select from alert_publication where state = 'DONE' and threat_name = 'Trojan.Published'";
    await around.until(async () => (await around.rows(published)).length === 1 || null);
    await routeBy('OWN_RULES');
    // So severe that its own rule would create a ticket.
    around.gravityZone.world.updateIncident(incident.id, { severityScore: 95 });
    await whilePaused(present, () => syncBy(released));
    const severity = await around.rows("select severity::int from alert where title = 'Trojan.Published'");
    expect(severity).toEqual([{ severity: 4 }]);
    expect(await around.rows("select from alert_action where threat_name = 'Trojan.Published'")).toEqual([]);
    expect(await faultsOf(released)).toEqual([]);
  });

  it('does nothing by a rule that is limited to what it does not know', { timeout }, async () => {
    const name = 'Of the ovens';
    const input = {
      name,
      scope: { kind: 'ONLY', clientIds: [clientId], siteIds: ['site-ovens'] },
      conditions: { maximumSeverity: 'LOW' },
      actions: [{ kind: 'NOTIFY', channel: 'ovens' }],
    };
    const saved = await around.data(
      present,
      'mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) { userErrors { message } } }',
      { input },
    );
    expect(saved).toEqual({ saveBitdefenderAlertRule: { userErrors: [] } });
    const { world } = around.gravityZone;
    const elsewhere = [...world.devices.values()].find((device) => device.name === 'MAIL-01')?.id ?? '';
    const detect = async (writer: ServiceProcess, other: ServiceProcess, called: string) => {
      for (const [place, id] of [deviceId, elsewhere].entries())
        world.addIncident({ companyId, deviceId: id, name: `${called}.${place}`, severityScore: 20 });
      await whilePaused(other, () => syncBy(writer));
      return around.rows<{ threatName: string }>(
        `select threat_name as "threatName" from alert_action where rule_name = '${name}' order by threat_name`,
      );
    };
    expect(await detect(released, present, 'Adware.Released')).toEqual([]);
    expect(await detect(present, released, 'Adware.Present')).toEqual([{ threatName: 'Adware.Present.0' }]);
    expect(await faultsOf(released)).toEqual([]);
  });

  async function routeBy(alertsRoutedBy: string) {
    const { bitdefenderSettings } = await around.data<{ bitdefenderSettings: { version: string } }>(
      present,
      '{ bitdefenderSettings { version } }',
    );
    const answer = await around.data(
      present,
      'mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }',
      { input: { alertsRoutedBy, version: bitdefenderSettings.version } },
    );
    expect(answer).toEqual({ updateBitdefenderSettings: { userErrors: [] } });
  }

  it('brings its subscribers what this release stores, and the other way round', { timeout }, async () => {
    const { world } = around.gravityZone;
    const listening = [released, present].map((service) => listen(service));
    for (const [name, writer, other] of [
      ['Trojan.By.Present', present, released],
      ['Trojan.By.Released', released, present],
    ] as const) {
      world.addIncident({ companyId, deviceId, name, severityScore: 95 });
      await whilePaused(other, () => syncBy(writer));
      for (const { names } of listening) await around.until(async () => names.includes(name) || null);
    }
    expect(await faultsOf(released)).toEqual([]);
    const titles = around.core.tickets.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('leaves a run to this release when it is stopped during one', { timeout }, async () => {
    const { world } = around.gravityZone;
    world.addIncident({ companyId, deviceId, name: 'Trojan.Rolled', severityScore: 95 });
    const stopped = new Promise<void>((resolve) => {
      around.gravityZone.afterCall = ({ method }) => {
        if (method !== 'getIncidentsList') return;
        around.gravityZone.afterCall = null;
        released.signal('SIGTERM');
        resolve();
      };
    });
    const run = await whilePaused(present, async () => {
      const id = await requestSync(released);
      await stopped;
      return id;
    });
    await released.gone;
    const ended = await syncBy(present, run);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    expect(await threatsBy(present)).toMatchObject({ 'Trojan.Rolled': 'INCIDENT_SCORE' });
    await around.until(async () => around.core.tickets.some(({ title }) => title.includes('Trojan.Rolled')) || null);
    const detected = await around.rows<{ times: number }>(
      "select count(*)::int as times from threat_change where kind = 'DETECTED' group by threat_id",
    );
    expect(detected.every(({ times }) => times === 1)).toBe(true);
  });

  /** The names of threats that a subscriber of this process hears of. */
  function listen(service: ServiceProcess): { names: string[] } {
    const names: string[] = [];
    const client = createClient({
      url: service.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${around.token}` },
    });
    atEndOfFile(() => client.dispose());
    client.subscribe<{ bitdefenderThreatChanged: { threat: { name: string } } }>(
      {
        // From the first change on, so that it does not matter when it begins to listen.
        query: 'subscription ($after: String) { bitdefenderThreatChanged(after: $after) { threat { name } } }',
        variables: { after: encodeCursor(['0']) },
      },
      {
        next: ({ data }) => void (data && names.push(data.bitdefenderThreatChanged.threat.name)),
        error: (error) => void names.push(String(error)),
        complete: () => undefined,
      },
    );
    return { names };
  }
});
