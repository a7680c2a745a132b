import { Arg, Ctx, Field, ID, InputType, ObjectType, Resolver } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { Payload, PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import type { Alerting } from '../intake/alerting.js';
import type { ThreatReader } from '../list/threat.reader.js';
import { Threat } from '../list/threat.type.js';
import { triageThreats } from './triage.js';

export const Decision = graphEnum('BitdefenderTriageDecision', 'Decision of a user on threats.', {
  RESOLVE: 'Resolve the threats.',
  REOPEN: 'Reopen the threats.',
  FALSE_POSITIVE: 'Mark the threats as false positives.',
  ASSIGN: 'Assign the threats to `assigneeId`; unassign them if that is omitted.',
  NOTE: 'Only add the note in `note`.',
});
export type Decision = keyof typeof Decision;

@InputType('TriageBitdefenderThreatsInput', { description: 'Decision on threats. Nothing is written to Bitdefender.' })
export class TriageInput {
  @Field(() => [ID], { description: 'Ids of the threats, 1 to 500, each once.' })
  ids!: string[];

  @Field(() => Decision, { description: 'Decision to apply.' })
  decision!: Decision;

  @Field(() => ID, { nullable: true, description: 'Subject of the user, only for ASSIGN.' })
  assigneeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note to add to their history, at most 2,000 characters; optional for every decision but NOTE.',
  })
  note?: string | null;
}

@ObjectType('BitdefenderTriageOutcome', { description: 'Result of the decision for one threat.' })
export class TriageOutcome extends Payload {
  @Field(() => ID, { description: 'Id of the threat of the request, in lower case.' })
  id!: string;

  @Field(() => Threat, { nullable: true, description: 'Present state of the threat; null if it does not exist.' })
  threat!: Threat | null;
}

@ObjectType()
export abstract class TriagePayload extends Payload {
  @Field(() => [TriageOutcome], {
    nullable: true,
    description: 'Result for each threat, in the order of the request; null if the request is refused.',
  })
  outcomes?: TriageOutcome[];
}

@Resolver()
export class TriageResolver {
  constructor(
    private readonly parts: { database: Database; alerting: Alerting },
    private readonly reader: ThreatReader,
  ) {}

  @PayloadMutation(TriagePayload, {
    description: 'Resolves, reopens, dismisses, assigns or annotates up to 500 threats, with their alerts.',
  })
  triageBitdefenderThreats(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => TriageInput, { description: 'Decision and the threats it applies to.' }) input: TriageInput,
  ): Promise<TriagePayload> {
    return payloadOf(async () => {
      await triageThreats(this.parts, viewer, input);
      const threats = await this.reader.byIds(viewer.tenantId, input.ids);
      return {
        outcomes: input.ids.map((id, index) => {
          const threat = threats.get(id) ?? null;
          const field = ['input', 'ids', `${index}`];
          const missing = { code: 'NOT_FOUND' as const, field, message: 'There is no such threat.' };
          return { id, threat, userErrors: threat === null ? [missing] : [] };
        }),
      };
    });
  }
}
