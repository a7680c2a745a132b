import { beforeAll, describe, expect, it } from 'vitest';
import type { IncidentModel } from '../../../demo/gravityzone/world.js';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

interface Change {
  kind: string;
  reason: string | null;
  [field: string]: unknown;
}

interface ThreatNode {
  id: string;
  severityScore: number;
  severity: string;
  attackTypes: string[];
  techniques: { id: string; name: string | null }[];
  files: { name: string; path: string; sha256: string; action: string }[];
  fileCount: number | null;
  alert: { state: string } | null;
  changes: { edges: { node: Change }[] };
}

const threatsOf = `query ($name: String!, $files: Int!) {
  bitdefenderThreats(first: 100, filter: { minimumSeverity: UNKNOWN, status: ALL, search: $name }) { edges { node {
    id severityScore severity attackTypes techniques { id name } fileCount files(first: $files) { name path sha256 action }
    changes(first: 20) { edges { node { kind reason source from to severityFrom severityTo scoreBefore scoreAfter
      actionBefore actionAfter addedAttackTypes addedTechniques { id name } fileCountBefore fileCountAfter } } } } } } }`;

const mimikatz = { path: 'C:\\Temp\\mimikatz.exe', sha256: 'd'.repeat(64) };
const dropper = { path: 'C:\\Temp\\dropper.exe', sha256: 'e'.repeat(64) };
const powerShell = { id: 'T1059.001', name: 'PowerShell' };
const dumping = { id: 'T1003', name: 'OS Credential Dumping' };
const encrypting = { id: 'T1486', name: '' };

