import { beforeAll, describe, expect, it } from 'vitest';
import { type DetectionKind, detect, detectionKinds } from '../../../demo/gravityzone/detections.js';
import { allApis } from '../../../demo/gravityzone/simulator.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';
import { versionNow } from '../../support/versions.js';

interface Kind {
  kind: string;
  visibility: 'SEEN' | 'PARTLY' | 'NOT_SEEN';
  sources: string[];
  reasons: string[];
  message: string;
}

interface Report {
  deviceCount: number;
  withoutSensorCount: number;
  sensorUnknownCount: number;
  modulesOff: { module: string; deviceCount: number; kinds: string[] }[];
  kinds: Kind[];
}

const report = `{ deviceCount withoutSensorCount sensorUnknownCount modulesOff { module deviceCount kinds }
  kinds { kind visibility sources reasons message } }`;
const companies = `{ bitdefenderCompanies(first: 100, filter: { mapped: true }) { edges { node { name visibility {
  deviceCount withoutSensorCount sensorUnknownCount kinds { kind visibility reasons } } } } } }`;
const everywhere = `{ bitdefenderVisibility ${report} bitdefenderIntegrations { visibility ${report} } }`;
const threats = `query ($after: String) { bitdefenderThreats(first: 100, after: $after, filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  edges { node { name device { name } } } pageInfo { hasNextPage endCursor } } }`;
const findings = `{ bitdefenderDiagnostics { findings { code message severity } } }`;
const nameReport = `mutation ($input: UpdateBitdefenderIntegrationInput!) {
  updateBitdefenderIntegration(input: $input) { userErrors { code } } }`;
