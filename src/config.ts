import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isId } from './auth/id-grammar.js';
import { connectionProblems } from './database-url.js';
import { parseRequestLimits, type RequestLimits, requestLimitGrammar } from './domain/request-limits.js';
import { type AllowedNetwork, allowedNetworkGrammar, parseAllowedNetworks } from './net/allowed-networks.js';
import { isSafeUrl } from './net/plain-http.js';
import { type TelemetrySettings, telemetrySettings } from './telemetry/settings.js';

const keyList = z.string().transform((text, context) =>
  text.split(',').map((entry) => {
    const [id = '', encoded = ''] = entry.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32)
      context.addIssue(
        'each entry must be name:key, the key being 32 random bytes in base64 (openssl rand -base64 32)',
      );
    return { id, key };
  }),
);

/** See docs/configuration.md for the form. */
const networks = z
  .string()
  .default('')
  .transform((text, context): AllowedNetwork[] => {
    const parsed = parseAllowedNetworks(text, isId);
    if (parsed === null) context.addIssue(allowedNetworkGrammar);
    return parsed ?? [];
  });

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** Stays a URL, which everything that connects reads with `connectionOptions`. */
const databaseUrl = z.string().transform((url, context) => {
  for (const problem of connectionProblems(url)) context.addIssue(problem);
  return url;
});

/** What a process does: serve the graph (`api`), or sync, deliver and maintain (`worker`). */
export const processRoles = ['api', 'worker'] as const;
export type ProcessRole = (typeof processRoles)[number];

const buckets = ['default', 'incidents', 'licensing'] as const;

/** Limits, per rate bucket of GravityZone, that differ from those Bitdefender is known to have. */
export type RateLimits = Partial<Record<(typeof buckets)[number], { calls: number; windowMilliseconds: number }>>;

const rateLimits = list.transform((entries, context): RateLimits => {
  const limits: RateLimits = {};
  for (const entry of entries) {
    const [, name, calls, seconds] = /^(\w+)=(\d+)\/(\d+)$/.exec(entry) ?? [];
    const bucket = buckets.find((known) => known === name);
    if (bucket === undefined || Number(calls) < 1 || Number(seconds) < 1)
      context.addIssue(`each entry must be bucket=calls/seconds, the bucket being one of ${buckets.join(', ')}`);
    else limits[bucket] = { calls: Number(calls), windowMilliseconds: Number(seconds) * 1_000 };
  }
  return limits;
});

