import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import { loadCompany } from '../company.loader.js';
import { Company } from '../company.type.js';
import type { MappingHelpReader } from './mapping-help.reader.js';
import {
  MappingPreview,
  MappingSuggestion,
  type SuggestionReason,
  type SuggestionReasonCode,
} from './mapping-help.type.js';
import type { SuggestionReason as Reason } from './suggest-clients.js';

@Resolver(() => MappingSuggestion)
export class MappingSuggestionResolver {
  constructor(
    private readonly database: Database,
    private readonly help: MappingHelpReader,
  ) {}

  @Query(() => [MappingSuggestion], {
    description:
      'Suggested clients for the unmapped companies, at most 5 for each, highest score first. Reads the clients and agents of OpsMerge: query it when a user maps companies, do not poll it.',
  })
  async bitdefenderMappingSuggestions(
    @Ctx() { viewer }: RequestContext,
    @Arg('integrationId', () => ID, {
      nullable: true,
      description: 'ID of the integration; all integrations if omitted.',
    })
    integrationId?: string,
  ): Promise<MappingSuggestion[]> {
    const found = await this.help.suggestions(viewer.tenantId, integrationId ?? null);
    return found
      .map(({ clientId, reasons, ...suggestion }) => ({
        ...suggestion,
        client: { id: clientId },
        reasons: reasons.map(reasonOf),
      }))
      .sort((a, b) => b.score - a.score);
  }

  @FieldResolver(() => Company, { description: 'Company the suggestion is for.' })
  company(@Root() { companyId }: MappingSuggestion, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }
}

@Resolver(() => MappingPreview)
export class MappingPreviewResolver {
  constructor(
    private readonly database: Database,
    private readonly help: MappingHelpReader,
  ) {}

  @Query(() => MappingPreview, { description: 'Effects of mapping, remapping or unmapping a company.' })
  async bitdefenderMappingPreview(
    @Ctx() { viewer }: RequestContext,
    @Arg('companyId', () => ID, { description: 'ID of the company.' }) companyId: string,
    @Arg('clientId', () => ID, {
      nullable: true,
      description: 'ID of the client to map the company to; omit to preview unmapping.',
    })
    clientId?: string,
  ): Promise<MappingPreview> {
    const { fromClientId, toClientId, ...counts } = await this.help.preview(
      viewer.tenantId,
      companyId,
      clientId ?? null,
    );
    const reference = (id: string | null) => (id === null ? null : { id });
    return { ...counts, fromClient: reference(fromClientId), toClient: reference(toClientId) };
  }

  @FieldResolver(() => Company, { description: 'Current state of the company.' })
  company(@Root() { companyId }: MappingPreview, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }
}

function reasonOf(reason: Reason): SuggestionReason {
  const code = reason.code as SuggestionReasonCode;
  if (reason.code !== 'SHARED_HOSTS') {
    const but = reason.code === 'EXACT_NAME' ? '' : ' without accents, punctuation and legal form';
    return { code, message: `Both have the same name${but}.` };
  }
  const { shared, hosts } = reason;
  return { code, message: `${shared} of ${hosts} ${hosts === 1 ? 'machine runs' : 'machines run'} an agent of it.` };
}
