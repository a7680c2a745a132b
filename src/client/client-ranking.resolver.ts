import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { ClientReference } from '../graphql/core-types.js';
import { pageSize } from '../graphql/paging.js';
import { type RankingParts, readRankedClients } from './client-ranking.js';
import { ClientFilter, ClientOrderEnum } from './client-ranking.type.js';

@Resolver()
export class ClientRankingResolver {
  constructor(private readonly parts: RankingParts) {}

  @Query(() => [ClientReference], {
    description:
      'The first of the clients to which a company is mapped, in an order for dashboards; those in need by default.',
  })
  async bitdefenderClients(
    @Ctx() { viewer }: RequestContext,
    @Arg('filter', () => ClientFilter, { nullable: true, description: 'Filter of the clients.' })
    filter: ClientFilter | null,
    @Arg('orderBy', () => ClientOrderEnum, { defaultValue: ClientOrderEnum.NEED, description: 'Order of the clients.' })
    orderBy: ClientOrderEnum,
    @Arg('first', () => Int, { defaultValue: 10, description: 'Number of clients, 1 to 100.' }) first: number,
  ): Promise<ClientReference[]> {
    const wanted = { ...filter, order: orderBy, first: pageSize(first) };
    const ids = await readRankedClients(this.parts, viewer.tenantId, wanted);
    return ids.map((id) => ({ id }));
  }
}