const test = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok visibility { kind visibility sources reasons } } } }`;

/** A machine on which one detection is made. */
interface Case {
  deviceId: string;
  host: string;
  kind: DetectionKind;
  withMaybes: boolean;
  sensor: boolean;
}

describe('what can be seen of detections', () => {
  let environment: TestEnvironment;
  const clientIds: string[] = [];
  const cases: Case[] = [];
  let integrationId: string;

  const visible = async () => {
    const { bitdefenderCompanies } = await environment.data<{
      bitdefenderCompanies: { edges: { node: { name: string; visibility: Report } }[] };
    }>(technician, companies);
    return Object.fromEntries(nodesOf(bitdefenderCompanies).map(({ name, visibility }) => [name, visibility]));
  };
  const syncAll = async () => {
    await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
    for (const clientId of clientIds) await syncNow(environment, clientId);
  };

  /** The host of each threat; null of what names no device. */
  const hosts = async () => {
    const found: (string | null)[] = [];
    let after: string | null = null;
    do {
      const page: {
        bitdefenderThreats: {
          edges: { node: { name: string; device: { name: string } | null } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await environment.data(technician, threats, { after });
      found.push(...page.bitdefenderThreats.edges.map(({ node }) => node.device?.name ?? null));
      after = page.bitdefenderThreats.pageInfo.hasNextPage ? page.bitdefenderThreats.pageInfo.endCursor : null;
    } while (after !== null);
    return found;
  };

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', zone: 'UTC' } });
    const { world } = environment.gravityZone;
    const pairs: Record<string, string> = {};
    for (const sensor of [true, false]) {
      const companyId = world.addCompany(sensor ? 'With' : 'Without').id;
      pairs[companyId] = environment.core.world('msp-one').addClient({ name: sensor ? 'With' : 'Without' }).id;
      clientIds.push(pairs[companyId]);
      for (const kind of Object.keys(detectionKinds) as DetectionKind[])
        for (const withMaybes of [true, false]) {
          const host = `PC-${cases.length}`;
          // Only one of the two companies has protected mail servers.
          const exchangeServer = sensor && kind === 'EXCHANGE_MALWARE';
          const deviceId = world.addDevice({ companyId, name: host, edrSensor: sensor, exchangeServer }).id;
          cases.push({ deviceId, host, kind, withMaybes, sensor });
        }
    }
    const key = environment.gravityZone.addKey({ enabledApis: [...allApis, 'reports'] });
    ({ integrationId } = await connectSimulator(environment, admin, key));
    await mapByBdId(environment, pairs);
  });

  it('reports devices whose sensor is unknown before their states are read', async () => {
    const { With } = await visible();
    expect(With).toMatchObject({ deviceCount: 0, kinds: expect.any(Array) });
    await syncAll();
    const after = await visible();
    expect(after.With).toMatchObject({ deviceCount: 36, withoutSensorCount: 0, sensorUnknownCount: 0 });
    expect(after.Without).toMatchObject({ deviceCount: 36, withoutSensorCount: 36, sensorUnknownCount: 0 });
  });

  it('misses no detection silently, with the sensor or without', async () => {
    const before = await visible();
    const xdr: Record<string, string> = {};
    for (const each of cases) {
      const threatName = `Trojan.Demo.${each.host}`;
      detect(environment.gravityZone.world, { ...each, threatName });
      if (each.kind === 'XDR') xdr[each.host] = threatName;
    }
    await syncAll();

    const seen = new Set((await hosts()).map((host) => host ?? 'incidents of XDR'));
    const result = cases.map(({ host, kind, withMaybes, sensor }) => {
      const row = detectionKinds[kind];
      const stated = before[sensor ? 'With' : 'Without']?.kinds.find((each) => each.kind === row);
      const isSeen = seen.has(kind === 'XDR' ? 'incidents of XDR' : host);
      return { kind, row, sensor, withMaybes, isSeen, stated: stated?.visibility, reasons: stated?.reasons };
    });
    const silentMisses = result.filter(({ isSeen, stated }) => !isSeen && stated !== 'PARTLY' && stated !== 'NOT_SEEN');
    expect(silentMisses).toEqual([]);
    // Nor is anything that appears called invisible, or what never appears called visible.
    expect(result.filter(({ isSeen, stated }) => isSeen && stated === 'NOT_SEEN')).toEqual([]);
    expect(result.filter(({ isSeen, reasons }) => !isSeen && reasons?.length === 0)).toEqual([]);
    const missed = result.filter(({ isSeen }) => !isSeen).map(({ row, sensor }) => `${row} ${sensor}`);
    expect([...new Set(missed)].toSorted()).toEqual([
      'BEHAVIOUR false',
      'DEVICE_CONTROL_FIREWALL_DATA false',
      'DEVICE_CONTROL_FIREWALL_DATA true',
      'EXCHANGE_MALWARE false',
      'RANSOMWARE_MITIGATION false',
      'WEB_AND_NETWORK false',
      'WEB_AND_NETWORK true',
    ]);
  });

  it('explains per integration, tenant and finding what devices without a sensor hide', async () => {
    const { bitdefenderVisibility, bitdefenderIntegrations } = await environment.data<{
      bitdefenderVisibility: Report;
      bitdefenderIntegrations: { visibility: Report }[];
    }>(technician, everywhere);
    expect(bitdefenderVisibility).toMatchObject({ deviceCount: 72, withoutSensorCount: 36 });
    expect(bitdefenderIntegrations[0]?.visibility).toEqual(bitdefenderVisibility);
    const blocked = bitdefenderVisibility.kinds.find(({ kind }) => kind === 'FILE_CLEANED_OR_BLOCKED');
    expect(blocked).toMatchObject({
      visibility: 'PARTLY',
      sources: ['INCIDENTS', 'DEVICE_STATE'],
      reasons: ['NO_EDR_SENSOR', 'ONLY_A_FLAG', 'NO_REPORT'],
    });
    expect(blocked?.message).toMatch(/reported in part.*add the sensor/);
    const { bitdefenderDiagnostics } = await environment.data<{
      bitdefenderDiagnostics: { findings: { code: string; message: string; severity: string }[] };
    }>(technician, findings);
    expect(bitdefenderDiagnostics.findings.filter(({ code }) => code === 'NOT_ALL_DETECTIONS_SEEN')).toMatchObject([
      { severity: 'INFORMATION', message: expect.stringContaining('36 of 72 devices') },
    ]);
  });

  it('says in the test of a key what its APIs will not show', async () => {
    const { gravityZone } = environment;
    const tested = async (apiKey: string) => {
      const input = { endpoint: gravityZone.url, apiKey, caCertificate: gravityZone.caCertificate };
      const answer = await environment.data<{ testBitdefenderIntegration: { test: { visibility: Kind[] } } }>(
        admin,
        test,
        {
          input,
        },
      );
      return Object.fromEntries(
        answer.testBitdefenderIntegration.test.visibility.map(({ kind, visibility }) => [kind, visibility]),
      );
    };
    expect(await tested(gravityZone.addKey())).toMatchObject({
      ...{ FILE_QUARANTINED: 'SEEN', FILE_CLEANED_OR_BLOCKED: 'PARTLY', WEB_AND_NETWORK: 'PARTLY', XDR: 'SEEN' },
    });
    const narrow = await tested(gravityZone.addKey({ enabledApis: ['companies', 'network', 'general'] }));
    expect(narrow).toMatchObject({ FILE_QUARANTINED: 'PARTLY', WEB_AND_NETWORK: 'NOT_SEEN', XDR: 'NOT_SEEN' });
  });

  it('knows from the last sync that incidents are not licensed', async () => {
    environment.gravityZone.faults.add({
      kind: 'noLicence',
      method: 'getIncidentsList',
      times: Number.POSITIVE_INFINITY,
    });
    await syncAll();
    environment.gravityZone.faults.clear();
    const { With } = await visible();
    expect(With?.kinds.find(({ kind }) => kind === 'XDR')).toMatchObject({
      ...{ visibility: 'NOT_SEEN', reasons: ['INCIDENTS_NOT_READABLE', 'NO_REPORT'] },
    });
    await syncAll();
    expect((await visible()).With?.kinds.find(({ kind }) => kind === 'XDR')).toMatchObject({ visibility: 'SEEN' });
  });

  it('sees every detection, and each once, with a scheduled report', async () => {
    environment.gravityZone.world.scheduleReport({ name: 'Daily audit' });
    await environment.data(admin, nameReport, {
      input: {
        integrationId,
        version: await versionNow(environment, 'integration', { id: integrationId }),
        reportName: 'Daily audit',
      },
    });
    await syncAll();
    const found = await hosts();
    const others = cases.filter(({ host, kind, withMaybes, sensor }) => {
      // An incident of the network and its row name no file and no malware in common: they stay two.
      const isTwice = detectionKinds[kind] === 'WEB_AND_NETWORK' && withMaybes && sensor;
      return found.filter((each) => each === host).length !== (isTwice ? 2 : 1);
    });
    expect(others).toEqual([]);
    const { With, Without } = await visible();
    for (const each of [With, Without])
      expect(each?.kinds.filter((kind) => kind.visibility !== 'SEEN' || kind.reasons.length > 0)).toEqual([]);
  });
});
