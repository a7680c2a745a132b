import { type PeerCertificate, type ConnectionOptions as TlsOptions } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../demo/gravityzone/certificate.js';
import { connectionOptions, connectionProblems } from '../../src/database-url.js';

/** The files that a URL may name. */
const files = new Map<string, string>();
const readFile = (path: string) => {
  const text = files.get(path);
  if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  return text;
};
const optionsOf = (url: string) => connectionOptions(url, readFile);
const sslOf = (query: string) => optionsOf(`postgresql://app@db/bd${query}`).ssl;

beforeAll(async () => {
  const [first, second] = [await makeCertificate(), await makeCertificate()];
  files.set('/tls/root.crt', first.caCertificate);
  files.set('/tls/client.crt', first.certificate);
  files.set('/tls/client.key', first.key);
  files.set('/tls/other.key', second.key);
  files.set('/tls/notes.txt', 'no certificate');
});

describe('connectionOptions', () => {
  const plain = {
    host: 'db',
    port: 5432,
    user: 'app',
    password: '',
    database: 'bd',
    application_name: 'opsmerge-bitdefender',
    connectionTimeoutMillis: 10_000,
  };

  it.each<[string, object]>([
    ['postgresql://app@db/bd', plain],
    ['postgres://app:secret@db:6543/bd', { ...plain, port: 6543, password: 'secret' }],
    ['postgresql://db/bd', { ...plain, user: '' }],
    ['postgresql:///bd', { ...plain, user: '', host: 'localhost' }],
    ['postgresql://app@/bd', { ...plain, host: 'localhost' }],
    ['postgresql://app@[::1]:6543/bd', { ...plain, host: '::1', port: 6543 }],
    ['postgresql://a%40b:p%2Fw%25%3A%3F@db/b%20d', { ...plain, user: 'a@b', password: 'p/w%:?', database: 'b d' }],
    [
      'postgresql://app@db/bd?user=eve&password=x&host=other&port=1',
      { ...plain, user: 'eve', password: 'x', host: 'other', port: 1 },
    ],
    ['postgresql://app@db/bd?application_name=poller', { ...plain, application_name: 'poller' }],
    ['postgresql://app@db/bd?connect_timeout=7', { ...plain, connectionTimeoutMillis: 7_000 }],
    ['postgresql://app@db/bd?connect_timeout=0', { ...plain, connectionTimeoutMillis: undefined }],
    ['postgresql://app@db/bd?options=-c%20jit%3Doff', { ...plain, options: '-c jit=off' }],
    ['postgresql://app@db/bd?search_path=app,public', { ...plain, options: '-c search_path=app,public' }],
    [
      'postgresql://app@db/bd?options=-c%20jit%3Doff&search_path=a%20b',
      { ...plain, options: '-c jit=off -c search_path=a\\ b' },
    ],
    ['postgresql://app@db/bd?channel_binding=prefer', { ...plain, enableChannelBinding: true }],
    ['postgresql://app@db/bd?channel_binding=disable', plain],
    ['postgresql://%2Frun%2Fpostgresql/bd', { ...plain, user: '', host: '/run/postgresql', ssl: false }],
    ['postgresql:///bd?host=/run/postgresql&user=app', { ...plain, host: '/run/postgresql', ssl: false }],
    ['postgresql://app@/bd?host=/run/postgresql&sslmode=require', { ...plain, host: '/run/postgresql', ssl: false }],
  ])('reads %s', (url, expected) => {
    expect(optionsOf(url)).toEqual(expected);
  });

  it('gives back any user, password and database that are percent-encoded', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        // A URL knows these as steps between folders, encoded or not.
        fc.pre(!['.', '..'].includes(database));
        expect(optionsOf(`postgresql://${u}:${p}@db/${d}`)).toMatchObject({ user, password, database });
      }),
    );
  });

  const unverified = { rejectUnauthorized: false };
  const publicRoots = { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) };
  it.each<[string, unknown]>([
    ['', undefined],
    ['?sslmode=disable', false],
    ['?sslmode=disable&sslrootcert=/tls/missing.crt', false],
    ['?sslmode=allow', unverified],
    ['?sslmode=prefer', unverified],
    ['?sslmode=require', unverified],
    ['?sslmode=verify-full', publicRoots],
    ['?sslmode=verify-full&sslrootcert=system', publicRoots],
    ['?sslrootcert=system', publicRoots],
  ])('encrypts by "%s" as documented', (query, expected) => {
    expect(sslOf(query)).toEqual(expected);
  });

  const certificateOf = (name: string) => ({ subject: { CN: name }, subjectaltname: `DNS:${name}` }) as PeerCertificate;
  it.each([
    ['allow', false],
    ['prefer', false],
    ['require', false],
    ['verify-ca', false],
    ['verify-full', true],
  ])('verifies against the root with %s, and the name: %s', (mode, checksName) => {
    const ssl = sslOf(`?sslmode=${mode}&sslrootcert=/tls/root.crt`) as TlsOptions;
    expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: files.get('/tls/root.crt') });
    // Whatever name the driver hands over.
    expect(ssl.checkServerIdentity?.('localhost', certificateOf('db'))).toBeUndefined();
    expect(ssl.checkServerIdentity?.('localhost', certificateOf('localhost')) !== undefined).toBe(checksName);
  });

  it('shows a client certificate when one is given', () => {
    const ssl = sslOf('?sslmode=require&sslcert=/tls/client.crt&sslkey=/tls/client.key');
    expect(ssl).toEqual({ ...unverified, cert: files.get('/tls/client.crt'), key: files.get('/tls/client.key') });
  });
});

