import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DetectionKind,
  type DetectionSource,
  decideVisibility,
  detectionKinds,
  detectionSources,
  type Visibility,
} from '../../../src/domain/visibility.js';

const usual: DetectionSource[] = ['INCIDENTS', 'QUARANTINE', 'DEVICE_STATE'];
const withSensor = { total: 3, withoutSensor: 0, sensorUnknown: 0 };
const without = { total: 3, withoutSensor: 3, sensorUnknown: 0 };
const some = { total: 3, withoutSensor: 1, sensorUnknown: 0 };

const letters: Record<Visibility, string> = { SEEN: 'seen', PARTLY: 'partly', NOT_SEEN: 'not' };
const shownAs = (readable: DetectionSource[], devices: typeof some | null) =>
  Object.fromEntries(
    decideVisibility({ readable, devices }).map(({ kind, visibility }) => [kind, letters[visibility]]),
  );

describe('decideVisibility', () => {
  /** The table of the API reference, section 9; the worse of what is uncertain. */
  const table: [DetectionKind, string, string, string, string][] = [
    // kind, with the sensor, without, without a licence for incidents, with a report
    ['FILE_QUARANTINED', 'seen', 'seen', 'seen', 'seen'],
    ['FILE_CLEANED_OR_BLOCKED', 'seen', 'partly', 'partly', 'seen'],
    ['FILE_NOT_CLEANED', 'seen', 'partly', 'partly', 'seen'],
    ['BEHAVIOUR', 'seen', 'partly', 'partly', 'seen'],
    ['RANSOMWARE_MITIGATION', 'seen', 'partly', 'partly', 'seen'],
    ['WEB_AND_NETWORK', 'partly', 'not', 'not', 'seen'],
    ['DEVICE_CONTROL_FIREWALL_DATA', 'not', 'not', 'not', 'seen'],
    ['EXCHANGE_MALWARE', 'not', 'not', 'not', 'seen'],
    ['XDR', 'seen', 'seen', 'not', 'seen'],
  ];

  it('has a row for every kind of detection', () => {
    expect(table.map(([kind]) => kind)).toEqual([...detectionKinds]);
  });

  it.each(table)('reports how far %s is seen', (kind, on, off, unlicensed, reported) => {
    expect(shownAs(usual, withSensor)[kind]).toBe(on);
    expect(shownAs(usual, without)[kind]).toBe(off);
    expect(shownAs(['QUARANTINE', 'DEVICE_STATE'], withSensor)[kind]).toBe(unlicensed);
    expect(shownAs([...usual, 'REPORTS'], without)[kind]).toBe(reported);
  });

  it('sees malware in mail only where the Exchange quarantine can be read', () => {
    expect(shownAs([...usual, 'EXCHANGE_QUARANTINE'], without).EXCHANGE_MALWARE).toBe('seen');
  });

  it('takes a device whose sensor is unknown for one without', () => {
    const unknown = { total: 3, withoutSensor: 0, sensorUnknown: 3 };
    expect(shownAs(usual, unknown)).toEqual(shownAs(usual, without));
    const [, blocked] = decideVisibility({ readable: usual, devices: unknown });
    expect(blocked?.reasons).toEqual(['SENSOR_UNKNOWN', 'ONLY_A_FLAG', 'NO_REPORT']);
  });

  it('explains what is not seen', () => {
    const reasons = Object.fromEntries(
      decideVisibility({ readable: ['QUARANTINE', 'DEVICE_STATE'], devices: some }).map((each) => [
        each.kind,
        each.reasons,
      ]),
    );
    expect(reasons).toMatchObject({
      FILE_QUARANTINED: [],
      FILE_CLEANED_OR_BLOCKED: ['INCIDENTS_NOT_READABLE', 'ONLY_A_FLAG', 'NO_REPORT'],
      BEHAVIOUR: ['INCIDENTS_NOT_READABLE', 'SOME_ONLY', 'NO_REPORT'],
      WEB_AND_NETWORK: ['INCIDENTS_NOT_READABLE', 'NO_REPORT'],
      DEVICE_CONTROL_FIREWALL_DATA: ['NO_REPORT'],
      EXCHANGE_MALWARE: ['EXCHANGE_NOT_READ', 'NO_REPORT'],
    });
  });

  const rank: Record<Visibility, number> = { NOT_SEEN: 0, PARTLY: 1, SEEN: 2 };
  const sources = fc.subarray([...detectionSources]);
  const devices = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map(([has, withoutSensor, sensorUnknown]) => ({
    total: has + withoutSensor + sensorUnknown,
    withoutSensor,
    sensorUnknown,
  }));

  it('never sees less with one more source, or one more sensor', () => {
    fc.assert(
      fc.property(sources, fc.constantFrom(...detectionSources), devices, (readable, more, given) => {
        const before = decideVisibility({ readable, devices: given });
        const better = [
          decideVisibility({ readable: [...new Set([...readable, more])], devices: given }),
          decideVisibility({
            readable,
            devices: { ...given, withoutSensor: Math.max(0, given.withoutSensor - 1) },
          }),
        ];
        for (const after of better)
          after.forEach(({ visibility }, index) => {
            expect(rank[visibility]).toBeGreaterThanOrEqual(rank[before[index]?.visibility ?? 'NOT_SEEN']);
          });
      }),
    );
  });

  it('gives a reason and reads no source that is missing, for whatever it does not see', () => {
    fc.assert(
      fc.property(sources, fc.option(devices), (readable, given) => {
        for (const each of decideVisibility({ readable, devices: given })) {
          expect(each.reasons.length > 0).toBe(each.visibility !== 'SEEN');
          expect(each.sources.every((source) => readable.includes(source))).toBe(true);
        }
      }),
    );
  });
});
