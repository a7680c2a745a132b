import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import type { createDiagnostics } from './diagnostics.service.js';
import { Diagnostics } from './diagnostics.type.js';

@Resolver(() => Diagnostics)
export class DiagnosticsResolver {
  constructor(private readonly diagnose: ReturnType<typeof createDiagnostics>) {}

  @Query(() => Diagnostics, {
    description:
      'Why something is missing or old, from stored data, with what mends it: of the whole tenant, or of what is named.',
  })
  bitdefenderDiagnostics(
    @Ctx() { viewer }: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Look into this client.' }) clientId: string | null,
    @Arg('deviceId', () => ID, { nullable: true, description: 'Look into why this device has no agent.' })
    deviceId: string | null,
    @Arg('threatId', () => ID, { nullable: true, description: 'Look into why this threat has no ticket.' })
    threatId: string | null,
  ): Promise<Diagnostics> {
    return this.diagnose(viewer.tenantId, {
      clientId: clientId ?? null,
      deviceId: deviceId ?? null,
      threatId: threatId ?? null,
    });
  }
}
