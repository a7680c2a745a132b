import type { Signer } from '../integration/key/signing.js';
import { clearReportLinks } from './clear-report-links.js';
import { createReportLinks } from './open-link.js';
import { type ReportParts, ReportResolver } from './report.resolver.js';
import { ReportLinkResolver } from './report-link.resolver.js';
import { createReportLinkService } from './report-link.service.js';

/** Reports for the people of a client, in the portal and behind links. `linkSigner` signs the links. */
export function reportFeature(parts: ReportParts & { linkSigner: Signer }) {
  const linkParts = { ...parts, signer: parts.linkSigner };
  return {
    resolvers: [new ReportResolver(parts), new ReportLinkResolver(parts.database, createReportLinkService(linkParts))],
    maintenance: [clearReportLinks],
    links: createReportLinks(linkParts),
  };
}
