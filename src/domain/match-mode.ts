/** How names are compared: NORMALISED ignores case, domain and truncation; STRICT compares them exactly. */
export const matchModes = ['NORMALISED', 'STRICT'] as const;

export type MatchMode = (typeof matchModes)[number];
