import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Database } from '../database/database.js';
import { uuidOrNone } from '../database/uuid.js';
import { type Severity, severities } from '../domain/severity.js';
import { type RequestContext } from '../graphql/context.js';
import { payloadOf } from '../graphql/errors.js';
import { SeverityEnum } from '../threat/list/threat.type.js';
import { companyOf } from './company.mapper.js';
import { type CompanyService, type ItemOutcome } from './company.service.js';
import {
  Company,
  IgnoreCompaniesInput,
  MapCompaniesInput,
  type MappingOutcome,
  MappingPayload,
  UnignoreCompaniesInput,
  UnmapCompaniesInput,
} from './company.type.js';
import { loadPath, loadStanding, readWorkbench } from './workbench.reader.js';

@Resolver(() => Company)
export class CompanyResolver {
  constructor(
    private readonly database: Database,
    private readonly service: CompanyService,
  ) {}

  @Query(() => [Company], {
    description:
      "All companies the tenant's connections have shown: first those that are still to be mapped, most at stake first; then the mapped ones; then folders, ignored and vanished ones.",
  })
  async bitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('connectionId', () => ID, { nullable: true, description: 'Only those of this connection.' })
    connectionId?: string,
    @Arg('mapped', () => Boolean, { nullable: true, description: 'Only mapped ones, or only unmapped ones.' })
    mapped?: boolean,
    @Arg('ignored', () => Boolean, { nullable: true, description: 'Only ignored ones, or only the others.' })
    ignored?: boolean,
  ): Promise<Company[]> {
    return readWorkbench(this.database, viewer.tenantId, { connectionId, mapped, ignored });
  }

  @FieldResolver(() => [String], {
    description: 'The names from the top of the tree down to it, itself included.',
  })
  path(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<string[]> {
    return loadPath(context, this.database, id);
  }

  @FieldResolver(() => Int, { description: 'How deep it lies in the tree; 0 at the top.' })
  async depth(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return Math.max(0, (await loadPath(context, this.database, id)).length - 1);
  }

  @FieldResolver(() => Int, { description: 'Protected machines that lie in it, as BD showed them last.' })
  async deviceCount(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return (await loadStanding(context, this.database, id)).deviceCount;
  }

  @FieldResolver(() => Int, { description: 'Its threats that nobody has resolved, whichever client they belong to.' })
  async unresolvedThreatCount(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return (await loadStanding(context, this.database, id)).unresolvedThreatCount;
  }

  @FieldResolver(() => SeverityEnum, { nullable: true, description: 'The gravest of those threats; null without one.' })
  async worstSeverity(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<Severity | null> {
    const { worstSeverity } = await loadStanding(context, this.database, id);
    return worstSeverity === null ? null : (severities[worstSeverity] ?? null);
  }

  @FieldResolver(() => GraphQLDateTimeISO, { nullable: true, description: 'When the latest of them was detected.' })
  async lastThreatAt(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<Date | null> {
    return (await loadStanding(context, this.database, id)).lastThreatAt;
  }

  @Mutation(() => MappingPayload, {
    description: 'Leaves companies unmapped on purpose: they are no longer among those to map, nor in the inbox.',
  })
  ignoreBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => IgnoreCompaniesInput, { description: 'What to ignore, and why.' }) input: IgnoreCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(
        viewer.tenantId,
        await this.service.ignore(viewer, input.companyIds, input.reason),
      ),
    }));
  }

  @Mutation(() => MappingPayload, { description: 'Puts ignored companies back among those to map.' })
  unignoreBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UnignoreCompaniesInput, { description: 'What to ignore no more.' })
    input: UnignoreCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(viewer.tenantId, await this.service.ignore(viewer, input.companyIds, null)),
    }));
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
      outcomes: await this.withCompanies(
        viewer.tenantId,
        await this.service.unmap(viewer, input.companyIds, input.expectedClientId ?? null),
      ),
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
