import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('BitdefenderDeviceStateAge', {
  description: 'Age of the states of managed devices, which are read one by one, apart from syncs.',
})
export class DeviceStateAge {
  @Field(() => Int, { description: 'Age in hours that no state should exceed.' })
  maximumHours!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'Time when the oldest of the states was read; null if none has been read.',
  })
  oldestReadAt!: Date | null;

  @Field(() => Int, { description: 'Number of managed devices whose state has been read.' })
  read!: number;

  @Field(() => Int, { description: 'Number of managed devices whose state has not been read yet.' })
  unread!: number;
}
