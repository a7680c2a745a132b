import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { pageSize } from '../../graphql/paging.js';
import { Threat } from '../list/threat.type.js';
import { type Extent, unknownExtent } from './extent.js';
import { AffectedFile, ThreatTechnique } from './threat-extent.type.js';

/** How far a threat reaches. It is read only for requests that ask for it, since the files of a list can be many. */
@Resolver(() => Threat)
export class ThreatExtentResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [String], {
    description: 'Attack types of the incident as Bitdefender writes them, at most 50; empty if there are none.',
  })
  async attackTypes(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<string[]> {
    return (await this.extentOf(id, context)).attackTypes ?? [];
  }

  @FieldResolver(() => [ThreatTechnique], {
    description:
      'Techniques that Bitdefender names for the incident, by id, at most 50; empty if it names none, or while the details of the incident are pending.',
  })
  async techniques(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<ThreatTechnique[]> {
    return (await this.extentOf(id, context)).techniques ?? [];
  }

  @FieldResolver(() => [AffectedFile], {
    description:
      'Files in the graph of the incident, those that Bitdefender acted on first, then by path; empty while the details of the incident are pending.',
  })
  async files(
    @Root() { id }: Threat,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Number of files, at most 50.' }) first: number,
  ): Promise<AffectedFile[]> {
    const size = pageSize(first, 50);
    return (await this.extentOf(id, context)).files?.slice(0, size) ?? [];
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Number of files in the graph of the incident; null without an incident, or while its details are pending.',
  })
  async fileCount(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<number | null> {
    return (await this.extentOf(id, context)).fileCount;
  }

  private extentOf(id: string, context: RequestContext): Promise<Extent> {
    return loaderOf<string, Extent>(context, 'threatExtent', () => {
      return new Loader((ids) => readExtents(this.database, context.viewer.tenantId, ids));
    }).load(id);
  }
}

/** The extents of these threats, in their order: one statement. */
async function readExtents(database: Database, tenantId: string, ids: readonly string[]): Promise<Extent[]> {
  const rows = await database.query
    .selectFrom('threat')
    .select(['id', 'attackTypes', 'techniques', 'files', 'fileCount'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', [...ids])
    .execute();
  const extents = new Map(rows.map(({ id, ...extent }) => [id, extent]));
  return ids.map((id) => extents.get(id) ?? unknownExtent);
}
