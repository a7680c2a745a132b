import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  earlierSources,
  laterAlertKinds,
  laterDeliveryKinds,
  laterDeviceEvents,
  laterMatchKinds,
  laterSeveritySources,
  laterStreams,
  readKinds,
  storedKinds,
  storedValue,
} from '../../src/database/later-values.js';
import { streams } from '../../src/sync/run/run-stream.js';
import { enumsOf, newestRelease } from '../support/releases.js';

/** What that release calls by another name: its types by the names of today, and the values of codes that are computed and stored nowhere. */
const renamedTypes: Readonly<Record<string, string>> = {
  BitdefenderAlertActionKind: 'BitdefenderAlertDeliveryKind',
  BitdefenderAlertActionState: 'BitdefenderAlertDeliveryState',
  BitdefenderConnectionState: 'BitdefenderIntegrationState',
};
const renamedCode = (code: string) => code.replace(/^(NO_)?CONNECTION/, '$1INTEGRATION');

const released = Object.fromEntries(
  Object.entries(newestRelease().enums).map(([name, values]) => [
    renamedTypes[name] ?? name,
    name === 'BitdefenderFindingCode' ? values.map(renamedCode) : values,
  ]),
);
const present = enumsOf(readFileSync('schema/bitdefender.graphql', 'utf8'));

/** Values that are computed at each request and stored nowhere: the release before never meets them. */
const computed: Record<string, readonly string[]> = {
  BitdefenderFindingCode: [
    'TIMES_NOT_CERTAIN',
    'TIME_ZONE_CHANGED',
    'NOT_ALL_DETECTIONS_SEEN',
    'MODULE_OFF',
    'NOTHING_MAPPED',
    'ROUTING_OUTDATED',
    'PLATFORM_RULES',
    'THREAT_HELD',
  ],
  BitdefenderHealthReasonCode: ['ISOLATED'],
  // Of a record in which that release finds no rule, or of none.
  BitdefenderRoutingOutcome: ['PLATFORM_RULES', 'HELD'],
};
/** Values that are stored where the release before does not look. */
const stored: Record<string, readonly string[]> = {
  BitdefenderAlertDeliveryKind: laterDeliveryKinds,
  BitdefenderAlertKind: laterAlertKinds.values,
  BitdefenderDeviceEventKind: laterDeviceEvents,
  BitdefenderMatchKind: laterMatchKinds.values,
  BitdefenderSeveritySource: laterSeveritySources.values,
  BitdefenderSyncStreamName: laterStreams,
  BitdefenderThreatSource: (present.BitdefenderThreatSource ?? []).filter((kind) => !earlierSources.includes(kind)),
};

describe('values of enums', () => {
  it.each(Object.keys(released))('added to %s are not met by the release before', (name) => {
    const added = (present[name] ?? []).filter((value) => !released[name]?.includes(value));
    expect(added.toSorted()).toEqual([...(stored[name] ?? computed[name] ?? [])].toSorted());
  });

  it('are still those that the release before knows', () => {
    for (const [name, values] of Object.entries(released))
      expect(present[name], name).toEqual(expect.arrayContaining(values));
  });
});

it('does not show that release why protection is degraded: it knows no such alerts', () => {
  expect(present.BitdefenderDegradation).toContain('LICENCE_ENDING');
  expect(released.BitdefenderDegradation).toBeUndefined();
});

describe('a stand-in', () => {
  it.each([
    ['BitdefenderSeveritySource', laterSeveritySources],
    ['BitdefenderMatchKind', laterMatchKinds],
    ['BitdefenderAlertKind', laterAlertKinds],
  ] as const)('of %s is a value that the release before knows', (name, later) => {
    expect(released[name]).toContain(later.standIn);
  });

  it.each([
    ['INFECTED_STATE', { column: 'NONE', beside: 'INFECTED_STATE' }],
    ['THREAT_FAMILY', { column: 'THREAT_FAMILY', beside: null }],
    ['NONE', { column: 'NONE', beside: null }],
  ])('stands for %s only where it is needed', (value, expected) => {
    expect(storedValue(laterSeveritySources, value)).toEqual(expected);
  });
});

describe('the kinds of a rule', () => {
  it.each<[string[] | undefined, boolean, object]>([
    [undefined, false, {}],
    [['THREAT', 'NOTICE'], false, { kinds: ['THREAT', 'NOTICE'] }],
    [['THREAT', 'DEGRADATION'], false, { kinds: ['THREAT'], laterKinds: ['DEGRADATION'] }],
    // Narrowed by what that release does not know: nothing matches there.
    [undefined, true, { kinds: [], laterKinds: [] }],
    [['THREAT'], true, { kinds: [], laterKinds: ['THREAT'] }],
    [['DEGRADATION'], true, { kinds: [], laterKinds: ['DEGRADATION'] }],
  ])('%j, narrowed: %s, are stored as %j and read as they were', (kinds, isNarrowed, expected) => {
    const conditions = { ...(kinds && { kinds }), minimumSeverity: 'LOW' };
    const stored = storedKinds(conditions, isNarrowed);
    expect(stored).toEqual({ ...expected, minimumSeverity: 'LOW' });
    expect(readKinds(stored)).toEqual(conditions);
  });
});

it('records every stream where its release can read it', () => {
  const names = streams.map(([name]) => name);
  expect(names.filter((name) => !released.BitdefenderSyncStreamName?.includes(name))).toEqual(laterStreams);
  expect(earlierSources).toEqual(released.BitdefenderThreatSource);
});
