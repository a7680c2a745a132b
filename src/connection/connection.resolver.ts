import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import type { RequestContext } from '../graphql/context.js';
import { payloadOf } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import type { ConnectionService } from './connection.service.js';
import {
  AccessInput,
  ConnectInput,
  Connection,
  ConnectionPayload,
  type ConnectionState,
  ConnectionTest,
  DisconnectInput,
  type Flavour,
  OwnCompanyKind,
  RotateKeyInput,
  SetTimeZoneInput,
  TestPayload,
  UpdateConnectionInput,
} from './connection.type.js';

@Resolver(() => Connection)
export class ConnectionResolver {
  constructor(
    private readonly database: Database,
    private readonly service: ConnectionService,
  ) {}

  @Query(() => [Connection], { description: "The tenant's connections, ended ones included, the oldest first." })
  async bitdefenderConnections(@Ctx() { viewer }: RequestContext): Promise<Connection[]> {
    const rows = await this.database.query
      .selectFrom('connection')
      .selectAll()
      .where('tenantId', '=', viewer.tenantId)
      .orderBy('createdAt')
      .execute();
    return rows.map(connectionOf);
  }

  @Mutation(() => TestPayload, {
    description:
      "Tries an endpoint and a key and tells what they can do. Keeps nothing. Where one of Bitdefender's cloud instances refuses the key, the others are asked whether it is theirs.",
  })
  testBitdefenderConnection(
    @Arg('input', () => AccessInput, { description: 'What to try.' }) input: AccessInput,
  ): Promise<TestPayload> {
    return payloadOf(async () => ({ test: testOf(await this.service.test(input)) }));
  }

  @Mutation(() => ConnectionPayload, {
    description:
      'Connects a GravityZone once BD has accepted the key; a known one is taken up again with its mappings.',
  })
  connectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => ConnectInput, { description: 'What to connect.' }) input: ConnectInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({ connection: connectionOf(await this.service.connect(viewer, input)) }));
  }

  @Mutation(() => ConnectionPayload, { description: 'Verifies a new key for the same GravityZone, then swaps it in.' })
  rotateBitdefenderKey(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RotateKeyInput, { description: 'The new key.' }) input: RotateKeyInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.change(viewer, input.connectionId, { apiKey: input.apiKey })),
    }));
  }

  @Mutation(() => ConnectionPayload, {
    description:
      'Changes the name of a connection, its address or how its server is trusted. A new address or trust is tried first, and must lead to the same GravityZone.',
  })
  updateBitdefenderConnection(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UpdateConnectionInput, { description: 'What to change.' }) input: UpdateConnectionInput,
  ): Promise<ConnectionPayload> {
    const { connectionId, apiKey, ...change } = input;
    return payloadOf(async () => ({
      connection: connectionOf(
        await this.service.change(viewer, connectionId, { ...change, ...(apiKey && { apiKey }) }),
      ),
    }));
  }

  @Mutation(() => ConnectionPayload, {
    description: 'Says in which zone BD writes dates without one, from the next sync on.',
  })
  setBitdefenderTimeZone(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetTimeZoneInput, { description: 'The zone.' }) input: SetTimeZoneInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.setTimeZone(viewer, input.connectionId, input.timeZone ?? null)),
    }));
  }

  @Mutation(() => ConnectionPayload, { description: 'Stops polling. The data stay, marked as no longer syncing.' })
  disconnectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DisconnectInput, { description: 'What to end.' }) input: DisconnectInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.disconnect(viewer, input.connectionId)),
    }));
  }
}

/** Picks what may be shown: the sealed key is not among it. */
function connectionOf(row: ConnectionRow): Connection {
  const { id, name, endpoint, keySetAt, keySetBy, keyCreatedAt, createdAt, disconnectedAt, lastSucceededAt } = row;
  return {
    id,
    name,
    endpoint,
    state: row.state as ConnectionState,
    flavour: row.flavour as Flavour | null,
    keySetAt,
    keySetBy,
    keyCreatedAt,
    keyAgeDays: Math.floor((Date.now() - (keyCreatedAt ?? keySetAt).getTime()) / 86_400_000),
    companyName: row.ownCompanyName,
    syncing: row.state !== 'DISCONNECTED',
    createdAt,
    disconnectedAt,
    lastSucceededAt,
    naiveOffsetMinutes: row.naiveOffsetMinutes,
    naiveZone: row.naiveZone,
    problem:
      row.lastErrorCode === null
        ? null
        : { code: row.lastErrorCode, message: row.lastErrorMessage ?? '', hint: row.lastErrorHint ?? '' },
  };
}

function testOf(diagnosis: Diagnosis): ConnectionTest {
  const { ok, ownCompany, flavour, pageSize } = diagnosis;
  return {
    ...diagnosis,
    flavour: ok ? (flavour as Flavour) : null,
    companyName: ownCompany?.name ?? null,
    companyKind: ownCompany && (ownCompany.kind as OwnCompanyKind),
    pageSize: ok ? pageSize : null,
  };
}
