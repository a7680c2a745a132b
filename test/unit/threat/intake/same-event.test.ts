import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetectionEvent, findSameEvent, isSameEvent } from '../../../../src/threat/intake/same-event.js';

const at = new Date('2026-03-01T12:00:00Z');
const hour = 3_600_000;

/** Nothing in common but the device, unless specified otherwise. */
function event(id: string, more: Partial<DetectionEvent> = {}): DetectionEvent {
  return {
    id,
    companyId: 'company',
    deviceId: 'device',
    threatName: `Trojan.${id}`,
    filePath: null,
    fileHash: null,
    detectedAt: at,
    ...more,
  };
}

describe('isSameEvent', () => {
  const later = (milliseconds: number) => new Date(at.getTime() + milliseconds);

  it.each<[string, Partial<DetectionEvent>, Partial<DetectionEvent>, boolean]>([
    ['nothing in common', {}, {}, false],
    ['the hash', { fileHash: 'AB' }, { fileHash: 'ab' }, true],
    ['the hash, different paths', { fileHash: 'ab', filePath: '/a' }, { fileHash: 'ab', filePath: '/b' }, true],
    ['a Windows path', { filePath: 'C:\\Temp\\A.exe' }, { filePath: 'c:/temp/a.EXE' }, true],
    ['a share', { filePath: '\\\\Host\\Share\\a' }, { filePath: '\\\\host\\share\\A' }, true],
    ['a Unix path', { filePath: '/tmp/a' }, { filePath: '/tmp/a' }, true],
    ['a Unix path in other case', { filePath: '/tmp/a' }, { filePath: '/tmp/A' }, false],
    ['the name', { threatName: 'Trojan.X' }, { threatName: 'TROJAN.x' }, true],
    ['a day apart', { threatName: 'X' }, { threatName: 'X', detectedAt: later(24 * hour) }, true],
    ['more than a day apart', { threatName: 'X' }, { threatName: 'X', detectedAt: later(24 * hour + 1) }, false],
    ['another device', { threatName: 'X' }, { threatName: 'X', deviceId: 'other' }, false],
    ['another company', { threatName: 'X' }, { threatName: 'X', companyId: 'other' }, false],
    ['both of no device', { threatName: 'X', deviceId: null }, { threatName: 'X', deviceId: null }, false],
    ['both of an empty device', { threatName: 'X', deviceId: '' }, { threatName: 'X', deviceId: '' }, false],
    ['both paths empty', { filePath: '' }, { filePath: '' }, false],
    ['both hashes empty', { fileHash: '' }, { fileHash: '' }, false],
    ['both names empty', { threatName: '' }, { threatName: '' }, false],
    ['both names blank', { threatName: ' ' }, { threatName: ' ' }, false],
    ['one path unknown', { filePath: null }, { filePath: '' }, false],
  ])('%s', (_, a, b, same) => {
    expect(isSameEvent(event('a', a), event('b', b))).toBe(same);
    expect(isSameEvent(event('b', b), event('a', a))).toBe(same);
  });

  const anyEvent = fc.record<DetectionEvent>({
    id: fc.uuid(),
    companyId: fc.constantFrom('c1', 'c2'),
    deviceId: fc.constantFrom(null, '', 'd1', 'd2'),
    threatName: fc.constantFrom('', 'Trojan.A', 'trojan.a'),
    filePath: fc.constantFrom(null, '', 'C:\\a', 'c:/A', '/a'),
    fileHash: fc.constantFrom(null, '', 'ab', 'AB', 'cd'),
    detectedAt: fc.integer({ min: 0, max: 48 }).map((hours) => new Date(at.getTime() + hours * hour)),
  });

  it('is symmetric', () => {
    fc.assert(fc.property(anyEvent, anyEvent, (a, b) => isSameEvent(a, b) === isSameEvent(b, a)));
  });

  it('never holds by what is unknown', () => {
    const unknown = { threatName: '', filePath: '', fileHash: '' };
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => {
        expect(isSameEvent({ ...a, ...unknown }, b)).toBe(false);
      }),
    );
  });

  it('finds only what is the same event, whatever the order of the candidates', () => {
    fc.assert(
      fc.property(anyEvent, fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 6 }), (a, candidates) => {
        const found = findSameEvent(a, candidates);
        expect(found === null).toBe(!candidates.some((candidate) => isSameEvent(a, candidate)));
        expect(findSameEvent(a, candidates.toReversed())).toBe(found);
      }),
    );
  });
});

describe('findSameEvent', () => {
  const wanted = event('wanted', { threatName: 'X', filePath: '/a', fileHash: 'ab' });
  const byHash = event('hash', { fileHash: 'ab', detectedAt: new Date(at.getTime() + 5 * hour) });
  const byPath = event('path', { filePath: '/a', detectedAt: new Date(at.getTime() + 3 * hour) });
  const byName = event('name', { threatName: 'X' });
  const nearer = event('nearer', { filePath: '/a', detectedAt: new Date(at.getTime() - hour) });
  const twin = { ...nearer, id: 'a twin' };
  const asNear = event('as near', { filePath: '/a', detectedAt: new Date(at.getTime() + hour) });

  it.each([
    ['nothing', [], undefined],
    ['nothing alike', [event('other')], undefined],
    ['the hash first', [byName, byPath, byHash], 'hash'],
    ['then the path', [byName, byPath], 'path'],
    ['then the name', [byName], 'name'],
    ['the nearer of two', [byPath, nearer], 'nearer'],
    ['the earlier of two as near', [asNear, nearer], 'nearer'],
    ['the first by id of two alike', [nearer, twin], 'a twin'],
  ])('%s', (_, candidates, id) => {
    expect(findSameEvent(wanted, candidates)?.id).toBe(id);
  });

  it('does not take an empty hash for a certain one', () => {
    const blank = { ...wanted, fileHash: '' };
    expect(findSameEvent(blank, [{ ...byName, fileHash: '' }, byPath])?.id).toBe('path');
  });
});
