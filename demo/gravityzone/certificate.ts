import { generate } from 'selfsigned';

export interface CertificateOptions {
  /** DNS names the certificate is good for; localhost and 127.0.0.1 by default. */
  names?: string[];
  notBefore?: Date;
  notAfter?: Date;
}

/** A self-signed certificate, such as an on-premises GravityZone shows by default. */
export async function makeCertificate(options: CertificateOptions = {}): Promise<{ key: string; certificate: string }> {
  const names = options.names ?? ['localhost'];
  const addresses = options.names === undefined ? [{ type: 7 as const, ip: '127.0.0.1' }] : [];
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(options.notBefore && { notBeforeDate: options.notBefore }),
    ...(options.notAfter && { notAfterDate: options.notAfter }),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map((value) => ({ type: 2 as const, value })), ...addresses],
      },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
