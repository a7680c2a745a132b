import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkServerIdentity, createSecureContext, type ConnectionOptions as TlsOptions } from 'node:tls';
import { z } from 'zod';

/** The ways to one database. */
export interface DatabaseUrls {
  /** For statements; may lead through a pooler in transaction mode. */
  url: string;
  /** Straight to PostgreSQL, for what needs a session of its own: live events, the queue and migrations. */
  directUrl: string;
}

/** How to connect, as `pg` and all that builds on it take it. */
export interface ConnectionOptions {
  /** A name, an address, or the folder of a Unix socket. */
  host: string;
  port: number;
  /** Empty: left to the driver (`PGUSER`, `PGPASSWORD`, `PGPASSFILE`). */
  user: string;
  password: string;
  database: string;
  application_name: string;
  /** Absent: left to the driver, which does not encrypt unless `PGSSLMODE` asks for it. */
  ssl?: false | TlsOptions;
  options?: string;
  /** How long an attempt to connect may take; absent for no limit. */
  connectionTimeoutMillis?: number;
  enableChannelBinding?: boolean;
}

/** Lists everything that is wrong with a URL. No part of the URL is in the message, since each could be its password. */
export class ConnectionUrlError extends Error {
  constructor(readonly problems: string[]) {
    super(`The database URL is not usable: ${problems.join('; ')}`);
  }
}

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const defaultConnectSeconds = 10;
const portRange = 'port must be a number from 1 to 65535';

const shape = {
  host: z.string(),
  port: z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange),
  user: z.string(),
  password: z.string(),
  sslmode: z.enum(modes, `sslmode must be one of ${modes.join(', ')}`),
  sslrootcert: z.string().min(1, 'sslrootcert must not be empty'),
  sslcert: z.string().min(1, 'sslcert must not be empty'),
  sslkey: z.string().min(1, 'sslkey must not be empty'),
  channel_binding: z.enum(
    ['disable', 'prefer'],
    'channel_binding must be disable or prefer: the driver cannot require it, sslmode=verify-full protects the same',
  ),
  options: z.string(),
  search_path: z.string(),
  application_name: z.string().min(1, 'application_name must not be empty'),
  connect_timeout: z.stringFormat('seconds', /^\d{1,6}$/, 'connect_timeout must be whole seconds, 0 for none'),
};
const parameters = z.object(shape).partial();
const isKnown = (name: string) => Object.hasOwn(shape, name);
const unknownParameter = `no other parameter than ${Object.keys(shape).join(', ')} is supported; settings of PostgreSQL go into options`;
type Parameters = z.infer<typeof parameters>;

type ReadFile = (path: string) => string;
type Parsed = { problems: string[]; options?: undefined } | { problems?: undefined; options: ConnectionOptions };

/**
 * Takes a `postgresql://` URL and gives what every connection to that database needs. Parameters mean what they mean to
 * libpq; see docs/configuration.md for those that are supported. Throws a ConnectionUrlError otherwise.
 * The files it names are read by `readFile`, so that the result depends on nothing else.
 */
export function connectionOptions(url: string, readFile?: ReadFile): ConnectionOptions {
  const { problems, options } = parse(url, readFile);
  if (problems) throw new ConnectionUrlError(problems);
  return options;
}

/** What `connectionOptions` would refuse about this URL; empty when it is usable. */
export function connectionProblems(url: string, readFile?: ReadFile): string[] {
  return parse(url, readFile).problems ?? [];
}

function parse(url: string, readFile: ReadFile = (path) => readFileSync(path, 'utf8')): Parsed {
  const address = parseUrl(url);
  if (!address) return { problems: ['must be a postgresql:// URL, special characters in it percent-encoded'] };
  const result = parameters.safeParse(Object.fromEntries(address.searchParams));
  const problems = result.success ? [] : result.error.issues.map(({ message }) => message);
  const given: Parameters = result.data ?? {};
  if (![...address.searchParams.keys()].every(isKnown)) problems.push(unknownParameter);

  const decode = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      problems.push('a % that is part of a name or password must be written %25');
      return '';
    }
  };
  const host = given.host || decode(address.hostname.replace(/^\[(.*)\]$/, '$1'));
  const user = given.user || decode(address.username);
  const password = given.password || decode(address.password);
  const database = decode(address.pathname.slice(1));
  problems.push(...addressProblems(address, host));
  const encryption = result.success ? tlsOptions(host, given, readFile) : {};
  if (encryption.problems) problems.push(...encryption.problems);
  if (problems.length > 0) return { problems: [...new Set(problems)] };

  // As with libpq, a Unix socket is never encrypted.
  const ssl = host.startsWith('/') ? false : encryption.ssl;
  const options = sessionOptions(given);
  const seconds = Number(given.connect_timeout ?? defaultConnectSeconds);
  return {
    options: {
      host,
      port: given.port ?? (Number(address.port) || 5432),
      user,
      password,
      database,
      application_name: given.application_name ?? 'opsmerge-bitdefender',
      ...(ssl !== undefined && { ssl }),
      ...(options && { options }),
      ...(seconds > 0 && { connectionTimeoutMillis: seconds * 1_000 }),
      ...(given.channel_binding === 'prefer' && { enableChannelBinding: true }),
    },
  };
}

