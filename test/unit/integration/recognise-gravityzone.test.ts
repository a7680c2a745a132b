import { describe, expect, it } from 'vitest';
import { type GravityZoneTraits, recogniseGravityZone } from '../../../src/integration/recognise-gravityzone.js';

const nothing: GravityZoneTraits = {
  knownCompany: null,
  shownCompany: null,
  knownDevices: 0,
  shownDevices: 0,
  sharedDevices: 0,
};

describe('recogniseGravityZone', () => {
  it.each<[string, Partial<GravityZoneTraits>, string]>([
    ['the same company', { knownCompany: 'a', shownCompany: 'a', knownDevices: 9, shownDevices: 9 }, 'SAME'],
    ['another company, whatever the devices', { knownCompany: 'a', shownCompany: 'b', sharedDevices: 1 }, 'OTHER'],
    ['a key that does not tell, with a known device', { knownCompany: 'a', sharedDevices: 1 }, 'SAME'],
    [
      'a key that does not tell, with foreign devices',
      { knownCompany: 'a', knownDevices: 1, shownDevices: 1 },
      'OTHER',
    ],
    ['nothing to compare', { shownCompany: 'a', knownDevices: 3 }, 'UNKNOWN'],
    [
      'an appliance with a known device',
      { knownCompany: 'on-premises', shownCompany: 'on-premises', sharedDevices: 1 },
      'SAME',
    ],
    [
      'an appliance with foreign devices',
      { knownCompany: 'on-premises', shownCompany: 'on-premises', knownDevices: 5, shownDevices: 5 },
      'OTHER',
    ],
    ['an empty appliance', { knownCompany: 'on-premises', shownCompany: 'on-premises', knownDevices: 5 }, 'UNKNOWN'],
    ['an appliance in place of a cloud', { knownCompany: 'a', shownCompany: 'on-premises' }, 'OTHER'],
  ])('%s', (_, traits, relation) => {
    expect(recogniseGravityZone({ ...nothing, ...traits })).toBe(relation);
  });
});
