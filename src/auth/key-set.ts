import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

/** The platform's keys cannot be had at the moment, so that nobody knows whether a token is valid: to be tried again. */
export class KeysUnavailableError extends Error {}

/** Keys are fetched again when the last answer is older, without anybody waiting for it. */
const refreshMilliseconds = 10 * 60_000;
/** How long the last good keys are used while newer ones cannot be had. */
const lastGoodMilliseconds = 24 * 3_600_000;
/** Unknown keys cause at most one fetch in this time. */
export const cooldownMilliseconds = 2_000;
/** A refresh that failed is tried again after this long. */
const retryMilliseconds = 30_000;
const mostAbsent = 1_000;

/**
 * The published keys (JWKS) under a URL, for `jwtVerify`. Throws a KeysUnavailableError when there are no keys, and when a
 * token names a key that may have been published since the last fetch, which was too short a time ago to ask again.
 */
export function createKeySet(url: string, clock: () => number = Date.now): JWTVerifyGetKey {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let refreshAt = Number.NEGATIVE_INFINITY;
  /** Keys that the last fetch, made because of them, did not bring: tokens of these are not valid. */
  const absent = new Set<string>();
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: cooldownMilliseconds,
    [customFetch]: async (address, options) => {
      refreshAt = clock() + retryMilliseconds;
      const response = await fetch(address, options);
      if (response.status === 200) {
        loadedAt = clock();
        absent.clear();
        refreshAt = loadedAt + refreshMilliseconds;
      }
      return response;
    },
  });
  return async (header, token) => {
    const wasCoolingDown = keys.coolingDown;
    try {
      if (clock() - loadedAt > lastGoodMilliseconds) await keys.reload();
      // In the background: what fails is tried again, and until then the last good keys count.
      else if (clock() >= refreshAt) void keys.reload().catch(() => undefined);
      return await keys(header, token);
    } catch (error) {
      const kid = String(header?.kid);
      if (isUnavailable(error, wasCoolingDown && !absent.has(kid)))
        throw new KeysUnavailableError('The keys of the platform cannot be had.');
      if (absent.size < mostAbsent) absent.add(kid);
      throw error;
    }
  };
}

/** Whether the error says nothing about the token; `mayBeNew` if its key may have been published since the last fetch. */
function isUnavailable(error: unknown, mayBeNew: boolean): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  if (error instanceof errors.JWKSNoMatchingKey) return mayBeNew;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}
