import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import { shownDigest, wantedTime } from './show-digest.js';
import type { StandingTeamDigest, TeamDigestService } from './team-digest.service.js';
import { SetTeamDigestInput, TeamDigestPayload, TeamDigestType } from './team-digest.type.js';

@Resolver()
export class TeamDigestResolver {
  constructor(private readonly service: TeamDigestService) {}

  @Query(() => [TeamDigestType], {
    description: 'Weekly digests of teams: those that are on by name, then those that were, at most 100.',
  })
  async bitdefenderTeamDigests(@Ctx() { viewer }: RequestContext): Promise<TeamDigestType[]> {
    return (await this.service.list(viewer.tenantId)).map(shownTeamDigest);
  }

  @PayloadMutation(TeamDigestPayload, {
    description:
      'Switches the weekly digest of a team on or off, or changes when it comes. A week never has two, however often it is changed.',
  })
  setBitdefenderTeamDigest(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetTeamDigestInput, { description: 'The team, and whether and when it comes.' })
    input: SetTeamDigestInput,
  ): Promise<TeamDigestPayload> {
    const { teamId, enabled } = input;
    return payloadOf(async () => ({
      digest: shownTeamDigest(await this.service.set(viewer, teamId, enabled, wantedTime(input))),
    }));
  }
}

const shownTeamDigest = ({ team, ...standing }: StandingTeamDigest): TeamDigestType => ({
  ...shownDigest(standing),
  ...{ teamId: team.id, teamName: team.name },
});
