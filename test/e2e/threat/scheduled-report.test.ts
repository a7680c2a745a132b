import { createServer } from 'node:https';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../demo/gravityzone/certificate.js';
import { allApis } from '../../../demo/gravityzone/simulator.js';
import type { ReportModel } from '../../../demo/gravityzone/world.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

const reportMethods = ['getReportsList', 'getDownloadLinks', 'downloadReportZip'];
const name = 'OpsMerge audit';
const hour = 3_600_000;
const update = `mutation ($input: UpdateBitdefenderIntegrationInput!) {
  updateBitdefenderIntegration(input: $input) { integration { report { name } } userErrors { code field } } }`;
const reportQuery = `{ bitdefenderIntegrations { report {
  name state header lastCheckedAt lastReadAt rowsTaken problem { code message } } } }`;
const allThreats = `{ bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node {
  id name severity severitySource occurrences history filePath device { name } } } } }`;

interface ThreatNode {
  id: string;
  name: string;
  severity: string;
  severitySource: string;
  occurrences: number;
  history: boolean;
  filePath: string | null;
  device: { name: string } | null;
}

describe('a scheduled Security audit report', () => {
  let environment: TestEnvironment;
  let apiKey: string;
  let integrationId: string;
  let clientId: string;
  let deviceId: string;
  let report: ReportModel;

  beforeAll(async () => {
    environment = await testEnvironment({ simulator: { limits: 'off', zone: 'Europe/Bucharest' } });
    ({ clientId, deviceId } = await (async () => {
      const bakery = addBakery(environment);
      const key = environment.gravityZone.addKey({ enabledApis: [...allApis, 'reports'] });
      ({ integrationId, apiKey } = await connectSimulator(environment, admin, key));
      await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
      return bakery;
    })());
    environment.gravityZone.world.scheduleReport({ name: `${name} of last year` });
    report = environment.gravityZone.world.scheduleReport({ name, language: 'pt-BR', ready: false });
  });

  const setReport = async (reportName: string | null, identity = admin) =>
    environment.ask<{ updateBitdefenderIntegration: { userErrors: { code: string }[] } }>(identity, update, {
      input: {
        integrationId,
        reportName,
        version: await versionNow(environment, 'integration', { id: integrationId }),
      },
    });

  /** A sync in which the report is due; returns what it called for the report. */
  async function syncReport() {
    await environment.database.query('update connection set report_checked_at = null');
    environment.gravityZone.calls.length = 0;
    const run = await syncNow(environment, clientId);
    expect(run.state).toBe('SUCCEEDED');
    return { run, calls: reportCalls() };
  }

  const reportCalls = () =>
    environment.gravityZone.calls.map(({ method }) => method).filter((method) => reportMethods.includes(method));

  const stateOf = async () => {
    const { bitdefenderIntegrations } = await environment.data<{
      bitdefenderIntegrations: { report: Record<string, unknown> | null }[];
    }>(technician, reportQuery);
    return bitdefenderIntegrations[0]?.report;
  };

  const threats = async (): Promise<ThreatNode[]> => {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      allThreats,
    );
    return bitdefenderThreats.edges.map(({ node }) => node);
  };

  it('makes no call unless an admin has named a report', async () => {
    expect((await syncReport()).calls).toEqual([]);
    expect(await stateOf()).toBeNull();
    const { errors } = await setReport(name, technician);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const tooLong = await setReport('x'.repeat(101));
    expect(tooLong.data?.updateBitdefenderIntegration.userErrors).toMatchObject([{ code: 'BAD_REPORT_NAME' }]);
    expect((await syncReport()).calls).toEqual([]);
  });

  it('says when there is no such report, and when it is not ready', async () => {
    await setReport('Another name');
    expect((await syncReport()).calls).toEqual(['getReportsList']);
    expect(await stateOf()).toMatchObject({ state: 'NOT_FOUND', lastReadAt: null, problem: null });
    await setReport(name);
    expect((await syncReport()).calls).toEqual(['getReportsList', 'getDownloadLinks']);
    expect(await stateOf()).toMatchObject({ name, state: 'NOT_READY' });
  });

  it('makes threats of its rows, by module, with a header in another language', async () => {
    const { world } = environment.gravityZone;
    report.ready = true;
    world.addAuditEvent({ deviceId, occurrences: 4, at: new Date(Date.now() - hour) });
    world.addAuditEvent({
      deviceId,
      module: 'Antiphishing',
      eventType: 'Phishing page blocked',
      details: 'https://x.test',
    });
    world.addAuditEvent({ deviceId, module: 'Ransomware Mitigation', eventType: 'Ransomware detected', details: 'x' });
    const stranger = world.addDevice({ companyId: world.addCompany('Not mapped').id, name: 'FAR-01' });
    world.addAuditEvent({ deviceId: stranger.id });
    const { run, calls } = await syncReport();
    expect(calls).toEqual(reportMethods);
    expect(await stateOf()).toMatchObject({ state: 'READ', rowsTaken: 3, header: null, problem: null });
    expect(run.streams.find(({ stream }) => stream === 'REPORT')).toMatchObject({ state: 'SUCCEEDED', stored: 3 });
    const found = await threats();
    expect(found.map((threat) => [threat.name, threat.severity, threat.occurrences]).toSorted()).toEqual([
      ['Antiphishing: Phishing page blocked', 'LOW', 1],
      ['Network Attack Defense: Attack blocked', 'MEDIUM', 4],
      ['Ransomware Mitigation: Ransomware detected', expect.stringMatching(/HIGH|CRITICAL/), 1],
    ]);
    expect(found.every(({ device }) => device?.name === 'OVEN-01')).toBe(true);
  });

  it('reads no instance twice, not even after a crash before it was noted', async () => {
    const before = await threats();
    expect((await syncReport()).run.streams.find(({ stream }) => stream === 'REPORT')).toMatchObject({ fetched: 0 });
    await environment.database.query('update connection set report_digest = null');
    expect((await syncReport()).run.streams.find(({ stream }) => stream === 'REPORT')).toMatchObject({ stored: 0 });
    expect(await threats()).toEqual(before);
    environment.gravityZone.calls.length = 0;
    await syncNow(environment, clientId);
    expect(reportCalls()).toEqual([]);
  });

  it('joins the threat of the same file, and names what a flag had shown', async () => {
    const { world } = environment.gravityZone;
    const companyId = world.device(deviceId).companyId;
    const filed = world.addDevice({ companyId, name: 'FILE-01' });
    const flagged = Object.assign(world.addDevice({ companyId, name: 'FLAG-01' }), { infected: true });
    world.addQuarantineItem({ deviceId: filed.id, threatName: 'Trojan.Demo.1', fileSha256: 'c'.repeat(64) });
    await syncReport();
    const of = async (host: string) => (await threats()).filter(({ device }) => device?.name === host);
    const [before] = await of('FLAG-01');
    expect(before).toMatchObject({ name: 'FLAG-01 is still infected' });
    world.addAuditEvent({
      deviceId: filed.id,
      module: 'Antimalware',
      details: 'unreadable',
      fileSha256: 'C'.repeat(64),
    });
    world.addAuditEvent({ deviceId: flagged.id, module: 'Antimalware', details: 'Trojan.Flag.7, C:\\bad.exe' });
    await syncReport();
    expect(await of('FILE-01')).toMatchObject([{ name: 'Trojan.Demo.1' }]);
    expect(await of('FLAG-01')).toMatchObject([{ id: before?.id, name: 'Trojan.Flag.7', filePath: 'C:\\bad.exe' }]);
  });

  it('sends the key to no other host, whatever the link says', async () => {
    const { key, certificate } = await makeCertificate();
    const requests: string[] = [];
    let integrations = 0;
    const other = createServer({ key, cert: certificate }, (request, response) => {
      requests.push(request.headers.authorization ?? '');
      response.end();
    }).on('connection', () => {
      integrations += 1;
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    atEndOfFile(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const address = other.address();
    report.link = `https://localhost:${typeof address === 'object' ? address?.port : 0}/api/v1.0/http/downloadReportZip`;
    expect((await syncReport()).calls).toEqual(['getReportsList', 'getDownloadLinks']);
    expect(await stateOf()).toMatchObject({ state: 'REFUSED', problem: { code: 'FOREIGN_LINK' } });
    report.link = null;
    environment.gravityZone.faults.add({
      ...{ kind: 'redirect', method: 'downloadReportZip' },
      location: `https://localhost:${typeof address === 'object' ? address?.port : 0}/`,
    });
    await syncReport();
    expect(await stateOf()).toMatchObject({ state: 'REFUSED', problem: { code: 'NOT_GRAVITYZONE' } });
    expect([integrations, requests]).toEqual([0, []]);
  });

  it.each<[string, Partial<ReportModel>, object]>([
    [
      'too large',
      { archive: Buffer.alloc(9 * 1024 * 1024) },
      { state: 'REFUSED', problem: { code: 'REPORT_TOO_LARGE' } },
    ],
    [
      'too large unpacked',
      { archive: Buffer.from(zipSync({ 'a.csv': new Uint8Array(65 * 1024 * 1024) })) },
      { state: 'REFUSED', problem: { code: 'REPORT_TOO_LARGE' } },
    ],
    ['no archive', { archive: Buffer.from('PK?') }, { state: 'REFUSED', problem: { code: 'MALFORMED_ANSWER' } }],
    [
      'an archive of two tables',
      { archive: Buffer.from(zipSync({ 'a.csv': strToU8('a'), 'b.csv': strToU8('b') })) },
      { state: 'REFUSED', problem: { code: 'MALFORMED_ANSWER' } },
    ],
    [
      'a table of other columns',
      { changeRows: (rows) => rows.map((row) => row.slice(2)) },
      { state: 'NOT_UNDERSTOOD', header: expect.stringContaining('Usuário, Ocorrências'), rowsTaken: 0 },
    ],
  ])('takes nothing in of a report that is %s', async (_, change, expected) => {
    const before = await threats();
    const usual = { ...report };
    Object.assign(report, change);
    environment.gravityZone.world.addAuditEvent({ deviceId, eventType: 'Never stored' });
    await syncReport();
    expect(await stateOf()).toMatchObject(expected);
    await syncReport();
    expect(await stateOf()).toMatchObject(expected);
    expect(await threats()).toEqual(before);
    Object.assign(report, usual);
    environment.gravityZone.world.auditEvents.pop();
  });

  it('reports a key without the Reports API, and no failed run', async () => {
    environment.gravityZone.faults.add({ kind: 'forbidden', method: 'getReportsList' });
    const { run } = await syncReport();
    expect(run.streams.find(({ stream }) => stream === 'REPORT')?.warnings).toHaveLength(1);
    expect(await stateOf()).toMatchObject({ state: 'REFUSED', problem: { code: 'API_NOT_ENABLED' } });
  });

  it('writes the key to no log', () => {
    expect(environment.logged()).not.toContain(apiKey);
    expect(environment.logged()).not.toContain(Buffer.from(`${apiKey}:`).toString('base64'));
  });
});
