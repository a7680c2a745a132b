import type { OpsMerge } from '../opsmerge/opsmerge.js';
import { clearDigests } from './clear-digests.js';
import { DigestResolver } from './digest.resolver.js';
import { createDigestService } from './digest.service.js';
import type { DigestFactsParts } from './digest-facts.reader.js';
import { TeamDigestResolver } from './team-digest.resolver.js';
import { createTeamDigestService } from './team-digest.service.js';

/** The week by mail: the digest that each person may switch on, and administrators for teams. */
export function digestFeature(parts: DigestFactsParts & { opsMerge: OpsMerge }) {
  return {
    resolvers: [
      new DigestResolver(createDigestService(parts), parts),
      new TeamDigestResolver(createTeamDigestService(parts)),
    ],
    maintenance: [clearDigests],
  };
}
