import { describe, expect, it } from 'vitest';
import { readIncidentDetail } from '../../../../src/gravityzone/reads/incident-detail.js';

const hash = (digit: string) => digit.repeat(64);
const read = (details: unknown, more: object = {}) => readIncidentDetail('incident-1', { ...more, details });
/** A node of the graph of an incident, as GravityZone sends it. */
const node = (file: unknown, more: object = {}) => ({
  id: 'node',
  name: 'x',
  type: 'process_execution',
  alertIds: [],
  details: { file, process: null, quarantine: null, killProcess: null, sandbox: null, ...more },
});

describe('the techniques of an incident', () => {
  const alert = (name: string, ...extra: unknown[]) => ({ id: 'alert', name, resources: [], extra });

  it.each<[string, object, object[]]>([
    ['the name of an alert', { alerts: [alert('PowerShell (T1059.001)')] }, [{ id: 'T1059.001', name: 'PowerShell' }]],
    ['a name after the id', { alerts: [alert('T1112: Modify Registry')] }, [{ id: 'T1112', name: 'Modify Registry' }]],
    [
      'a fact under a key for techniques',
      { alerts: [alert('a', { key: 'mitreTechniques', value: 'seen: T1071, T1071.001' })] },
      [
        { id: 'T1071', name: null },
        { id: 'T1071.001', name: null },
      ],
    ],
    [
      'a fact that begins with an id',
      { alerts: [alert('a', { key: 'extraInfo2', value: 'T1055 Process Injection' })] },
      [{ id: 'T1055', name: 'Process Injection' }],
    ],
    ['a list of ids', { alerts: [{ ...alert('a'), att_ck_id: ['T1003', 'T1003'] }] }, [{ id: 'T1003', name: null }]],
  ])('are read from %s', (_where, details, techniques) => {
    expect(read(details).techniques).toEqual(techniques);
  });

  it('are read from the attack types of the incident', () => {
    expect(read({}, { attackTypes: ['Malware', 'T1486'] }).techniques).toEqual([{ id: 'T1486', name: null }]);
  });

  it('are each listed once, with a name where any place has one', () => {
    const alerts = [alert('T1059'), alert('Interpreter T1059'), alert('Other name T1059')];
    expect(read({ alerts }).techniques).toEqual([{ id: 'T1059', name: 'Interpreter' }]);
  });

  it.each([
    ['a product in free text', [alert('a', { key: 'extraInfo1', value: 'Product Name: Precision T1700' })]],
    ['a longer word', [alert('AT1059 T10599 T1059001')]],
    ['facts of other types', [alert('a', null, 7, 'T1059', { key: 7, value: {} }, { key: 'technique' })]],
    ['alerts of other types', [null, 'T1059', 7, { name: 7, extra: 'T1059' }]],
    ['no list of alerts', { 0: alert('T1059') }],
  ])('are not found in %s', (_where, alerts) => {
    expect(read({ alerts }).techniques).toEqual([]);
  });

  it('are 50 at most', () => {
    const alerts = Array.from({ length: 80 }, (_, index) => alert(`T10${String(index).padStart(2, '0')}`));
    expect(read({ alerts }).techniques).toHaveLength(50);
  });
});

describe('the affected files of an incident', () => {
  it('are those of all nodes, with what was done, acted on first', () => {
    const nodes = [
      node({ name: 'b.exe', path: 'c:\\b.exe', sha256: hash('B') }),
      node({ name: 'k.exe', path: 'c:\\k.exe', sha256: hash('d') }, { killProcess: { errorCode: 0 } }),
      { ...node({ name: 'a.dll', path: 'c:\\a.dll', sha256: null }), type: 'file' },
      node({ name: 'q.exe', path: 'c:\\q.exe', sha256: 'short' }, { quarantine: {}, killProcess: { errorCode: 0 } }),
      node({ name: 'f.exe', path: 'c:\\f.exe' }, { killProcess: { errorCode: 5 } }),
    ];
    const { files, fileCount } = read({ nodes });
    expect(files).toEqual([
      { name: 'q.exe', path: 'c:\\q.exe', sha256: null, action: 'QUARANTINED' },
      { name: 'k.exe', path: 'c:\\k.exe', sha256: hash('d'), action: 'KILLED' },
      { name: 'a.dll', path: 'c:\\a.dll', sha256: null, action: 'NONE' },
      { name: 'b.exe', path: 'c:\\b.exe', sha256: hash('b'), action: 'NONE' },
      { name: 'f.exe', path: 'c:\\f.exe', sha256: null, action: 'NONE' },
    ]);
    expect(fileCount).toBe(5);
    expect(read({ nodes: nodes.toReversed() }).files).toEqual(files);
  });

  it('has a program that ran several times once, with the most that was done', () => {
    const chrome = { name: 'chrome.exe', path: 'c:\\chrome.exe', sha256: hash('e') };
    const nodes = [node(chrome), node({ ...chrome, path: 'C:\\Chrome.exe' }, { quarantine: {} }), node(chrome)];
    expect(read({ nodes })).toMatchObject({ fileCount: 1, files: [{ action: 'QUARANTINED' }] });
  });

  it('keeps 50 and counts all', () => {
    const nodes = Array.from({ length: 120 }, (_, index) => node({ path: `c:\\${index}.exe` }));
    const { files, fileCount } = read({ nodes });
    expect([files.length, fileCount]).toEqual([50, 120]);
  });

  it.each([
    ['nodes of other types', [null, 7, 'node', [], { details: 'x' }, { details: { file: 'c:\\x.exe' } }]],
    ['files without a name, path or hash', [node({}), node({ name: 7, path: {}, sha256: [] }), node(null)]],
    ['no list of nodes', { 0: node({ path: 'c:\\x.exe' }) }],
    ['no nodes', undefined],
  ])('have no entry for %s', (_what, nodes) => {
    expect(read({ nodes })).toMatchObject({ files: [], fileCount: 0 });
  });
});
