import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { AgentReference } from '../../graphql/core-types.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { NamedAgent } from '../matching/agents-of-today.js';

/** Adds the Bitdefender device of its machine to an OpsMerge agent. */
@Resolver(() => AgentReference)
export class AgentResolver {
  constructor(private readonly reader: DeviceReader) {}

  @Directive('@requires(fields: "hostname client { id }")')
  @FieldResolver(() => Device, {
    nullable: true,
    description:
      'The Bitdefender device on the machine of the agent; null if Bitdefender does not protect it. A new agent is matched immediately.',
  })
  async bitdefender(@Root() agent: AgentReference, @Ctx() context: RequestContext): Promise<Device | null> {
    if (agent.hostname === undefined || agent.client === undefined) return null;
    const loader = loaderOf<NamedAgent, Device | null>(context, 'deviceOfAgent', () => {
      return new Loader((agents) => this.reader.ofAgents(context.viewer.tenantId, agents), {
        cacheKeyFn: ({ id }) => id,
      });
    });
    return loader.load({ id: agent.id, hostname: agent.hostname, clientId: agent.client.id });
  }
}
