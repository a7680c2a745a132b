import { FieldResolver, Resolver, Root } from 'type-graphql';
import { ClientReference } from '../../graphql/core-types.js';
import { Rule } from './rule.type.js';

/** From a rule to the clients of its scope. */
@Resolver(() => Rule)
export class RuleClientsResolver {
  @FieldResolver(() => [ClientReference], { description: 'Clients that its scope lists; empty if it lists none.' })
  clients(@Root() { scope }: Rule): ClientReference[] {
    return scope.clientIds.map((id) => ({ id }));
  }
}
