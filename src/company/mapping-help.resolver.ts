import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../database/database.js';
import type { RequestContext } from '../graphql/context.js';
import { Company } from './company.type.js';
import type { MappingHelpReader } from './mapping-help.reader.js';
import {
  MappingPreview,
  MappingSuggestion,
  type SuggestionReason,
  type SuggestionReasonCode,
} from './mapping-help.type.js';
import type { SuggestionReason as Reason } from './suggest-clients.js';
import { loadCompany } from './workbench.reader.js';

@Resolver(() => MappingSuggestion)
export class MappingSuggestionResolver {
  constructor(
    private readonly database: Database,
    private readonly help: MappingHelpReader,
  ) {}

  @Query(() => [MappingSuggestion], {
    description:
      'Which clients the companies that are still to be mapped may be, the likeliest first: at most five for a company. It reads the clients and agents of OpsMerge, so ask it when a person maps companies, not all the time.',
  })
  async bitdefenderMappingSuggestions(
    @Ctx() { viewer }: RequestContext,
    @Arg('connectionId', () => ID, { nullable: true, description: 'Only for companies of this connection.' })
    connectionId?: string,
  ): Promise<MappingSuggestion[]> {
    const found = await this.help.suggestions(viewer.tenantId, connectionId ?? null);
    return found
      .map(({ clientId, reasons, ...suggestion }) => ({
        ...suggestion,
        client: { id: clientId },
        reasons: reasons.map(reasonOf),
      }))
      .sort((a, b) => b.score - a.score);
  }

  @FieldResolver(() => Company, { description: 'The company.' })
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

  @Query(() => MappingPreview, { description: 'What mapping a company, mapping it anew or unmapping it would change.' })
  async bitdefenderMappingPreview(
    @Ctx() { viewer }: RequestContext,
    @Arg('companyId', () => ID, { description: 'Our id of the company.' }) companyId: string,
    @Arg('clientId', () => ID, { nullable: true, description: 'The client to map it to; left out, it is unmapped.' })
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

  @FieldResolver(() => Company, { description: 'The company, as it is now.' })
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
