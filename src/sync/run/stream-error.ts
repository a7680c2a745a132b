import { GravityZoneError } from '../../gravityzone/transport/errors.js';
import { OpsMergeError } from '../../opsmerge/error.js';
import type { StreamError } from '../history/sync-run.store.js';
import { DisconnectedError } from '../stream/stream-context.js';

/** The error of a run whose key cannot be decrypted. */
export const unreadableKey: StreamError = {
  code: 'KEY_UNREADABLE',
  message: 'The stored API key cannot be decrypted with the master keys of this service.',
  hint: 'Put the master key it was encrypted with back into MASTER_KEYS, or set a new API key.',
};

/** What the record of a run says about an error that ended one of its streams. */
export function streamError(error: unknown): StreamError {
  if (error instanceof GravityZoneError) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return {
      code: 'TIMEOUT',
      message: 'The run exceeded its time limit.',
      hint: 'Nothing to do: what it stored is kept, and the next sync continues from there.',
    };
  if (error instanceof OpsMergeError)
    return {
      code: `OPSMERGE_${error.code}`,
      message: 'OpsMerge core did not answer.',
      hint: 'The next sync tries again.',
    };
  if (error instanceof DisconnectedError)
    return { code: 'DISCONNECTED', message: error.message, hint: 'Connect again to resume syncing.' };
  return {
    code: 'INTERNAL',
    message: 'This service failed.',
    hint: 'The next sync tries again; the log has the details.',
  };
}
