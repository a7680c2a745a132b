import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import {
  ConnectInput,
  DisconnectInput,
  RotateKeyInput,
  SetTimeZoneInput,
  TestInput,
  UpdateIntegrationInput,
} from './integration.input.js';
import { integrationOf } from './integration.mapper.js';
import { readIntegrations } from './integration.reader.js';
import type { IntegrationService } from './integration.service.js';
import {
  type Flavour,
  Integration,
  IntegrationPayload,
  IntegrationTest,
  OwnCompanyKind,
  TestPayload,
} from './integration.type.js';
import { testWarnings } from './integration-warnings.js';
import { visibilityOf } from './test-visibility.js';

@Resolver(() => Integration)
export class IntegrationResolver {
  constructor(
    private readonly database: Database,
    private readonly service: IntegrationService,
  ) {}

  @Query(() => [Integration], { description: 'Integrations of the tenant, including disconnected ones, oldest first.' })
  async bitdefenderIntegrations(@Ctx() { viewer }: RequestContext): Promise<Integration[]> {
    const rows = await readIntegrations(this.database, viewer.tenantId);
    return rows.map(integrationOf);
  }

  @PayloadMutation(TestPayload, {
    description:
      "Tests an endpoint and a key without storing them; the audit records the address. If one of Bitdefender's cloud instances refuses the key, the others are tried.",
  })
  testBitdefenderIntegration(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => TestInput, { description: 'Endpoint and key to test.' }) input: TestInput,
  ): Promise<TestPayload> {
    return payloadOf(async () => ({ test: testOf(await this.service.test(viewer, input)) }));
  }

  @PayloadMutation(IntegrationPayload, {
    description:
      'Connects a GravityZone after BD has accepted the key. One that was connected before is resumed with its mappings.',
  })
  connectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => ConnectInput, { description: 'GravityZone to connect.' }) input: ConnectInput,
  ): Promise<IntegrationPayload> {
    return payloadOf(async () => ({ integration: integrationOf(await this.service.connect(viewer, input)) }));
  }

  @PayloadMutation(IntegrationPayload, {
    description: 'Verifies a new key for the same GravityZone, then replaces the stored one.',
  })
  rotateBitdefenderKey(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RotateKeyInput, { description: 'New key.' }) input: RotateKeyInput,
  ): Promise<IntegrationPayload> {
    return payloadOf(async () => ({
      integration: integrationOf(await this.service.change(viewer, input.integrationId, { apiKey: input.apiKey })),
    }));
  }

  @PayloadMutation(IntegrationPayload, {
    description:
      'Changes the name, URL or trusted certificate of an integration. A new URL or certificate is tested first, and must lead to the same GravityZone.',
  })
  updateBitdefenderIntegration(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UpdateIntegrationInput, { description: 'Changes to make.' }) input: UpdateIntegrationInput,
  ): Promise<IntegrationPayload> {
    const { integrationId, apiKey, version = null, ...change } = input;
    return payloadOf(async () => ({
      integration: integrationOf(
        await this.service.change(viewer, integrationId, { ...change, ...(apiKey && { apiKey }), read: { version } }),
      ),
    }));
  }

  @PayloadMutation(IntegrationPayload, {
    description: 'Sets the time zone of dates that BD writes without one, from the next sync on.',
  })
  setBitdefenderTimeZone(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetTimeZoneInput, { description: 'Time zone to set.' }) input: SetTimeZoneInput,
  ): Promise<IntegrationPayload> {
    return payloadOf(async () => ({
      integration: integrationOf(await this.service.setTimeZone(viewer, input)),
    }));
  }

  @PayloadMutation(IntegrationPayload, {
    description: 'Disconnects and stops polling. The data are kept, marked as no longer syncing.',
  })
  disconnectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DisconnectInput, { description: 'Integration to disconnect.' }) input: DisconnectInput,
  ): Promise<IntegrationPayload> {
    return payloadOf(async () => ({
      integration: integrationOf(await this.service.disconnect(viewer, input.integrationId)),
    }));
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who set the key; null if it was not a person.',
  })
  keySetByUser(@Root() { keySetBy }: Integration): UserReference | null {
    return userOf(keySetBy);
  }
}

function testOf(diagnosis: Diagnosis): IntegrationTest {
  const { ok, ownCompany, flavour, pageSize } = diagnosis;
  return {
    ...diagnosis,
    flavour: ok ? (flavour as Flavour) : null,
    companyName: ownCompany?.name ?? null,
    companyKind: ownCompany && (ownCompany.kind as OwnCompanyKind),
    pageSize: ok ? pageSize : null,
    warnings: testWarnings(diagnosis),
    visibility: ok ? visibilityOf(diagnosis) : [],
  };
}
