/** A code such as `ECONNREFUSED`, `BAD_KEY` or `23505`: nothing that a person, a server or a tenant could have written. */
const code = /^[A-Z0-9_]{2,40}$/;
const className = /^[A-Z][A-Za-z]{1,40}$/;

/**
 * What kind of failure this is, for spans and metrics: the code of an error, else the name of its class. Never its message, which may hold
 * a name, an address or a part of what was sent.
 */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  if ('code' in error && typeof error.code === 'string' && code.test(error.code)) return error.code;
  return className.test(error.name) ? error.name : 'Error';
}
