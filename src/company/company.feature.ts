import type { Database } from '../database/database.js';
import { createVisibilityReader } from '../device/visibility/visibility.reader.js';
import type { References } from '../graphql/schema.js';
import type { OpenGravityZone } from '../integration/open-gravityzone.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { Jobs } from '../queue/ports.js';
import { checkSuspensions } from './check-suspensions.js';
import { findCompany } from './company.loader.js';
import { CompanyResolver } from './company.resolver.js';
import { createCompanyService } from './company.service.js';
import { CompanyEventResolver } from './company-event.resolver.js';
import {
  CompanyIntegrationResolver,
  CompanyPeopleResolver,
  DeviceCompanyResolver,
  RuleCompaniesResolver,
  SeatsCompanyResolver,
  ThreatCompanyResolver,
} from './company-links.resolver.js';
import { createMappingHelpReader } from './suggestion/mapping-help.reader.js';
import { MappingPreviewResolver, MappingSuggestionResolver } from './suggestion/mapping-help.resolver.js';
import { CompanyVisibilityResolver, IntegrationVisibilityResolver } from './visibility.resolver.js';

/** Companies of GravityZone and the clients they are mapped to. */
export function companyFeature(parts: {
  database: Database;
  opsMerge: OpsMerge;
  jobs: Jobs;
  openGravityZone: OpenGravityZone;
}) {
  const { database } = parts;
  const mappingHelp = createMappingHelpReader(parts);
  const visibility = createVisibilityReader(database);
  const references: References = { BitdefenderCompany: (context, id) => findCompany(context, database, id) };
  return {
    resolvers: [
      new CompanyResolver(database, createCompanyService(parts)),
      new CompanyEventResolver(database),
      new MappingSuggestionResolver(database, mappingHelp),
      new MappingPreviewResolver(database, mappingHelp),
      new CompanyVisibilityResolver(visibility),
      new IntegrationVisibilityResolver(visibility),
      new CompanyIntegrationResolver(database),
      new CompanyPeopleResolver(),
      new RuleCompaniesResolver(database),
      new ThreatCompanyResolver(database),
      new DeviceCompanyResolver(database),
      new SeatsCompanyResolver(database),
    ],
    references,
    maintenance: [checkSuspensions(parts.openGravityZone)],
  };
}