const callbackUrls = list.transform((urls, context) => {
  const isPlace = (text: string) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}${url.pathname}`;
  };
  if (!urls.every(isPlace))
    context.addIssue(
      'each entry must be a URL without user, query or fragment, such as https://router.internal/callback',
    );
  return urls;
});

const requestLimits = list.transform((entries, context): RequestLimits => {
  const parsed = parseRequestLimits(entries);
  if (parsed) return parsed;
  context.addIssue(requestLimitGrammar);
  return z.NEVER;
});

const port = z.coerce.number().int().min(0).max(65_535);

/** In Express's form: a number of hops, or whose addresses are trusted. */
const trustProxy = z
  .string()
  .default('0')
  .transform((text, context): number | string[] => {
    if (/^\d{1,2}$/.test(text)) return Number(text);
    const entries = text.split(',').map((entry) => entry.trim());
    const isKnown = (entry: string) =>
      ['loopback', 'linklocal', 'uniquelocal'].includes(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
    if (!entries.every(isKnown))
      context.addIssue('must be a number of proxies, or addresses and networks of proxies, separated by commas');
    return entries;
  });

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
  PORT: port.default(4001),
  TRUST_PROXY: trustProxy,
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  DATABASE_READ_URL: databaseUrl.optional(),
  DATABASE_READ_LAG_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  MIGRATE: z.enum(['at-start', 'never']).default('at-start'),
  DATA_FOLDER: z.string().min(1).optional(),
  MASTER_KEYS: keyList,
  AUTH_JWKS_URL: z.url(),
  AUTH_ISSUER: z.string().min(1),
  AUTH_AUDIENCE: z.string().min(1),
  OPSMERGE_URL: z.url(),
  OPSMERGE_TOKEN: z.string().min(1),
  OPSMERGE_CALL_SECONDS: z.coerce.number().int().min(1).max(300).default(15),
  REQUEST_LIMITS: requestLimits,
  COMPILED_QUERIES: z.enum(['all', 'repeated', 'none']).default('repeated'),
  CONNECTION_TESTS_PER_HOUR: z.coerce.number().int().min(1).max(100_000).default(60),
  PLAIN_HTTP_HOSTS: list,
  WEBHOOK_ALLOWED_NETWORKS: networks,
  SUBSCRIPTION_CALLBACKS: callbackUrls,
  CALLBACK_ALLOWED_NETWORKS: networks,
  GRAVITYZONE_ALLOWED_NETWORKS: networks,
  GRAVITYZONE_RATE_LIMITS: rateLimits,
  GRAVITYZONE_ANSWER_MEGABYTES: z.coerce.number().int().min(1).max(64).default(8),
  GRAVITYZONE_CALL_SECONDS: z.coerce.number().int().min(1).max(600).default(60),
  GRAVITYZONE_RUN_MINUTES: z.coerce.number().int().min(1).max(50).default(50),
  DEVICE_STATE_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  MCP_GRAPH_URL: z.url().optional(),
  TICK: z.string().default('*/10 * * * * *'),
  ROLES: list.pipe(
    z
      .array(z.enum(processRoles, `each entry must be one of ${processRoles.join(', ')}`))
      .transform((given) => (given.length === 0 ? [...processRoles] : given)),
  ),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ACCESS_LOG: z.enum(['on', 'off']).default('on'),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1).optional(),
});

/** The configuration of the service. Its keys and tokens must never be logged. */
export interface Config {
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Which proxies are believed about where a request comes from: a number of hops, or their networks. */
  trustProxy: number | string[];
  /** Where the users of the graph reach this service, for links it gives; without one, its own address. */
  publicUrl?: string | undefined;
  /** Without one, an embedded PostgreSQL under `dataFolder` is used. */
  databaseUrl: string | undefined;
  /** Straight to PostgreSQL, where `databaseUrl` leads through a pooler. */
  directUrl?: string | undefined;
  /** A replica for lists and counts, and how old its data may be. */
  read?: { url: string; lagSeconds: number } | undefined;
  /** Whether the service migrates the database at its start, or only checks that it is migrated. */
  migrate: 'at-start' | 'never';
  dataFolder: string;
  /** The first one encrypts; all of them decrypt. */
  masterKeys: { id: string; key: Buffer }[];
  auth: { jwksUrl: string; issuer: string; audience: string };
  opsmerge: { url: string; serviceToken: string; timeoutMilliseconds: number };
  gravityZone: {
    allowedNetworks: AllowedNetwork[];
    rateLimits: RateLimits;
    answerBytes: number;
    callSeconds: number;
    runSeconds: number;
  };
  /** What requests may take of this process at most. */
  requestLimits: RequestLimits;
  /** Which queries are compiled before they are executed: all, those that come again, or none. */
  compiledQueries: 'all' | 'repeated' | 'none';
  /** How often the people of a tenant may test an integration within an hour. */
  testsPerHour: number;
  /** What receivers of webhooks may be reached that are not public. */
  webhooks: { allowedNetworks: AllowedNetwork[] };
  /** The URLs of routers, and all below them, to which events of subscriptions may be posted, and which of their addresses need not be public. */
  callbacks: { urls: readonly string[]; allowedNetworks: AllowedNetwork[] };
  /** The router to which the requests of assistants are sent on; without one they are not served. */
  mcpGraphUrl: string | undefined;
  /** How old the state of a device may become, in hours. */
  stateHours: number;
  /** A cron expression with seconds: how often the database is checked for due work. */
  tick: string;
  /** Both by default. */
  roles: readonly ProcessRole[];
  logLevel: string;
  /** Whether each request leaves a line in the log. */
  accessLog: boolean;
  /** What is recorded of this process; see `startTelemetry`. */
  telemetry: TelemetrySettings;
}

const unsafeUrl = (name: string) =>
  `${name}: must begin with https://, but on this machine and at the hosts of PLAIN_HTTP_HOSTS`;

/** Lists every problem of the environment, one per line, without the values, which may be secret. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the environment (see docs/configuration.md for each variable). Empty values count as absent.
 * Throws a ConfigError that names every problem.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  const telemetry = telemetrySettings(given, scrapeAddress(result.data));
  const problems = (result.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    return `${name}: ${given[name] === undefined ? 'is required' : issue.message}`;
  });
  for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_READ_URL'])
    if (given[name] !== undefined && given.DATABASE_URL === undefined)
      problems.push(`${name}: must be accompanied by DATABASE_URL`);
  for (const name of ['AUTH_JWKS_URL', 'OPSMERGE_URL', 'SUBSCRIPTION_CALLBACKS', 'MCP_GRAPH_URL'] as const)
    if (
      result.success &&
      ![result.data[name] ?? []].flat().every((url) => isSafeUrl(url, result.data.PLAIN_HTTP_HOSTS))
    )
      problems.push(unsafeUrl(name));
  problems.push(...telemetry.problems);
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const values = result.data;
  return {
    host: values.HOST,
    port: values.PORT,
    trustProxy: values.TRUST_PROXY,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: values.DATABASE_URL,
    directUrl: values.DATABASE_DIRECT_URL,
    read:
      values.DATABASE_READ_URL === undefined
        ? undefined
        : { url: values.DATABASE_READ_URL, lagSeconds: values.DATABASE_READ_LAG_SECONDS },
    migrate: values.MIGRATE,
    dataFolder: values.DATA_FOLDER ?? (isRoot() ? DATA_FOLDER_OF_ROOT : 'data'),
    masterKeys: values.MASTER_KEYS,
    auth: { jwksUrl: values.AUTH_JWKS_URL, issuer: values.AUTH_ISSUER, audience: values.AUTH_AUDIENCE },
    opsmerge: {
      url: values.OPSMERGE_URL,
      serviceToken: values.OPSMERGE_TOKEN,
      timeoutMilliseconds: values.OPSMERGE_CALL_SECONDS * 1_000,
    },
    gravityZone: {
      allowedNetworks: values.GRAVITYZONE_ALLOWED_NETWORKS,
      rateLimits: values.GRAVITYZONE_RATE_LIMITS,
      answerBytes: values.GRAVITYZONE_ANSWER_MEGABYTES * 1024 * 1024,
      callSeconds: values.GRAVITYZONE_CALL_SECONDS,
      runSeconds: values.GRAVITYZONE_RUN_MINUTES * 60,
    },
    requestLimits: values.REQUEST_LIMITS,
    compiledQueries: values.COMPILED_QUERIES,
    testsPerHour: values.CONNECTION_TESTS_PER_HOUR,
    webhooks: { allowedNetworks: values.WEBHOOK_ALLOWED_NETWORKS },
    callbacks: { urls: values.SUBSCRIPTION_CALLBACKS, allowedNetworks: values.CALLBACK_ALLOWED_NETWORKS },
    mcpGraphUrl: values.MCP_GRAPH_URL,
    stateHours: values.DEVICE_STATE_HOURS,
    tick: values.TICK,
    roles: values.ROLES,
    logLevel: values.LOG_LEVEL,
    accessLog: values.ACCESS_LOG === 'on',
    telemetry: telemetry.settings,
  };
}

function scrapeAddress(values: z.output<typeof schema> | undefined): TelemetrySettings['scrape'] {
  if (values?.METRICS_PORT === undefined) return null;
  return { host: values.METRICS_HOST ?? values.HOST, port: values.METRICS_PORT };
}

/** `readConfig` over this process's environment; on a problem prints them all and ends the process with 1. */
export function configFromProcess(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const assistant = z.object({ MCP_GRAPH_URL: z.url(), MCP_TOKEN: z.string().min(1), PLAIN_HTTP_HOSTS: list });

/**
 * What the command for assistants needs of this process's environment, and nothing else of the configuration; on a problem prints them
 * all and ends the process with 1.
 */
export function assistantFromProcess(): { url: string; token: string } {
  const { data, error } = assistant.safeParse(process.env);
  const problems = (error?.issues ?? []).map(({ path }) => `${path.join('.')}: is required`);
  if (data && !isSafeUrl(data.MCP_GRAPH_URL, data.PLAIN_HTTP_HOSTS)) problems.push(unsafeUrl('MCP_GRAPH_URL'));
  if (data && problems.length === 0) return { url: data.MCP_GRAPH_URL, token: data.MCP_TOKEN };
  process.stderr.write(`${new ConfigError(problems).message}\n`);
  process.exit(1);
}

/**
 * Run as root, PostgreSQL works as another user, who often may not enter the folder the service was started in; the
 * place of system services is open to it.
 */
export const DATA_FOLDER_OF_ROOT = '/var/lib/opsmerge-bitdefender';

/** The environment of programs that we start, such as the embedded PostgreSQL: nothing of our own configuration, which has secrets. */
export function environmentOfPrograms(): Record<string, string> {
  const names = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whether this process runs as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The value of DATA_FOLDER, for programs that need nothing else of the configuration; undefined where it is absent. */
export function givenDataFolder(): string | undefined {
  return process.env.DATA_FOLDER || undefined;
}

/** What the environment says of telemetry, for programs that need nothing else of the configuration; served on this machine only. */
export function givenTelemetry(): TelemetrySettings {
  const { data } = z.object({ METRICS_PORT: port }).safeParse(process.env);
  return telemetrySettings(process.env, data ? { host: '127.0.0.1', port: data.METRICS_PORT } : null).settings;
}
