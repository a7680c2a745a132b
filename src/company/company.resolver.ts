import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type Database } from '../database/database.js';
import { type Severity, severities } from '../domain/severity.js';
import { type RequestContext } from '../graphql/context.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import type { CountedPage } from '../graphql/paging.js';
import { SeverityEnum } from '../graphql/severity.type.js';
import { loadPath, loadStanding, readCompanies } from './company.loader.js';
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
import { readCompanyPage } from './company-list.js';
import { CompanyConnection, CompanyListArgs } from './company-list.type.js';

@Resolver(() => Company)
export class CompanyResolver {
  constructor(
    private readonly database: Database,
    private readonly service: CompanyService,
  ) {}

  @Query(() => CompanyConnection, {
    description: 'Companies and folders of all integrations of the tenant; first those that a person has still to map.',
  })
  bitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Args(() => CompanyListArgs) { filter, ...list }: CompanyListArgs,
  ): Promise<CountedPage<Company>> {
    return readCompanyPage(this.database, viewer.tenantId, { ...list, filter: filter ?? {} });
  }

  @FieldResolver(() => [String], {
    description: 'Names from the top of the tree down to the company itself.',
  })
  path(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<string[]> {
    return loadPath(context, this.database, id);
  }

  @FieldResolver(() => Int, { description: 'Depth in the tree, 0 at the top.' })
  async depth(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return Math.max(0, (await loadPath(context, this.database, id)).length - 1);
  }

  @FieldResolver(() => Int, { description: 'Number of protected machines of the company, as of the last sync.' })
  async deviceCount(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return (await loadStanding(context, this.database, id)).deviceCount;
  }

  @FieldResolver(() => Int, {
    description: 'Number of unresolved threats of the company, regardless of the client they belong to.',
  })
  async unresolvedThreatCount(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<number> {
    return (await loadStanding(context, this.database, id)).unresolvedThreatCount;
  }

  @FieldResolver(() => SeverityEnum, {
    nullable: true,
    description: 'Highest severity of the unresolved threats; null if there are none.',
  })
  async worstSeverity(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<Severity | null> {
    const { worstSeverity } = await loadStanding(context, this.database, id);
    return worstSeverity === null ? null : (severities[worstSeverity] ?? null);
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description: 'Time of the latest detection among the unresolved threats; null if there are none.',
  })
  async lastThreatAt(@Root() { id }: Company, @Ctx() context: RequestContext): Promise<Date | null> {
    return (await loadStanding(context, this.database, id)).lastThreatAt;
  }

  @PayloadMutation(MappingPayload, {
    description: 'Marks companies as ignored: they leave the list of companies to map and the inbox of events.',
  })
  ignoreBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => IgnoreCompaniesInput, { description: 'Companies to ignore, and the reason.' })
    input: IgnoreCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(
        viewer.tenantId,
        await this.service.ignore(viewer, input.companyIds, input.reason),
      ),
    }));
  }

  @PayloadMutation(MappingPayload, { description: 'Puts ignored companies back among those to map.' })
  unignoreBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UnignoreCompaniesInput, { description: 'Companies to put back.' })
    input: UnignoreCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(viewer.tenantId, await this.service.ignore(viewer, input.companyIds, null)),
    }));
  }

  @PayloadMutation(MappingPayload, { description: 'Maps companies to clients and makes their sync due at once.' })
  mapBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => MapCompaniesInput, { description: 'Mappings to make.' }) input: MapCompaniesInput,
  ): Promise<MappingPayload> {
    return payloadOf(async () => ({
      outcomes: await this.withCompanies(viewer.tenantId, await this.service.map(viewer, input.mappings)),
    }));
  }

  @PayloadMutation(MappingPayload, {
    description: 'Unmaps companies and stops polling them; their history stays with the client.',
  })
  unmapBitdefenderCompanies(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UnmapCompaniesInput, { description: 'Companies to unmap.' }) input: UnmapCompaniesInput,
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
    const ids = outcomes.map(({ companyId }) => companyId);
    const byId = await readCompanies(this.database, tenantId, ids);
    return outcomes.map((outcome) => ({ ...outcome, company: byId.get(outcome.companyId) ?? null }));
  }
}
