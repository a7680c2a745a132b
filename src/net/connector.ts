import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { guardedLookup, type Resolve, refuseForbidden } from './addresses.js';
import { NetError } from './errors.js';

/** How to trust a server whose certificate no public authority signed. Verification cannot be switched off. */
export interface TrustSettings {
  /** PEM of a private certificate authority, or of the self-signed certificate itself. */
  caCertificate?: string;
  /** SHA-256 of the leaf certificate, in hex; colons and case do not matter. */
  fingerprint?: string;
}

const connectTimeoutMilliseconds = 15_000;

function plainFingerprint(fingerprint: string): string {
  return fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
}

function fingerprintMatches(socket: TLSSocket, fingerprint: string): boolean {
  const shown = socket.getPeerCertificate().fingerprint256;
  return typeof shown === 'string' && plainFingerprint(shown) === plainFingerprint(fingerprint);
}

/**
 * Opens TLS connections to allowed addresses only. A pinned fingerprint takes the place of the authority's signature; it
 * is compared before the first byte of a request leaves. Without trust settings the public authorities apply.
 */
export function createConnector(
  allowedNetworks: readonly string[],
  resolve: Resolve,
  trust: TrustSettings = {},
): buildConnector.connector {
  const { caCertificate, fingerprint } = trust;
  const connect = buildConnector({
    lookup: guardedLookup(allowedNetworks, resolve),
    timeout: connectTimeoutMilliseconds,
    minVersion: 'TLSv1.2',
    // A resumed session has no certificate to compare.
    maxCachedSessions: 0,
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
    ...(fingerprint !== undefined && caCertificate === undefined ? { rejectUnauthorized: false } : {}),
  });

  return refusingLiterals(allowedNetworks, (options, callback) =>
    connect(options, (...[error, socket]: [Error | null, unknown]) => {
      if (error !== null) callback(error, null);
      else if (!(socket instanceof TLSSocket))
        callback(new NetError('TLS_FAILED', 'A trusted TLS connection to the server could not be established.'), null);
      else if (fingerprint !== undefined && !fingerprintMatches(socket, fingerprint)) {
        socket.destroy();
        callback(
          new NetError('TLS_FAILED', 'The certificate of the server does not match the pinned fingerprint.'),
          null,
        );
      } else callback(null, socket);
    }),
  );
}

/** Opens connections in plain text to allowed addresses only, for places where the operator allows it. */
export function createPlainConnector(allowedNetworks: readonly string[], resolve: Resolve): buildConnector.connector {
  const lookup = guardedLookup(allowedNetworks, resolve);
  return refusingLiterals(allowedNetworks, buildConnector({ lookup, timeout: connectTimeoutMilliseconds }));
}

/** For a literal address no lookup happens. */
function refusingLiterals(
  allowedNetworks: readonly string[],
  connect: buildConnector.connector,
): buildConnector.connector {
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(hostname)) {
      try {
        refuseForbidden(hostname, [hostname], allowedNetworks);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('refused'), null);
        return;
      }
    }
    connect(options, callback);
  };
}
