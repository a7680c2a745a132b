import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type RequestContext } from '../graphql/context.js';
import { ClientReference } from '../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import { type TenantSettingsService } from './tenant-settings.service.js';
import { Settings, SettingsPayload, UpdateSettingsInput } from './tenant-settings.type.js';

@Resolver(() => Settings)
export class TenantSettingsResolver {
  constructor(private readonly service: TenantSettingsService) {}

  @Query(() => Settings, { description: 'Settings of the tenant, with defaults for those never changed.' })
  bitdefenderSettings(@Ctx() { viewer }: RequestContext): Promise<Settings> {
    return this.service.read(viewer.tenantId);
  }

  @FieldResolver(() => [ClientReference], {
    description: 'Clients whose portal users see no threats even if the portal is enabled.',
  })
  portalHiddenClients(@Root() { portalHiddenClientIds }: Settings): ClientReference[] {
    return portalHiddenClientIds.map((id) => ({ id }));
  }

  @PayloadMutation(SettingsPayload, { description: 'Changes settings of the tenant.' })
  updateBitdefenderSettings(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UpdateSettingsInput, { description: 'Settings to change.' }) input: UpdateSettingsInput,
  ): Promise<SettingsPayload> {
    return payloadOf(() => this.service.update(viewer, input));
  }
}
