import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderMail', { description: 'Mail in which malware was found on an Exchange server.' })
export class ThreatMail {
  @Field(() => String, { nullable: true, description: 'Address of the sender; null if not reported.' })
  sender!: string | null;

  @Field(() => String, { nullable: true, description: 'IP address of the sender; null if not reported.' })
  senderIp!: string | null;

  @Field(() => String, { nullable: true, description: 'Subject of the mail; null if not reported.' })
  subject!: string | null;

  @Field(() => [String], { description: 'Addresses of the recipients, at most 50.' })
  recipients!: string[];

  @Field(() => Int, { description: 'Number of recipients.' })
  recipientCount!: number;
}
