import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';
import { UserInputError } from '../graphql/errors.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { readTenantSettings } from '../tenant/tenant-settings.js';
import { type DigestRow, readDigest, readLastDeliveries, readTeamDigests } from './digest.store.js';
import { type Team, teamKey, teamOf } from './recipient.js';
import {
  askCore,
  mostDigests,
  type StandingDigest,
  switchOff,
  switchOn,
  validateHour,
  type WantedTime,
} from './switch-digest.js';

/** The digest of a team, with its team. */
export interface StandingTeamDigest extends StandingDigest {
  team: Team;
  digest: DigestRow;
}

/** What administrators do with the digests of teams. */
export interface TeamDigestService {
  /** Those that are on, by name, then those that were, at most as many. */
  list(tenantId: string): Promise<StandingTeamDigest[]>;
  /**
   * Switches the digest of a team on or off, or changes its time, of which null is left as it is. Throws UserInputError for an hour that does not
   * exist, for a team that core does not have in this tenant, for one digest too many, and where core has no teams, cannot notify them or cannot
   * be asked. To switch it off core is not asked: the team may be gone.
   */
  set(viewer: Viewer, teamId: string, enabled: boolean, time: WantedTime): Promise<StandingTeamDigest>;
}

export function createTeamDigestService({
  database,
  opsMerge,
}: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'teams' | 'notifiesTeams'>;
}): TeamDigestService {
  return {
    async list(tenantId) {
      const { timeZone } = await readTenantSettings(database.query, tenantId);
      const digests = await readTeamDigests(database.query, tenantId, mostDigests.teams);
      const last = await readLastDeliveries(
        database.query,
        tenantId,
        digests.map(({ subject }) => subject),
      );
      return digests.map((digest) => withTeam({ timeZone, digest, last: last.get(digest.subject) }));
    },

    async set({ tenantId, subject: actor }, teamId, enabled, time) {
      validateHour(time);
      const team = enabled
        ? await teamOfCore(opsMerge, tenantId, teamId)
        : await readDigest(database.query, tenantId, teamKey(teamId)).then((known) => known && teamOf(known));
      if (!team) throw unknownTeam('No digest was ever switched on for a team with this id.');
      const recipient = { tenantId, actor, team };
      return withTeam(await (enabled ? switchOn(database, recipient, time) : switchOff(database, recipient)));
    },
  };
}

function withTeam({ digest, ...standing }: StandingDigest): StandingTeamDigest {
  const team = digest && teamOf(digest);
  if (!digest || !team) throw new Error('The digest of a team has no team.');
  return { ...standing, digest, team };
}

/** The team as core has it. Throws UserInputError where there is none, or it could not be notified. */
async function teamOfCore(
  opsMerge: Pick<OpsMerge, 'teams' | 'notifiesTeams'>,
  tenantId: string,
  teamId: string,
): Promise<Team> {
  const teams = await askCore(opsMerge.teams(tenantId));
  if (teams === null || !(await askCore(opsMerge.notifiesTeams(tenantId)))) {
    const missing = teams === null ? 'teams' : 'notifyTeam';
    const message = `This OpsMerge cannot send notifications to teams yet (${missing} is missing). Switch the digest on for single people, or for the team after OpsMerge was updated.`;
    throw new UserInputError('TEAM_DIGEST_UNAVAILABLE', message, ['input']);
  }
  const team = teams.find(({ id }) => id === teamId);
  if (team === undefined)
    throw unknownTeam(
      teams.length === 0
        ? 'OpsMerge has no team yet: create one there first.'
        : 'OpsMerge has no team with this id: choose one of those that it lists.',
    );
  return team;
}

const unknownTeam = (message: string) => new UserInputError('UNKNOWN_TEAM', message, ['input', 'teamId']);
