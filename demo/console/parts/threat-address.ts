import { type ThreatsSearch, usualThreats } from '../screens/threats/search.ts';

/** Whose threats a list shows. */
export interface ThreatsOf {
  client?: string | undefined;
  device?: string | undefined;
}

const everything = { ...usualThreats, severity: [], status: [] } satisfies ThreatsSearch;

/** The list of all threats, whatever their severity and status. */
export const allThreats = ({ client, device }: ThreatsOf = {}): ThreatsSearch => ({
  ...everything,
  client: client ? [client] : [],
  device,
});

/** The list of the threats of one day, as the bar of that day counts them. */
export const threatsOfDay = ({ from, to }: { from: string; to: string }, of: ThreatsOf = {}): ThreatsSearch => ({
  ...allThreats(of),
  from,
  to,
});

/** The list of what waits for somebody: high and above, unresolved. */
export const urgentThreats = ({ client, device }: ThreatsOf = {}): ThreatsSearch => ({
  ...usualThreats,
  client: client ? [client] : [],
  device,
});

/** The list with one threat opened beside it. */
export const oneThreat = (id: string): ThreatsSearch => ({ ...everything, threat: id });
