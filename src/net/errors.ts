/** Why a connection was refused before anything was sent. */
export type NetErrorCode = 'FORBIDDEN_ADDRESS' | 'TLS_FAILED';

/** A connection that this service refuses to make. The message is shown to users and contains no address. */
export class NetError extends Error {
  override readonly name = 'NetError';

  constructor(
    readonly code: NetErrorCode,
    message: string,
  ) {
    super(message);
  }
}
