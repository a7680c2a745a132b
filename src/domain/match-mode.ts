/** NORMALISED climbs the ladder; STRICT takes names as they are. */
export const matchModes = ['NORMALISED', 'STRICT'] as const;

export type MatchMode = (typeof matchModes)[number];
