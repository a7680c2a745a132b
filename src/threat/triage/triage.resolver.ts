import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { Payload, payloadOf } from '../../graphql/errors.js';
import { graphEnum } from '../../graphql/graph-enum.js';
import type { Alerting } from '../intake/alerting.js';
import type { ThreatReader } from '../list/threat.reader.js';
import { Threat } from '../list/threat.type.js';
import { triageThreats } from './triage.js';

export const Decision = graphEnum('BitdefenderTriageDecision', 'What a person decides about threats.', {
  RESOLVE: 'They are dealt with.',
  REOPEN: 'They are not dealt with after all.',
  FALSE_POSITIVE: 'They were none.',
  ASSIGN: "They are this person's: `assigneeId`, or nobody's if that is left out.",
  NOTE: 'Nothing but a note: `note`.',
});
export type Decision = keyof typeof Decision;

@InputType('TriageBitdefenderThreatsInput', { description: 'A decision about threats. Nothing is written back to BD.' })
export class TriageInput {
  @Field(() => [ID], { description: 'The threats, at most 500.' })
  ids!: string[];

  @Field(() => Decision, { description: 'What is decided.' })
  decision!: Decision;

  @Field(() => ID, { nullable: true, description: 'For ASSIGN: the subject of the person.' })
  assigneeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A note that stays in their history, up to 2,000 characters; every decision may have one.',
  })
  note?: string | null;
}

@ObjectType('BitdefenderTriageOutcome', { description: 'What became of one threat of the request.' })
export class TriageOutcome extends Payload {
  @Field(() => ID, { description: 'The threat as it was asked for.' })
  id!: string;

  @Field(() => Threat, { nullable: true, description: 'The threat as it is now; null where there is none.' })
  threat!: Threat | null;
}

@ObjectType('TriageBitdefenderThreatsPayload', { description: 'A result for each threat.' })
export class TriagePayload extends Payload {
  @Field(() => [TriageOutcome], { nullable: true, description: 'In the order of the request.' })
  outcomes?: TriageOutcome[];
}

@Resolver()
export class TriageResolver {
  constructor(
    private readonly parts: { database: Database; alerting: Alerting },
    private readonly reader: ThreatReader,
  ) {}

  @Mutation(() => TriagePayload, {
    description: 'Resolves, reopens or dismisses threats in bulk, with their alerts; assigns them or adds a note.',
  })
  triageBitdefenderThreats(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => TriageInput, { description: 'The decision.' }) input: TriageInput,
  ): Promise<TriagePayload> {
    return payloadOf(async () => {
      await triageThreats(this.parts, viewer, input);
      const threats = await this.reader.byIds(viewer.tenantId, input.ids);
      return {
        outcomes: input.ids.map((id) => {
          const threat = threats.get(id) ?? null;
          const missing = { code: 'NOT_FOUND', field: ['ids'], message: 'There is no such threat.' };
          return { id, threat, userErrors: threat === null ? [missing] : [] };
        }),
      };
    });
  }
}
