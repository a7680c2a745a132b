import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Viewer } from '../auth/viewer.js';
import { createTurns } from '../database/pool/turns.js';
import { linkLimits, type RequestLimits } from '../domain/request-limits.js';

type Who = 'You have' | 'Your MSP has' | 'With this link somebody has' | 'With links of this provider people have';

/** Thrown at a request beyond the limits of a minute. */
export class TooManyRequestsError extends GraphQLError {
  constructor(who: Who, most: number, retryAfterSeconds: number) {
    super(`${who} sent ${most} requests within a minute, the most there may be. Try again later.`, {
      extensions: { code: 'TOO_MANY_REQUESTS', retryAfterSeconds },
    });
  }
}

export interface Admission {
  /** Counts a request. Throws a TooManyRequestsError beyond the limits of a minute. */
  count(viewer: Viewer): Promise<void>;
  /** Runs the work of a request when it is its turn among those of its tenant. Throws a BusyError where too many are under way. */
  enter<Result>(viewer: Viewer, work: () => Promise<Result>): Promise<Result>;
  /** The same for the file of an export, of which there are fewer at once. */
  enterExport<Result>(viewer: Viewer, work: () => Promise<Result>): Promise<Result>;
}

const isLink = ({ roles }: Viewer) => roles.includes('report-link');

/** Keeps the requests of a process within the limits; none of them takes anything of a neighbour while it waits. */
export function createAdmission(limits: RequestLimits): Admission {
  const ofPerson = new RateLimiterMemory({ points: limits.personPerMinute, duration: 60 });
  const ofTenant = new RateLimiterMemory({ points: limits.tenantPerMinute, duration: 60 });
  const ofLink = new RateLimiterMemory({ points: linkLimits.linkPerMinute, duration: 60 });
  const ofLinks = new RateLimiterMemory({ points: linkLimits.tenantPerMinute, duration: 60 });
  const linksTurn = createTurns({ atOnce: linkLimits.tenantAtOnce, waiting: 10 * linkLimits.tenantAtOnce });
  const personTurn = createTurns({ atOnce: limits.personAtOnce, waiting: 0 });
  const tenantTurn = createTurns({ atOnce: limits.tenantAtOnce, waiting: 10 * limits.tenantAtOnce });
  const exportTurn = createTurns({ atOnce: limits.exportsAtOnce, waiting: 0 });
  const personOf = ({ tenantId, subject }: Viewer) => JSON.stringify([tenantId, subject]);
  const consume = async (limiter: RateLimiterMemory, key: string, who: Who): Promise<void> => {
    await limiter.consume(key).catch((refused: unknown) => {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new TooManyRequestsError(who, limiter.points, Math.max(Math.ceil(refused.msBeforeNext / 1_000), 1));
    });
  };
  return {
    async count(viewer) {
      if (isLink(viewer)) {
        await consume(ofLink, personOf(viewer), 'With this link somebody has');
        return consume(ofLinks, viewer.tenantId, 'With links of this provider people have');
      }
      await consume(ofPerson, personOf(viewer), 'You have');
      await consume(ofTenant, viewer.tenantId, 'Your MSP has');
    },
    // Links have turns of their own: however many people open them, nobody at the MSP waits for it.
    enter: (viewer, work) =>
      isLink(viewer)
        ? linksTurn(viewer.tenantId, work)
        : personTurn(personOf(viewer), () => tenantTurn(viewer.tenantId, work)),
    enterExport: (viewer, work) => exportTurn(viewer.tenantId, work),
  };
}
