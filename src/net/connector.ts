import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { GravityZoneError } from '../gravityzone/transport/errors.js';
import type { TrustSettings } from '../gravityzone/types.js';
import { guardedLookup, type Resolve, refuseForbidden } from './addresses.js';

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
    // A resumed session shows no certificate to compare.
    maxCachedSessions: 0,
    ...(caCertificate === undefined ? {} : { ca: caCertificate }),
    ...(fingerprint !== undefined && caCertificate === undefined ? { rejectUnauthorized: false } : {}),
  });

  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without a lookup.
    if (isIP(hostname)) {
      try {
        refuseForbidden(hostname, [hostname], allowedNetworks);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('refused'), null);
        return;
      }
    }
    connect(options, (...[error, socket]: [Error | null, unknown]) => {
      if (error !== null) callback(error, null);
      else if (!(socket instanceof TLSSocket)) callback(new GravityZoneError('TLS_FAILED'), null);
      else if (fingerprint !== undefined && !fingerprintMatches(socket, fingerprint)) {
        socket.destroy();
        callback(
          new GravityZoneError('TLS_FAILED', {
            message: 'The certificate of the server is not the one whose fingerprint is pinned.',
          }),
          null,
        );
      } else callback(null, socket);
    });
  };
}
