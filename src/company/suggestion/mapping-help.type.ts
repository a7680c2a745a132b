import { Field, Int, ObjectType } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { graphEnum } from '../../graphql/graph-enum.js';

export const SuggestionReasonCode = graphEnum(
  'BitdefenderSuggestionReasonCode',
  'Kind of evidence for a suggested mapping.',
  {
    EXACT_NAME: 'Both names are the same except for case and whitespace.',
    SIMILAR_NAME: 'Both names are the same without accents, punctuation and legal form.',
    SHARED_HOSTS: 'Machines of the company run agents of this client and of no other.',
  },
);
export type SuggestionReasonCode = keyof typeof SuggestionReasonCode;

@ObjectType('BitdefenderSuggestionReason', { description: 'A piece of evidence for a suggested mapping.' })
export class SuggestionReason {
  @Field(() => SuggestionReasonCode, { description: 'Kind of evidence.' })
  code!: SuggestionReasonCode;

  @Field(() => String, { description: 'Sentence for the user.' })
  message!: string;
}

@ObjectType('BitdefenderMappingSuggestion', {
  description:
    'A suggested client for an unmapped company. It changes nothing until confirmed with `mapBitdefenderCompanies`.',
})
export class MappingSuggestion {
  @Field(() => ClientReference, { description: 'Suggested client.' })
  client!: ClientReference;

  @Field(() => String, { description: 'Name of the client in OpsMerge.' })
  clientName!: string;

  @Field(() => Int, { description: 'Confidence of the suggestion, 1 to 99.' })
  score!: number;

  @Field(() => [SuggestionReason], { description: 'Evidence for the suggestion.' })
  reasons!: SuggestionReason[];

  companyId!: string;
}

@ObjectType('BitdefenderMappingPreview', {
  description: 'Effects of a change of mapping, counted at the time of the query.',
})
export class MappingPreview {
  @Field(() => ClientReference, { nullable: true, description: 'Client the company is mapped to; null if unmapped.' })
  fromClient!: ClientReference | null;

  @Field(() => ClientReference, {
    nullable: true,
    description: 'Client the company would be mapped to; null if it would be unmapped.',
  })
  toClient!: ClientReference | null;

  @Field(() => Int, { description: 'Number of devices that would move to the new client.' })
  deviceCount!: number;

  @Field(() => Int, {
    description: 'Number of those devices matched to an agent of the current client, which they would lose.',
  })
  matchedDeviceCount!: number;

  @Field(() => Int, { description: 'Number of machines of the company with an agent of the new client, by host name.' })
  matchingAgentCount!: number;

  @Field(() => Int, { description: 'Number of threats that stay with their client.' })
  threatsStaying!: number;

  @Field(() => Int, { description: 'Number of those threats that are unresolved.' })
  openThreatsStaying!: number;

  @Field(() => Int, { description: 'Number of unresolved alerts that stay with their client.' })
  openAlertsStaying!: number;

  @Field(() => Int, {
    description:
      'Number of pins and other manual match decisions that no longer apply, since they are about the current client.',
  })
  decisionsLeftBehind!: number;

  @Field(() => Int, { description: 'Number of threats without a client, which the new client would get.' })
  threatsTakenOver!: number;

  @Field(() => Int, {
    description:
      'Number of those threats that are unresolved and were detected in the last 24 hours: alert rules would act on them. The others count as history.',
  })
  threatsActedOn!: number;

  companyId!: string;
}
