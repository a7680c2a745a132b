import type { CombinedError } from 'urql';

/** Why a screen has no data, or not all. */
export interface Problem {
  kind: 'forbidden' | 'signedOut' | 'busy' | 'unreachable' | 'failed';
  message: string;
}

/** The one reason that helps most, of all that went wrong with a request. */
export function problemOf(error: CombinedError | undefined): Problem | null {
  if (error === undefined) return null;
  const codes = error.graphQLErrors.map(({ extensions }) => String(extensions.code ?? ''));
  const message = error.graphQLErrors[0]?.message ?? error.networkError?.message ?? error.message;
  const status = (error.response as Response | undefined)?.status;
  if (codes.includes('UNAUTHENTICATED') || status === 401) return { kind: 'signedOut', message };
  if (codes.includes('FORBIDDEN') || status === 403) return { kind: 'forbidden', message };
  if (codes.includes('BUSY') || status === 429 || status === 503) return { kind: 'busy', message };
  if (error.graphQLErrors.length === 0 && error.networkError) return { kind: 'unreachable', message };
  return { kind: 'failed', message };
}
