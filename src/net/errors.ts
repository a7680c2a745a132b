/** Why a connection was not opened, or not used. */
export type NetErrorCode = 'FORBIDDEN_ADDRESS' | 'TLS_FAILED';

/** A connection that this service refuses to make. The message is a sentence for a person and names no address. */
export class NetError extends Error {
  override readonly name = 'NetError';

  constructor(
    readonly code: NetErrorCode,
    message: string,
  ) {
    super(message);
  }
}
