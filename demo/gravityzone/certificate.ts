import { generate } from 'selfsigned';

export interface CertificateOptions {
  /** DNS names the certificate is good for; localhost and 127.0.0.1 by default. */
  names?: string[];
  notBefore?: Date;
  notAfter?: Date;
  /** Signed by an authority of the house instead of by itself. */
  privateAuthority?: boolean;
}

export interface MadeCertificate {
  key: string;
  certificate: string;
  /** What a client must trust: the authority's certificate, or the self-signed one itself. */
  caCertificate: string;
}

const elliptic = { keyType: 'ec', algorithm: 'sha256' } as const;

/** A self-signed certificate, such as an on-premises GravityZone shows by default, or one of a private authority. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<MadeCertificate> {
  const names = options.names ?? ['localhost'];
  const addresses = options.names === undefined ? [{ type: 7 as const, ip: '127.0.0.1' }] : [];
  const authority = options.privateAuthority
    ? await generate([{ name: 'commonName', value: 'Authority of the house' }], {
        ...elliptic,
        extensions: [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true, critical: true },
        ],
      })
    : null;
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...elliptic,
    ...(authority && { ca: { key: authority.private, cert: authority.cert } }),
    ...(options.notBefore && { notBeforeDate: options.notBefore }),
    ...(options.notAfter && { notAfterDate: options.notAfter }),
    extensions: [
      { name: 'basicConstraints', cA: authority === null },
      {
        name: 'subjectAltName',
        altNames: [...names.map((value) => ({ type: 2 as const, value })), ...addresses],
      },
    ],
  });
  return { key: made.private, certificate: made.cert, caCertificate: authority?.cert ?? made.cert };
}
