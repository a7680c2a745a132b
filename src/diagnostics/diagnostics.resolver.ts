import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import type { createDiagnostics } from './diagnostics.service.js';
import { Diagnostics } from './diagnostics.type.js';

@Resolver(() => Diagnostics)
export class DiagnosticsResolver {
  constructor(private readonly diagnose: ReturnType<typeof createDiagnostics>) {}

  @Query(() => Diagnostics, {
    description:
      'Explanations of missing or stale data with their remedies, from stored data. Without arguments, of the whole tenant.',
  })
  bitdefenderDiagnostics(
    @Ctx() { viewer }: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Id of a client to diagnose.' }) clientId: string | null,
    @Arg('deviceId', () => ID, { nullable: true, description: 'Id of a device to diagnose: why it has no agent.' })
    deviceId: string | null,
    @Arg('threatId', () => ID, { nullable: true, description: 'Id of a threat to diagnose: why it has no ticket.' })
    threatId: string | null,
  ): Promise<Diagnostics> {
    return this.diagnose(viewer.tenantId, {
      clientId: clientId ?? null,
      deviceId: deviceId ?? null,
      threatId: threatId ?? null,
    });
  }
}
