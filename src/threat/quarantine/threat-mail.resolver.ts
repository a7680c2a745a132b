import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { Threat } from '../list/threat.type.js';
import { ThreatMail } from './threat-mail.type.js';

/** The mail of a threat. It is read only for requests that ask for it: most threats have none. */
@Resolver(() => Threat)
export class ThreatMailResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => ThreatMail, {
    nullable: true,
    description: 'Mail in which it was found; null unless it is from the quarantine of an Exchange server.',
  })
  mail(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<ThreatMail | null> {
    return loaderOf<string, ThreatMail | null>(context, 'threatMail', () => {
      return new Loader((ids) => readMails(this.database, context.viewer.tenantId, ids));
    }).load(id);
  }
}

async function readMails(database: Database, tenantId: string, ids: readonly string[]): Promise<(ThreatMail | null)[]> {
  const rows = await database.query
    .selectFrom('threat')
    .select(['id', 'mail'])
    .where('tenantId', '=', tenantId)
    .where('id', 'in', [...ids])
    .execute();
  const mails = new Map(rows.map(({ id, mail }) => [id, mail]));
  return ids.map((id) => mails.get(id) ?? null);
}
