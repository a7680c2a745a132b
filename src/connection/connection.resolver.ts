import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { ConnectionRow } from '../database/tables/rows.js';
import type { RequestContext } from '../graphql/context.js';
import { payloadOf } from '../graphql/errors.js';
import type { Diagnosis } from '../gravityzone/types.js';
import { readConnections } from './connection.reader.js';
import type { ConnectionService } from './connection.service.js';
import { connectionVersion } from './connection.store.js';
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
  type Report,
  type ReportState,
  RotateKeyInput,
  SetTimeZoneInput,
  TestPayload,
  UpdateConnectionInput,
} from './connection.type.js';
import { connectionWarnings, testWarnings } from './connection-warnings.js';
import { visibilityOf } from './test-visibility.js';

@Resolver(() => Connection)
export class ConnectionResolver {
  constructor(
    private readonly database: Database,
    private readonly service: ConnectionService,
  ) {}

  @Query(() => [Connection], { description: 'Connections of the tenant, including disconnected ones, oldest first.' })
  async bitdefenderConnections(@Ctx() { viewer }: RequestContext): Promise<Connection[]> {
    const rows = await readConnections(this.database, viewer.tenantId);
    return rows.map(connectionOf);
  }

  @Mutation(() => TestPayload, {
    description:
      "Tests an endpoint and a key without storing them; the audit records the address. If one of Bitdefender's cloud instances refuses the key, the others are tried.",
  })
  testBitdefenderConnection(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => AccessInput, { description: 'Endpoint and key to test.' }) input: AccessInput,
  ): Promise<TestPayload> {
    return payloadOf(async () => ({ test: testOf(await this.service.test(viewer, input)) }));
  }

  @Mutation(() => ConnectionPayload, {
    description:
      'Connects a GravityZone after BD has accepted the key. One that was connected before is resumed with its mappings.',
  })
  connectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => ConnectInput, { description: 'GravityZone to connect.' }) input: ConnectInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({ connection: connectionOf(await this.service.connect(viewer, input)) }));
  }

  @Mutation(() => ConnectionPayload, {
    description: 'Verifies a new key for the same GravityZone, then replaces the stored one.',
  })
  rotateBitdefenderKey(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RotateKeyInput, { description: 'New key.' }) input: RotateKeyInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.change(viewer, input.connectionId, { apiKey: input.apiKey })),
    }));
  }

  @Mutation(() => ConnectionPayload, {
    description:
      'Changes the name, URL or trusted certificate of a connection. A new URL or certificate is tested first, and must lead to the same GravityZone.',
  })
  updateBitdefenderConnection(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UpdateConnectionInput, { description: 'Changes to make.' }) input: UpdateConnectionInput,
  ): Promise<ConnectionPayload> {
    const { connectionId, apiKey, version = null, ...change } = input;
    return payloadOf(async () => ({
      connection: connectionOf(
        await this.service.change(viewer, connectionId, { ...change, ...(apiKey && { apiKey }), read: { version } }),
      ),
    }));
  }

  @Mutation(() => ConnectionPayload, {
    description: 'Sets the time zone of dates that BD writes without one, from the next sync on.',
  })
  setBitdefenderTimeZone(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetTimeZoneInput, { description: 'Time zone to set.' }) input: SetTimeZoneInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.setTimeZone(viewer, input)),
    }));
  }

  @Mutation(() => ConnectionPayload, {
    description: 'Disconnects and stops polling. The data are kept, marked as no longer syncing.',
  })
  disconnectBitdefender(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DisconnectInput, { description: 'Connection to disconnect.' }) input: DisconnectInput,
  ): Promise<ConnectionPayload> {
    return payloadOf(async () => ({
      connection: connectionOf(await this.service.disconnect(viewer, input.connectionId)),
    }));
  }
}

/** The connection as the graph shows it, without the sealed key. */
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
    report: reportOf(row),
    warnings: connectionWarnings(row, new Date()),
    version: connectionVersion(row),
  };
}

/** The report of a connection as the graph shows it; null where none is named. */
function reportOf(row: ConnectionRow): Report | null {
  if (row.reportName === null) return null;
  const { reportErrorCode: code, reportErrorMessage: message, reportErrorHint: hint } = row;
  return {
    name: row.reportName,
    state: row.reportState as ReportState | null,
    header: row.reportHeader,
    lastCheckedAt: row.reportCheckedAt,
    lastReadAt: row.reportReadAt,
    rowsTaken: row.reportRows,
    problem: code === null ? null : { code, message: message ?? '', hint: hint ?? '' },
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
    warnings: testWarnings(diagnosis),
    visibility: ok ? visibilityOf(diagnosis) : [],
  };
}