/** What cannot be connected to as it is written. */
function addressProblems({ pathname, hash }: URL, host: string): string[] {
  const problems: string[] = [];
  if (host.includes(',')) problems.push('one host must be named, not a list');
  if (pathname.length < 2) problems.push('a database must be named, as in postgresql://host/database');
  if (pathname.slice(1).includes('/') || hash)
    problems.push('a / or # that is part of a name or password must be written %2F or %23');
  return problems;
}

/** The URL in its parts, with `localhost` where it has no host, as in `postgresql://app@/database`. */
function parseUrl(url: string): URL | null {
  if (!/^postgres(ql)?:\/\//.test(url)) return null;
  const withHost = url.replace(/^(\w+:\/\/(?:[^/?#]*@)?)(?=[/?#]|$)/, '$1localhost');
  return URL.canParse(withHost) ? new URL(withHost) : null;
}

/** Settings of the session, as on the command line of a server: a space or backslash inside of one is escaped. */
function sessionOptions({ options, search_path }: Parameters): string {
  const path = search_path && `-c search_path=${search_path.replace(/[\\\s]/g, '\\$&')}`;
  return [options, path].filter(Boolean).join(' ');
}

interface Encryption {
  problems?: string[];
  ssl?: false | TlsOptions;
}

/** `allow` and `prefer` are treated as `require`: the driver does not fall back from one way to the other. */
function tlsOptions(
  host: string,
  { sslmode, sslrootcert, sslcert, sslkey }: Parameters,
  readFile: ReadFile,
): Encryption {
  const isSystem = sslrootcert === 'system';
  const mode = sslmode ?? (isSystem ? 'verify-full' : undefined);
  if (mode === undefined)
    return (sslrootcert ?? sslcert ?? sslkey)
      ? { problems: ['sslrootcert, sslcert and sslkey must be accompanied by sslmode'] }
      : {};
  if (mode === 'disable') return { ssl: false };

  const { problems, ca, cert, key } = readCertificates({ mode, isSystem, sslrootcert, sslcert, sslkey }, readFile);
  if (problems.length > 0) return { problems };

  // As with libpq, a root certificate that is given is used, whatever the mode.
  const verifies = mode === 'verify-full' || ca !== undefined;
  return {
    ssl: {
      rejectUnauthorized: verifies,
      // Not left to the driver: of a host that is an address, pg 8.23.0 (that of MikroORM) compares "localhost" instead.
      ...(verifies && {
        checkServerIdentity: (_name, certificate) =>
          mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
      }),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert, key }),
    },
  };
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** The certificates and the key that the URL names by file, and what is wrong with them or with their combination. */
function readCertificates(
  { mode, isSystem, sslrootcert, sslcert, sslkey }: Parameters & { mode: string; isSystem: boolean },
  readFile: ReadFile,
): { problems: string[]; ca?: string | undefined; cert?: string | undefined; key?: string | undefined } {
  const problems: string[] = [];
  if (isSystem && mode !== 'verify-full') problems.push('sslrootcert=system must be used with sslmode=verify-full');
  if (mode === 'verify-ca' && sslrootcert === undefined)
    problems.push('sslmode=verify-ca must be accompanied by sslrootcert');
  if ((sslcert === undefined) !== (sslkey === undefined)) problems.push('sslcert and sslkey must be given together');
  const read = (name: string, path: string | undefined): string | undefined => {
    try {
      return path === undefined ? undefined : readFile(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
      problems.push(`the file of ${name} cannot be read${code}`);
    }
  };
  const ca = isSystem ? undefined : read('sslrootcert', sslrootcert);
  const cert = read('sslcert', sslcert);
  const key = read('sslkey', sslkey);
  if (ca !== undefined && !succeeds(() => new X509Certificate(ca)))
    problems.push('the file of sslrootcert must hold certificates in PEM');
  if (cert !== undefined && key !== undefined && !succeeds(() => createSecureContext({ cert, key })))
    problems.push('the files of sslcert and sslkey must hold a certificate and its private key, unencrypted, in PEM');
  return { problems, ca, cert, key };
}
