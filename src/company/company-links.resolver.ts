import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Rule } from '../alert/rule/rule.type.js';
import type { Database } from '../database/database.js';
import { Device } from '../device/detail/device.type.js';
import { Loader, loaderOf, type RequestContext } from '../graphql/context.js';
import { UserReference, userOf } from '../graphql/core-types.js';
import { loadIntegration } from '../integration/integration.reader.js';
import { Integration } from '../integration/integration.type.js';
import { Seats } from '../seat/seat.type.js';
import { Threat } from '../threat/list/threat.type.js';
import { findCompany, loadCompany } from './company.loader.js';
import { Company } from './company.type.js';

/** From a company to the integration that lists it. */
@Resolver(() => Company)
export class CompanyIntegrationResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Integration, { description: 'Integration that lists the company.' })
  integration(@Root() company: Company, @Ctx() context: RequestContext): Promise<Integration> {
    return integrationOf(context, this.database, company);
  }
}

/** From a company to the user who mapped it. */
@Resolver(() => Company)
export class CompanyPeopleResolver {
  @FieldResolver(() => UserReference, { nullable: true, description: 'User who mapped it; null if it is not mapped.' })
  mappedByUser(@Root() { mappedBy }: Company): UserReference | null {
    return userOf(mappedBy);
  }
}

/** From a rule to the companies of its conditions. */
@Resolver(() => Rule)
export class RuleCompaniesResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [Company], { description: 'Companies that its conditions list; empty if they list none.' })
  async companies(@Root() { conditions }: Rule, @Ctx() context: RequestContext): Promise<Company[]> {
    const ids = conditions.companyIds ?? [];
    const found = await Promise.all(ids.map((id) => findCompany(context, this.database, id)));
    return found.filter((company) => company !== null);
  }
}

/** From a threat to where Bitdefender has it from. */
@Resolver(() => Threat)
export class ThreatCompanyResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Company, { description: 'Company in which it was detected.' })
  company(@Root() { companyId }: Threat, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }

  @FieldResolver(() => Integration, { description: 'Integration that it was read through.' })
  async integration(@Root() { companyId }: Threat, @Ctx() context: RequestContext): Promise<Integration> {
    return integrationOf(context, this.database, await loadCompany(context, this.database, companyId));
  }
}

/** From the seats of a month to the company as it is now. */
@Resolver(() => Seats)
export class SeatsCompanyResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Company, { description: 'Company that they are counted for, as it is now.' })
  company(@Root() { companyId }: Seats, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, companyId);
  }
}

/** From a device to where Bitdefender has it from. */
@Resolver(() => Device)
export class DeviceCompanyResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => Company, { description: 'Company that lists it in Bitdefender.' })
  async company(@Root() { id }: Device, @Ctx() context: RequestContext): Promise<Company> {
    return loadCompany(context, this.database, await this.companyId(context, id));
  }

  @FieldResolver(() => Integration, { description: 'Integration that it is read through.' })
  async integration(@Root() device: Device, @Ctx() context: RequestContext): Promise<Integration> {
    return integrationOf(context, this.database, await this.company(device, context));
  }

  private companyId(context: RequestContext, deviceId: string): Promise<string> {
    return loaderOf<string, string>(context, 'companyOfDevice', () => {
      return new Loader(async (ids) => {
        const rows = await this.database.query
          .selectFrom('device')
          .select(['id', 'companyId'])
          .where('tenantId', '=', context.viewer.tenantId)
          .where('id', 'in', ids)
          .execute();
        const byId = new Map(rows.map((row) => [row.id, row.companyId]));
        return ids.map((id) => byId.get(id) ?? new Error('The device is gone.'));
      });
    }).load(deviceId);
  }
}

async function integrationOf(context: RequestContext, database: Database, company: Company): Promise<Integration> {
  const integration = await loadIntegration(context, database, company.integrationId);
  if (integration === null) throw new Error('A company has no integration.');
  return integration;
}
