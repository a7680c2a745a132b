import type { Viewer } from '../auth/viewer.js';
import type { TokenRefusals } from './token-refusals.js';

/** The longest delay of a timer: 31 bits of milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** What outlasts a request, a WebSocket or an event stream, and must not outlast its token. */
export interface OpenConnections {
  /**
   * Calls `end` with a sentence when the token of the viewer expires or is refused. The function that it returns says that the
   * connection is closed.
   */
  keep(viewer: Viewer, end: (reason: string) => void): () => void;
}

/** Begins to keep connections; takes who is refused. */
export function createOpenConnections(refusals: Pick<TokenRefusals, 'refuses' | 'onRead'>): OpenConnections {
  const open = new Set<{ viewer: Viewer; end: (reason: string) => void }>();
  refusals.onRead(() => {
    for (const { viewer, end } of open) if (refusals.refuses(viewer)) end('The token has been refused.');
  });
  return {
    keep(viewer, end) {
      const connection = { viewer, end };
      open.add(connection);
      const expiry = setTimeout(
        () => end('The token has expired: connect with a new one.'),
        Math.min(viewer.expiresAt.getTime() - Date.now(), longestTimer),
      ).unref();
      return () => {
        open.delete(connection);
        clearTimeout(expiry);
      };
    },
  };
}
