import type { Selectable } from 'kysely';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Database, Tables } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import type { RequestContext } from '../graphql/context.js';
import { payloadOf } from '../graphql/errors.js';
import type { CompanyService, ItemOutcome } from './company.service.js';
import {
  Company,
  type CompanyKind,
  MapCompaniesInput,
  type MappingOutcome,
  MappingPayload,
  UnmapCompaniesInput,
} from './company.type.js';

@Resolver(() => Company)
export class CompanyResolver {
  constructor(
    private readonly database: Database,
    private readonly service: CompanyService,
  ) {}

  @Query(() => [Company], {
    description: "All companies the tenant's connections have shown, unmapped ones first, by name.",
  })
  async bitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('connectionId', () => ID, { nullable: true, description: 'Only those of this connection.' })
    connectionId?: string,
    @Arg('mapped', () => Boolean, { nullable: true, description: 'Only mapped ones, or only unmapped ones.' })
    mapped?: boolean,
  ): Promise<Company[]> {
    let query = this.database.query.selectFrom('company').selectAll().where('tenantId', '=', viewer.tenantId);
    if (connectionId) query = query.where('connectionId', '=', uuidOrNone(connectionId));
    if (typeof mapped === 'boolean') query = query.where('clientId', mapped ? 'is not' : 'is', null);
    const rows = await query
      .orderBy((order) => order('clientId', 'is not', null))
      .orderBy('name')
      .orderBy('id')
      .execute();
    return rows.map(companyOf);
  }

  @Mutation(() => MappingPayload, { description: 'Maps companies to clients; their first sync follows at once.' })
  mapBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => MapCompaniesInput, { description: 'What to map.' }) input: MapCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(viewer.tenantId, await this.service.map(viewer, input.mappings)),
    }));
  }

  @Mutation(() => MappingPayload, { description: 'Ends mappings and their polling; history stays with the client.' })
  unmapBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UnmapCompaniesInput, { description: 'What to unmap.' }) input: UnmapCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(viewer.tenantId, await this.service.unmap(viewer, input.companyIds)),
    }));
  }

  private async withCompanies(tenantId: string, outcomes: ItemOutcome[]): Promise<MappingOutcome[]> {
    if (outcomes.length === 0) return [];
    const rows = await this.database.query
      .selectFrom('company')
      .selectAll()
      .where('tenantId', '=', tenantId)
      .where(
        'id',
        'in',
        outcomes.map(({ companyId }) => uuidOrNone(companyId)),
      )
      .execute();
    const byId = new Map(rows.map((row) => [row.id, companyOf(row)]));
    return outcomes.map((outcome) => ({ ...outcome, company: byId.get(outcome.companyId) ?? null }));
  }
}

/** A stored company as the graph shows it. */
export function companyOf(row: Selectable<Tables['company']>): Company {
  return {
    ...row,
    kind: row.kind as CompanyKind,
    client: row.clientId === null ? null : { id: row.clientId },
  };
}
