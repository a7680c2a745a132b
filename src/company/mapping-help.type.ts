import { Field, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../graphql/core-types.js';
import { graphEnum } from '../graphql/graph-enum.js';

export const SuggestionReasonCode = graphEnum('BitdefenderSuggestionReasonCode', 'What speaks for a mapping.', {
  EXACT_NAME: 'Both have the same name, but for case and blanks.',
  SIMILAR_NAME: 'Both have the same name without accents, punctuation and legal form.',
  SHARED_HOSTS: 'Machines of the company run agents of the client, and of no other one.',
});
export type SuggestionReasonCode = keyof typeof SuggestionReasonCode;

@ObjectType('BitdefenderSuggestionReason', { description: 'One thing that speaks for a mapping.' })
export class SuggestionReason {
  @Field(() => SuggestionReasonCode, { description: 'What it is.' })
  code!: SuggestionReasonCode;

  @Field(() => String, { description: 'The same as a sentence.' })
  message!: string;
}

@ObjectType('BitdefenderMappingSuggestion', {
  description: 'Which client a company may be. Nothing is mapped by it: confirm it with `mapBitdefenderCompanies`.',
})
export class MappingSuggestion {
  @Field(() => ClientReference, { description: 'The client.' })
  client!: ClientReference;

  @Field(() => String, { description: "The client's name in OpsMerge." })
  clientName!: string;

  @Field(() => Int, { description: 'How much speaks for it, from 1 to 99.' })
  score!: number;

  @Field(() => [SuggestionReason], { description: 'What speaks for it.' })
  reasons!: SuggestionReason[];

  companyId!: string;
}

@ObjectType('BitdefenderMappingPreview', {
  description: 'What a change of mapping would change, counted now. Nothing is changed by asking.',
})
export class MappingPreview {
  @Field(() => ClientReference, { nullable: true, description: 'The client it is mapped to now.' })
  fromClient!: ClientReference | null;

  @Field(() => ClientReference, { nullable: true, description: 'The client it would be mapped to.' })
  toClient!: ClientReference | null;

  @Field(() => Int, { description: 'Devices that would move.' })
  deviceCount!: number;

  @Field(() => Int, { description: 'Those of them that have an agent of the present client, and would lose it.' })
  matchedDeviceCount!: number;

  @Field(() => Int, { description: 'Their machines that run an agent of the new client, by host name.' })
  matchingAgentCount!: number;

  @Field(() => Int, { description: 'Threats that stay with the client that has them.' })
  threatsStaying!: number;

  @Field(() => Int, { description: 'Those of them that are not resolved.' })
  openThreatsStaying!: number;

  @Field(() => Int, { description: 'Alerts that are not resolved and stay with the client that has them.' })
  openAlertsStaying!: number;

  @Field(() => Int, {
    description: 'Pins and other manual decisions that count no more: they are about its present client.',
  })
  decisionsLeftBehind!: number;

  @Field(() => Int, { description: 'Threats of no client so far, which the new one would get.' })
  threatsTakenOver!: number;

  @Field(() => Int, {
    description:
      'Those of them that are not resolved and of the last day: the rules would act on them. The others come in as history.',
  })
  threatsActedOn!: number;

  companyId!: string;
}
