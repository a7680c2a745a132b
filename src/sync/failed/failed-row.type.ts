import { Field, ID, Int, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

export const FailedRowKind = graphEnum(
  'BitdefenderFailedRowKind',
  'What Bitdefender failed to return, or returned in a form that cannot be used.',
  {
    INCIDENT_DETAILS: 'Details of an incident. The incident itself is stored.',
    DEVICE_STATE: 'State of a device. The device itself is stored.',
    COMPANY_DEVICES: 'Devices of a company.',
    DELETED_GROUP: 'Group of deleted devices of a company. Until it is read, its devices count as present.',
    LISTED_ROW: 'Row of a list, such as an incident without an ID.',
  },
);
export type FailedRowKind = keyof typeof FailedRowKind;

@ObjectType('BitdefenderFailedRow', {
  description: 'Row that could not be read or used. All others are stored; this one is read again.',
})
export class FailedRow {
  @Field(() => FailedRowKind, { description: 'What could not be read.' })
  kind!: FailedRowKind;

  @Field(() => ID, { nullable: true, description: "Bitdefender's ID of the row; null if it has none." })
  bdId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the threat, device or company; null if unknown.' })
  name!: string | null;

  @Field(() => String, { description: 'Reason of the last failure.' })
  reason!: string;

  @Field(() => Int, { description: 'Number of failures in a row; of the last sync alone if `nextTryAt` is null.' })
  failures!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'Time from which the row is read again; null if that is with each sync.',
  })
  nextTryAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'ID of the stored threat; null if there is none.' })
  threatId!: string | null;

  @Field(() => ID, { nullable: true, description: 'ID of the stored device; null if there is none.' })
  deviceId!: string | null;
}
