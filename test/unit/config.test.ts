import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.js';
import { openNetworks } from '../../src/net/allowed-networks.js';

const key = randomBytes(32);
const usable = {
  MASTER_KEYS: `2026:${key.toString('base64')}`,
  AUTH_JWKS_URL: 'https://id.example/jwks',
  AUTH_ISSUER: 'https://id.example',
  AUTH_AUDIENCE: 'bitdefender',
  OPSMERGE_URL: 'https://core.example/graphql',
  OPSMERGE_TOKEN: 'a-service-token',
};

/** The problems readConfig throws. */
function problemsOf(environment: Record<string, string | undefined>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('sends tokens of assistants over TLS only, but where the operator says so', () => {
    const MCP_GRAPH_URL = 'http://router.internal/graphql';
    expect(readConfig(usable).mcpGraphUrl).toBeUndefined();
    expect(problemsOf({ ...usable, MCP_GRAPH_URL })).toEqual([
      expect.stringMatching(/^MCP_GRAPH_URL: must begin with/),
    ]);
    const allowed = { ...usable, MCP_GRAPH_URL, PLAIN_HTTP_HOSTS: 'router.internal' };
    expect(readConfig(allowed).mcpGraphUrl).toBe(MCP_GRAPH_URL);
  });

  it('needs only what has no default', () => {
    expect(readConfig(usable)).toMatchObject({
      host: '127.0.0.1',
      port: 4001,
      databaseUrl: undefined,
      directUrl: undefined,
      read: undefined,
      migrate: 'at-start',
      masterKeys: [{ id: '2026', key }],
      auth: { jwksUrl: usable.AUTH_JWKS_URL, issuer: usable.AUTH_ISSUER, audience: usable.AUTH_AUDIENCE },
      opsmerge: { url: usable.OPSMERGE_URL, serviceToken: usable.OPSMERGE_TOKEN, timeoutMilliseconds: 15_000 },
      gravityZone: { allowedNetworks: [], rateLimits: {}, callSeconds: 60, runSeconds: 3_000 },
      logLevel: 'info',
    });
  });

  it('takes what is given', () => {
    const older = randomBytes(32);
    const given = {
      ...usable,
      HOST: '0.0.0.0',
      PORT: '0',
      DATABASE_URL: 'postgresql://app@pooler/bitdefender',
      DATABASE_DIRECT_URL: 'postgresql://app@db/bitdefender',
      DATABASE_READ_URL: 'postgresql://app@replica/bitdefender',
      DATABASE_READ_LAG_SECONDS: '10',
      MIGRATE: 'never',
      DATA_FOLDER: '/data',
      MASTER_KEYS: `${usable.MASTER_KEYS}, 2025:${older.toString('base64')}`,
      GRAVITYZONE_ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8,',
      WEBHOOK_ALLOWED_NETWORKS: 'msp-one=10.1.0.0/16:443,8443',
      SUBSCRIPTION_CALLBACKS: 'https://router-1:4040/callback, https://router-2:4040/callback',
      CALLBACK_ALLOWED_NETWORKS: '10.2.0.0/16:4040',
      GRAVITYZONE_CALL_SECONDS: '120',
      GRAVITYZONE_RUN_MINUTES: '20',
      LOG_LEVEL: 'debug',
    };
    expect(readConfig(given)).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      databaseUrl: given.DATABASE_URL,
      directUrl: given.DATABASE_DIRECT_URL,
      read: { url: given.DATABASE_READ_URL, lagSeconds: 10 },
      migrate: 'never',
      dataFolder: '/data',
      masterKeys: [
        { id: '2026', key },
        { id: '2025', key: older },
      ],
      gravityZone: { allowedNetworks: openNetworks(['10.0.0.0/8', 'fd00::/8']), callSeconds: 120, runSeconds: 1_200 },
      webhooks: { allowedNetworks: [{ network: '10.1.0.0/16', tenantId: 'msp-one', ports: [443, 8443] }] },
      callbacks: {
        urls: ['https://router-1:4040/callback', 'https://router-2:4040/callback'],
        allowedNetworks: [{ network: '10.2.0.0/16', tenantId: null, ports: [4040] }],
      },
      logLevel: 'debug',
    });
  });

  it('takes plain http for core and keys on this machine, and where the operator says so', () => {
    const plain = { ...usable, OPSMERGE_URL: 'http://core:4000/graphql', AUTH_JWKS_URL: 'http://keys/jwks' };
    expect(problemsOf(plain)).toEqual([
      expect.stringMatching(/^AUTH_JWKS_URL: must begin with https/),
      expect.stringMatching(/^OPSMERGE_URL: must begin with https/),
    ]);
    expect(problemsOf({ ...plain, PLAIN_HTTP_HOSTS: 'core' })).toHaveLength(1);
    expect(problemsOf({ ...plain, PLAIN_HTTP_HOSTS: 'core, keys' })).toEqual([]);
    const callbacks = { ...usable, SUBSCRIPTION_CALLBACKS: 'http://router/callback' };
    expect(problemsOf(callbacks)).toEqual([expect.stringMatching(/^SUBSCRIPTION_CALLBACKS: must begin with https/)]);
    expect(problemsOf({ ...callbacks, PLAIN_HTTP_HOSTS: 'router' })).toEqual([]);
    const local = { OPSMERGE_URL: 'http://127.0.0.1:4000/graphql', AUTH_JWKS_URL: 'http://localhost:4000/jwks' };
    expect(problemsOf({ ...usable, ...local })).toEqual([]);
  });

  it('counts the empty as absent', () => {
    expect(readConfig({ ...usable, PORT: '', DATABASE_URL: '', LOG_LEVEL: undefined }).port).toBe(4001);
    expect(problemsOf({ ...usable, OPSMERGE_TOKEN: '' })).toEqual(['OPSMERGE_TOKEN: is required']);
  });

  it('reports every problem at once', () => {
    expect(problemsOf({})).toEqual(Object.keys(usable).map((name) => `${name}: is required`));
  });

  it('lists each problem of a database URL beside those of other variables', () => {
    const problems = problemsOf({
      ...usable,
      PORT: 'x',
      DATABASE_URL: 'postgresql://db/x?sslmode=x&connect_timeout=x',
    });
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      'PORT: Invalid',
      'DATABASE_URL: sslmode',
      'DATABASE_URL: connect_timeout',
    ]);
  });

  it.each(['DATABASE_DIRECT_URL', 'DATABASE_READ_URL'])(
    'lists %s without a database URL beside other problems',
    (name) => {
      expect(problemsOf({ ...usable, PORT: 'x', [name]: 'postgresql://app@db/bitdefender' })).toEqual([
        expect.stringMatching(/^PORT: /),
        `${name}: must be accompanied by DATABASE_URL`,
      ]);
    },
  );

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '1.5'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_URL', 'postgresql://app:hunter2@db'],
    ['DATABASE_URL', 'postgresql://app:hunter2@db/x?sslmode=hunter2'],
    ['DATABASE_URL', 'postgresql://app:hunter2@db/x?hunter2=on'],
    ['DATABASE_URL', 'postgresql://app:hunter2@db/x?sslmode=verify-full&sslrootcert=/hunter2'],
    ['DATABASE_DIRECT_URL', 'hunter2'],
    ['DATABASE_READ_URL', 'hunter2'],
    ['DATABASE_READ_LAG_SECONDS', '0'],
    ['MIGRATE', 'hunter2'],
    ['MASTER_KEYS', 'hunter2'],
    ['MASTER_KEYS', `2026:${randomBytes(31).toString('base64')}`],
    ['MASTER_KEYS', `20.26:${key.toString('base64')}`],
    ['MASTER_KEYS', `${usable.MASTER_KEYS},`],
    ['AUTH_JWKS_URL', 'hunter2'],
    ['OPSMERGE_URL', 'hunter2'],
    ['GRAVITYZONE_ALLOWED_NETWORKS', '10.0.0.0/8,hunter2'],
    ['SUBSCRIPTION_CALLBACKS', 'hunter2'],
    ['SUBSCRIPTION_CALLBACKS', 'http://hunter2/callback'],
    ['SUBSCRIPTION_CALLBACKS', 'https://router/callback?hunter2'],
    ['SUBSCRIPTION_CALLBACKS', 'https://user:hunter2@router/callback'],
    ['CALLBACK_ALLOWED_NETWORKS', 'hunter2'],
    ['GRAVITYZONE_CALL_SECONDS', '0'],
    ['GRAVITYZONE_CALL_SECONDS', 'hunter2'],
    ['GRAVITYZONE_RUN_MINUTES', '51'],
    ['LOG_LEVEL', 'hunter2'],
  ])('refuses %s=%s by its name', (name, value) => {
    const problems = problemsOf({ ...usable, DATABASE_URL: 'postgresql://app@db/x', [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: .+`));
    expect(problems[0]).not.toContain(value);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('shows no value in its message, each problem on a line of its own', () => {
    const names = ['PORT', 'DATABASE_URL', 'MASTER_KEYS', 'AUTH_JWKS_URL', 'OPSMERGE_URL', 'LOG_LEVEL'];
    const hidden = fc.stringMatching(/^[a-z0-9]{12,40}$/).map((text) => `~${text}`);
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), hidden, (broken, value) => {
        const environment = { ...usable, ...Object.fromEntries(broken.map((name) => [name, value])) };
        const problems = problemsOf(environment);
        expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(broken.toSorted());
        const { message } = new ConfigError(problems);
        expect(message.split('\n')).toHaveLength(problems.length + 1);
        for (const secret of [value, value.slice(1), usable.OPSMERGE_TOKEN, key.toString('base64')])
          expect(message).not.toContain(secret);
      }),
    );
  });
});
