import {
  type MatchableAgent,
  type MatchableDevice,
  type MatchInput,
  matchDevices,
} from '../../src/device/matching/match-devices.js';

/** When everything was first seen, unless specified otherwise. */
export const longAgo = new Date('2024-01-01T00:00:00Z');

/** The MACs of two machines, in two of the spellings there are. */
export const mac1 = '00:50:56:B1:EF:97';
export const mac2 = '0050-56b1-ef98';

const unread = { lastSeenAt: null, stateAsOf: null, stateRefused: false, lastScanAt: null };

/** A device that BD lists, by its id and name. */
export function device(id: string, name: string, more: Partial<MatchableDevice> = {}): MatchableDevice {
  return { id, name, fqdn: null, macs: [], firstSeenAt: longAgo, ...unread, bdId: id, present: true, ...more };
}

export function agent(id: string, hostname: string, ...macs: string[]): MatchableAgent {
  return { id, hostname, macs };
}

/** Matches as a tenant does that has set nothing and decided nothing, unless specified otherwise. */
export function match(input: Partial<MatchInput>) {
  return matchDevices({ devices: [], agents: [], pins: [], forbidden: [], mode: 'NORMALISED', ...input });
}

/** Each device as `kind agent`, for a table one can read. */
export function brief(input: Partial<MatchInput>): Record<string, string> {
  return Object.fromEntries(
    [...match(input)]
      .sort()
      .map(([id, { kind, agentId, candidates }]) => [
        id,
        [kind, agentId ?? candidates.join('|')].filter(Boolean).join(' '),
      ]),
  );
}
