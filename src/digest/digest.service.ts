import type { Viewer } from '../auth/viewer.js';
import type { Database } from '../database/database.js';
import { UserInputError } from '../graphql/errors.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import {
  askCore,
  type Recipient,
  readStanding,
  type StandingDigest,
  switchOff,
  switchOn,
  validateHour,
  type WantedTime,
} from './switch-digest.js';

/** What people do with their own digest: nobody can switch on that of another person. */
export interface DigestService {
  read(viewer: Viewer): Promise<StandingDigest>;
  /**
   * Switches it on or off, or changes its time, of which null is left as it is; of one that is or stays off, nothing else is changed. Throws
   * UserInputError for an hour that does not exist, for one digest too many in the tenant, and where core cannot notify single people or cannot
   * be asked.
   */
  set(viewer: Viewer, enabled: boolean, time: WantedTime): Promise<StandingDigest>;
}

export function createDigestService({
  database,
  opsMerge,
}: {
  database: Database;
  opsMerge: Pick<OpsMerge, 'notifiesPeople'>;
}): DigestService {
  return {
    read: (viewer) => readStanding(database.query, personOf(viewer)),
    async set(viewer, enabled, time) {
      validateHour(time);
      if (!enabled) return switchOff(database, personOf(viewer));
      await refuseWithoutNotifications(opsMerge, viewer.tenantId);
      return switchOn(database, personOf(viewer), time);
    },
  };
}

const personOf = ({ tenantId, subject }: Viewer): Recipient => ({ tenantId, actor: subject, team: null });

/** Throws UserInputError when core cannot notify single people, or cannot be asked. */
async function refuseWithoutNotifications(opsMerge: Pick<OpsMerge, 'notifiesPeople'>, tenantId: string): Promise<void> {
  if (await askCore(opsMerge.notifiesPeople(tenantId))) return;
  const message =
    'This OpsMerge cannot send notifications to single people yet (notifyPerson is missing). Switch the digest on after OpsMerge was updated.';
  throw new UserInputError('DIGEST_UNAVAILABLE', message, ['input']);
}
