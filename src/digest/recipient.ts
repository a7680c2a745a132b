/** A team of core, as it was named when its digest was last changed. */
export interface Team {
  id: string;
  name: string;
}

/**
 * The key under which the digest of a team is stored, where that of a person has the subject of its tokens. No subject has a blank (see
 * `id-grammar.ts`), so a person never has the digest of a team.
 */
export const teamKey = (teamId: string): string => `team ${teamId}`;

/** The team of a stored digest; null for that of a person. */
export const teamOf = ({ teamId, teamName }: { teamId: string | null; teamName: string | null }): Team | null =>
  teamId === null ? null : { id: teamId, name: teamName ?? teamId };
