import { FieldResolver, Resolver, Root } from 'type-graphql';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { Threat } from './threat.type.js';

/** From a threat to the people who work on it. */
@Resolver(() => Threat)
export class ThreatPeopleResolver {
  @FieldResolver(() => UserReference, { nullable: true, description: 'Assigned user; null if unassigned.' })
  assignee(@Root() { assigneeId }: Threat): UserReference | null {
    return userOf(assigneeId);
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who resolved it; null while it is unresolved, and if Bitdefender did.',
  })
  resolvedByUser(@Root() { resolvedBy }: Threat): UserReference | null {
    return userOf(resolvedBy);
  }
}
