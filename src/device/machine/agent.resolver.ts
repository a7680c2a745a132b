import DataLoader from 'dataloader';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { loaderOf, type RequestContext } from '../../graphql/context.js';
import { AgentReference } from '../../graphql/core-types.js';
import type { DeviceReader } from '../detail/device.reader.js';
import { Device } from '../detail/device.type.js';
import type { NamedAgent } from '../matching/agents-of-today.js';

/** What BD knows of the machine of an OpsMerge agent. */
@Resolver(() => AgentReference)
export class AgentResolver {
  constructor(private readonly reader: DeviceReader) {}

  @Directive('@requires(fields: "hostname client { id }")')
  @FieldResolver(() => Device, {
    nullable: true,
    description: 'The machine as BD sees it; null where BD does not protect it. Right at once for a new agent.',
  })
  async bitdefender(@Root() agent: AgentReference, @Ctx() context: RequestContext): Promise<Device | null> {
    if (agent.hostname === undefined || agent.client === undefined) return null;
    const loader = loaderOf<NamedAgent, Device | null>(context, 'deviceOfAgent', () => {
      return new DataLoader((agents) => this.reader.ofAgents(context.viewer.tenantId, agents), {
        cacheKeyFn: ({ id }) => id,
      });
    });
    return loader.load({ id: agent.id, hostname: agent.hostname, clientId: agent.client.id });
  }
}