describe('connectionProblems', () => {
  it.each<[string, RegExp]>([
    ['hunter2', /postgresql:\/\/ URL/],
    ['mysql://app@db/bd', /postgresql:\/\/ URL/],
    ['postgresql://app:a/b@db/bd', /percent-encoded/],
    ['postgresql://app:1/b@db/bd', /%2F/],
    ['postgresql://app:1#b@db/bd', /%23/],
    ['postgresql://app:1?b@db/bd', /no other parameter/],
    ['postgresql://app:1%@db/bd', /%25/],
    ['postgresql://app@db', /a database must be named/],
    ['postgresql://app@db/', /a database must be named/],
    ['postgresql://app@one,two/bd', /one host/],
    ['postgresql://app@db/bd?host=one,two', /one host/],
    ['postgresql://app@one:1,two:2/bd', /postgresql:\/\/ URL/],
    ['postgresql://app@db/bd?port=0', /port must be/],
    ['postgresql://app@db/bd?port=x', /port must be/],
    ['postgresql://app@db/bd?ssl=true', /sslmode/],
    ['postgresql://app@db/bd?target_session_attrs=any', /no other parameter/],
    ['postgresql://app@db/bd?sslmode=required', /sslmode must be one of disable/],
    ['postgresql://app@db/bd?sslmode=', /sslmode must be one of disable/],
    ['postgresql://app@db/bd?sslmode=verify-ca', /accompanied by sslrootcert/],
    ['postgresql://app@db/bd?sslmode=verify-ca&sslrootcert=system', /with sslmode=verify-full/],
    ['postgresql://app@db/bd?sslmode=require&sslrootcert=system', /with sslmode=verify-full/],
    ['postgresql://app@db/bd?sslrootcert=/tls/root.crt', /accompanied by sslmode/],
    ['postgresql://app@db/bd?sslmode=require&sslrootcert=/tls/missing.crt', /sslrootcert cannot be read \(ENOENT\)/],
    ['postgresql://app@db/bd?sslmode=require&sslrootcert=/tls/notes.txt', /must hold certificates/],
    ['postgresql://app@db/bd?sslmode=require&sslcert=/tls/client.crt', /given together/],
    ['postgresql://app@db/bd?sslmode=require&sslkey=/tls/client.key', /given together/],
    ['postgresql://app@db/bd?sslmode=require&sslcert=/tls/client.crt&sslkey=/tls/other.key', /its private key/],
    ['postgresql://app@db/bd?channel_binding=require', /cannot require/],
    ['postgresql://app@db/bd?connect_timeout=-1', /connect_timeout/],
    ['postgresql://app@db/bd?connect_timeout=soon', /connect_timeout/],
  ])('refuses %s', (url, expected) => {
    const problems = connectionProblems(url, readFile);
    expect(problems).toContainEqual(expect.stringMatching(expected));
    expect(() => optionsOf(url)).toThrow(expected);
  });

  it('lists every problem of a URL at once', () => {
    const problems = connectionProblems('postgresql://db?sslmode=x&port=x&connect_timeout=x&x=x', readFile);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['port', 'sslmode', 'connect_timeout', 'no', 'a']);
    expect(connectionProblems('postgresql://db?sslmode=verify-ca&x=x', readFile)).toHaveLength(3);
  });

  it('shows no part of the password, encoded or not', () => {
    const secret = fc.array(fc.constantFrom('hunter2', ...'/?#@%:&= ,[]\\'), { minLength: 1, maxLength: 8 });
    const query = fc.constantFrom('', '?sslmode=hunter2', '?sslmode=require&sslrootcert=/hunter2');
    fc.assert(
      fc.property(secret, query, (parts, parameters) => {
        const problems = connectionProblems(`postgresql://app:${parts.join('')}@db/bd${parameters}`, readFile);
        expect(problems.join('\n')).not.toContain('hunter2');
      }),
    );
  });
});
