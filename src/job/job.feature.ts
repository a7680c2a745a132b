import type { Database } from '../database/database.js';
import { clearJobs } from './clear-jobs.js';
import { JobResolver } from './job.resolver.js';

/** Background jobs with their progress. */
export function jobFeature({ database }: { database: Database }) {
  return { resolvers: [new JobResolver(database)], maintenance: [clearJobs] };
}