describe('an incident that grows', () => {
  let environment: TestEnvironment;
  let bakery: ReturnType<typeof addBakery>;

  beforeAll(async () => {
    environment = await testEnvironment();
    bakery = addBakery(environment);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId });
    await sync();
  });

  /** Syncs; returns the stream of incidents and the ids of those whose details were requested. */
  async function sync() {
    const { calls } = environment.gravityZone;
    calls.length = 0;
    const run = await syncNow(environment, bakery.clientId);
    const asked = calls.filter(({ method }) => method === 'getIncident').map(({ params }) => params.id);
    return { run, stream: run.streams.find(({ stream }) => stream === 'INCIDENTS'), asked };
  }
  const letADayPass = () =>
    environment.database.query("update connection set look_back_due_at = look_back_due_at - interval '1 day'");
  const addIncident = (name: string, more: Partial<IncidentModel> = {}) =>
    environment.gravityZone.world.addIncident({ ...bakery, name, filePath: `C:\\${name}.exe`, ...more });
  const grow = (id: string, change: Partial<IncidentModel>) => environment.gravityZone.world.updateIncident(id, change);

  async function threats(name: string, files = 20): Promise<ThreatNode[]> {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: ThreatNode }[] } }>(
      technician,
      threatsOf,
      { name, files },
    );
    return bitdefenderThreats.edges.map(({ node }) => node);
  }
  /** The only threat of this name, with its history, the oldest change first. */
  async function threat(name: string) {
    const found = await threats(name);
    expect(found).toHaveLength(1);
    const [{ changes, ...shown }] = found as [ThreatNode];
    return { ...shown, changes: changes.edges.map(({ node }) => node).toReversed() };
  }
  const alertsOf = async (threatId: string) =>
    (await environment.database.query('select id, xmin from alert where threat_id = $1', [threatId])).rows;
  /** Changes with every write to a threat, its rows, its log and its alert. */
  async function written(): Promise<string> {
    const { rows } = await environment.database.query(`
      select md5(string_agg(row, ' ' order by row)) as hash from (
        select 'threat ' || id || ' ' || xmin as row from threat
        union all select 'source ' || kind || bd_id || ' ' || xmin from threat_source
        union all select 'change ' || sequence from threat_change
        union all select 'action ' || id || ' ' || xmin from alert_action
        union all select 'alert ' || id || ' ' || xmin from alert) as rows`);
    return rows[0]?.hash;
  }

  it('is one threat with one alert, and its history has each step', async () => {
    const { id } = addIncident('Growing', { severityScore: 43, techniques: [powerShell] });
    await sync();
    const small = await threat('Growing');
    expect(small).toMatchObject({
      ...{ severityScore: 43, severity: 'MEDIUM', attackTypes: ['Malware'], techniques: [powerShell], fileCount: 1 },
      files: [{ name: 'Growing.exe', path: 'C:\\Growing.exe', sha256: 'a'.repeat(64), action: 'NONE' }],
      changes: [{ kind: 'DETECTED', scoreBefore: null, scoreAfter: null, addedTechniques: [], fileCountBefore: null }],
    });

    grow(id, { severityScore: 70, files: [mimikatz], techniques: [powerShell, dumping] });
    expect((await sync()).asked).toEqual([id]);
    grow(id, {
      ...{ severityScore: 95, attackTypes: ['Malware', 'Ransomware'], techniques: [powerShell, dumping, encrypting] },
      files: [{ ...mimikatz, killed: true }, dropper],
      quarantined: true,
    });
    expect((await sync()).asked).toEqual([id]);

    const large = await threat('Growing');
    expect(large).toMatchObject({
      ...{ id: small.id, severityScore: 95, severity: 'CRITICAL', attackTypes: ['Malware', 'Ransomware'] },
      techniques: [dumping, powerShell, { id: 'T1486', name: null }],
      fileCount: 3,
      files: [
        { name: 'Growing.exe', action: 'QUARANTINED' },
        { name: 'mimikatz.exe', action: 'KILLED', sha256: mimikatz.sha256 },
        { name: 'dropper.exe', action: 'NONE', sha256: dropper.sha256 },
      ],
    });
    expect(large.changes).toMatchObject([
      { kind: 'DETECTED' },
      {
        kind: 'UPDATED',
        source: 'INCIDENT',
        scoreBefore: 43,
        scoreAfter: 70,
        severityFrom: null,
        fileCountAfter: null,
      },
      { kind: 'UPDATED', reason: null, addedTechniques: [dumping], fileCountBefore: 1, fileCountAfter: 2 },
      {
        ...{ kind: 'UPDATED', scoreBefore: 70, scoreAfter: 95, severityFrom: 'MEDIUM', severityTo: 'CRITICAL' },
        ...{ addedAttackTypes: ['Ransomware'], from: 'UNRESOLVED', to: 'UNRESOLVED' },
      },
      {
        ...{ kind: 'UPDATED', addedTechniques: [{ id: 'T1486', name: null }], fileCountBefore: 2, fileCountAfter: 3 },
        ...{ actionBefore: 'REPORTED', actionAfter: 'QUARANTINED' },
      },
    ]);
    expect(large.changes).toHaveLength(5);
    expect(await alertsOf(large.id)).toHaveLength(1);
    expect((await threats('Growing', 1))[0]?.files).toHaveLength(1);
  });

  it('writes nothing when a sync or a look back shows what is stored', async () => {
    await sync();
    const before = await written();
    expect(await sync()).toMatchObject({ asked: [], stream: { stored: 0 } });
    await letADayPass();
    expect(await sync()).toMatchObject({ asked: [], stream: { stored: 0 } });
    expect(await written()).toBe(before);
  });

  it('records an attack type that is added alone, without asking the rules', async () => {
    const { id } = addIncident('Typed', { severityScore: 90 });
    await sync();
    const [alert] = await alertsOf((await threat('Typed')).id);
    grow(id, { attackTypes: ['Malware', 'Exploit'] });
    expect(await sync()).toMatchObject({ asked: [id], stream: { stored: 1 } });
    const { id: threatId, attackTypes, changes } = await threat('Typed');
    expect(attackTypes).toEqual(['Exploit', 'Malware']);
    expect(changes).toMatchObject([
      { kind: 'DETECTED' },
      { kind: 'UPDATED', addedAttackTypes: ['Exploit'], scoreBefore: null, from: null },
    ]);
    expect(changes).toHaveLength(2);
    expect(await alertsOf(threatId)).toEqual([alert]);
  });

  it('forgets no technique or file that a later answer leaves out', async () => {
    const { id } = addIncident('Shrinking', { files: [mimikatz], techniques: [powerShell] });
    await sync();
    grow(id, { files: [], techniques: [] });
    expect((await sync()).asked).toEqual([id]);
    expect(await threat('Shrinking')).toMatchObject({
      ...{ techniques: [powerShell], fileCount: 2 },
      changes: [{ kind: 'DETECTED' }],
    });
  });

  it('asks again for details that fail after it has grown, and shows what the list had', async () => {
    const { id } = addIncident('Failing');
    const other = addIncident('Beside');
    await sync();
    environment.gravityZone.faults.add({ kind: 'serverErrorJson', method: 'getIncident', row: id, times: 10 });
    grow(id, { severityScore: 70, files: [mimikatz] });
    grow(other.id, { severityScore: 71, files: [mimikatz] });
    expect(await sync()).toMatchObject({ stream: { state: 'SUCCEEDED', skipped: 1 } });
    expect(await threat('Failing')).toMatchObject({ severityScore: 70, fileCount: 1 });
    expect(await threat('Beside')).toMatchObject({ severityScore: 71, fileCount: 2 });

    environment.gravityZone.faults.clear();
    await environment.database.query(
      "update threat_source set details_due_at = now() - interval '1 second' where bd_id = $1",
      [id],
    );
    expect((await sync()).asked).toEqual([id]);
    const { fileCount, changes } = await threat('Failing');
    expect([fileCount, changes.at(-1)]).toMatchObject([2, { reason: null, fileCountBefore: 1, fileCountAfter: 2 }]);
  });

  it('has no details read again once it is closed', async () => {
    const { id } = addIncident('Closing');
    await sync();
    grow(id, { status: 'closed', files: [mimikatz] });
    expect((await sync()).asked).toEqual([]);
    expect(await threat('Closing')).toMatchObject({ fileCount: 1, changes: [{}, { kind: 'RESOLVED' }] });
  });

  it('shows its reach to technicians of its tenant only', async () => {
    addIncident('Hidden', { files: [mimikatz] });
    await sync();
    const { id } = await threat('Hidden');
    const byReference = `query ($id: ID!) { _entities(representations: [{ __typename: "BitdefenderThreat", id: $id }]) {
      ... on BitdefenderThreat { fileCount techniques { id } files(first: 5) { path } } } }`;
    const reached = async (identity: Identity) => environment.ask(identity, byReference, { id });
    expect((await reached(technician)).data).toMatchObject({ _entities: [{ fileCount: 2 }] });
    expect((await reached({ ...technician, tenantId: 'msp-two' })).data).toEqual({ _entities: [null] });
    const portal: Identity = { subject: 'baker', roles: ['portal'], tenantId: 'msp-one', clientId: bakery.clientId };
    // As any reference that the viewer may not follow.
    expect(await reached(portal)).toEqual({ data: { _entities: [null] } });
  });

  it('gives 50 files at most', async () => {
    const answer = await environment.ask(
      technician,
      '{ bitdefenderThreats(first: 1) { edges { node { files(first: 51) { path } } } } }',
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'PAGE_SIZE' } }]);
  });

  describe('stored by 0.1.0', () => {
    /** Its columns as 0.1.0 left them. */
    const forget = async () => {
      await environment.database.query(
        'update threat set attack_types = null, techniques = null, files = null, file_count = null',
      );
      await environment.database.query('update threat_source set extent_hash = null');
    };

    it('is completed silently: no change, no rule, no alert', async () => {
      const { id } = addIncident('Released', { severityScore: 90, files: [mimikatz], techniques: [powerShell] });
      await sync();
      const before = await threat('Released');
      const log = () => environment.database.query('select sequence, threat_id from threat_change order by sequence');
      const alerts = () => environment.database.query('select id, xmin from alert order by id');
      const [changes, raised] = [(await log()).rows, (await alerts()).rows];
      await forget();
      expect(await threat('Released')).toMatchObject({ attackTypes: [], techniques: [], files: [], fileCount: null });

      await letADayPass();
      expect((await sync()).asked).toContain(id);
      expect(await threat('Released')).toEqual(before);
      expect([(await log()).rows, (await alerts()).rows]).toEqual([changes, raised]);
      const stored = await written();
      await letADayPass();
      expect(await sync()).toMatchObject({ asked: [], stream: { stored: 0 } });
      expect(await written()).toBe(stored);
    });

    it('has a change of its score recorded when it grows later', async () => {
      const { id } = addIncident('Regrown', { severityScore: 60 });
      await sync();
      await forget();
      grow(id, { severityScore: 80, files: [mimikatz], attackTypes: ['Malware', 'Exploit'] });
      expect((await sync()).asked).toContain(id);
      const { fileCount, attackTypes, changes } = await threat('Regrown');
      expect([fileCount, attackTypes]).toEqual([2, ['Exploit', 'Malware']]);
      expect(changes).toMatchObject([
        { kind: 'DETECTED' },
        { kind: 'UPDATED', scoreBefore: 60, scoreAfter: 80, addedAttackTypes: [], fileCountAfter: null },
      ]);
      expect(changes).toHaveLength(2);
    });
  });
});
