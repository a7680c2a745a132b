import { describe, expect, it } from 'vitest';
import type { AffectedFile } from '../../../../src/gravityzone/types.js';
import {
  type Extent,
  extentHashOf,
  growExtent,
  growthOf,
  unknownExtent,
} from '../../../../src/threat/extent/extent.js';

const file = (path: string, action: AffectedFile['action'] = 'NONE'): AffectedFile => ({
  name: null,
  path,
  sha256: null,
  action,
});
const known: Extent = {
  attackTypes: ['Malware'],
  techniques: [{ id: 'T1059', name: null }],
  files: [file('c:\\a.exe')],
  fileCount: 1,
};

describe('growExtent', () => {
  it('keeps what is stored when nothing was read', () => {
    expect(growExtent(known, unknownExtent)).toEqual(known);
    expect(growExtent(unknownExtent, known)).toEqual(known);
    expect(growExtent(unknownExtent, unknownExtent)).toEqual(unknownExtent);
  });

  it('adds what is new and forgets nothing', () => {
    const grown = growExtent(known, {
      attackTypes: ['Ransomware'],
      techniques: [
        { id: 'T1059', name: 'Interpreter' },
        { id: 'T1003', name: null },
      ],
      files: [file('c:\\b.exe', 'KILLED')],
      fileCount: 1,
    });
    expect(grown).toEqual({
      attackTypes: ['Malware', 'Ransomware'],
      techniques: [
        { id: 'T1003', name: null },
        { id: 'T1059', name: 'Interpreter' },
      ],
      files: [file('c:\\b.exe', 'KILLED'), file('c:\\a.exe')],
      fileCount: 2,
    });
  });

  it('gives the same extent when the same is reported again, beyond the bounds too', () => {
    const files = Array.from({ length: 70 }, (_, index) => file(`c:\\${index}`));
    const techniques = Array.from({ length: 70 }, (_, index) => ({ id: `T1${100 + index}`, name: null }));
    const reported = { attackTypes: ['b', 'a'], techniques, files, fileCount: 70 };
    const once = growExtent(unknownExtent, reported);
    const twice = growExtent(once, reported);
    expect(growExtent(twice, reported)).toEqual(twice);
    expect(growthOf(twice, growExtent(twice, reported))).toEqual({});
    expect([twice.files?.length, twice.techniques?.length, twice.fileCount]).toEqual([50, 50, 70]);
  });
});

describe('growthOf', () => {
  it('has what was added and how many files there were and are', () => {
    const after = { ...known, attackTypes: ['Malware', 'Exploit'], fileCount: 4 };
    expect(
      growthOf(known, { ...after, techniques: [...(known.techniques ?? []), { id: 'T1003', name: null }] }),
    ).toEqual({
      addedAttackTypes: ['Exploit'],
      addedTechniques: [{ id: 'T1003', name: null }],
      fileCountBefore: 1,
      fileCountAfter: 4,
    });
  });

  it.each<[string, Extent, Extent]>([
    ['what was not known before', unknownExtent, known],
    ['what stays the same', known, known],
    ['a name that becomes known', known, { ...known, techniques: [{ id: 'T1059', name: 'Interpreter' }] }],
  ])('is empty for %s', (_what, before, after) => {
    expect(growthOf(before, after)).toEqual({});
  });
});

describe('extentHashOf', () => {
  const incident = {
    severityScore: 43,
    attackTypes: ['Malware', 'Exploit'],
    counters: { files: 1, processes: 2, events: 5 },
  };

  it('ignores order and events', () => {
    const other = { attackTypes: ['Exploit', 'Malware'], counters: { events: 900, processes: 2, files: 1 } };
    expect(extentHashOf({ ...incident, ...other })).toBe(extentHashOf(incident));
  });

  it.each([
    ['the score', { severityScore: 44 }],
    ['an attack type', { attackTypes: ['Malware'] }],
    ['the number of files', { counters: { ...incident.counters, files: 2 } }],
  ])('changes with %s', (_what, change) => {
    expect(extentHashOf({ ...incident, ...change })).not.toBe(extentHashOf(incident));
  });
});
