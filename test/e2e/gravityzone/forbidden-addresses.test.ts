import { createServer, Socket } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { isAllowedAddress } from '../../../src/net/addresses.js';
import { admin, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { clientOf, closeAll, reasonOf, simulate } from '../../support/gravityzone.js';
import { connect, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const forbidden = {
  'IPv4 loopback': ['127.0.0.1', '127.9.9.9'],
  'IPv6 loopback': ['::1'],
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  private: ['10.1.2.3', '172.16.0.1', '192.168.1.1', 'fd00::1'],
  'carrier-grade NAT': ['100.64.0.1'],
  'link-local': ['169.254.1.1', 'fe80::1'],
  'metadata services': ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  multicast: ['224.0.0.1', 'ff02::1', 'ff0e::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1', '198.18.0.1', '192.0.2.1', '2001:db8::1', '100::1'],
  'IPv4 mapped into IPv6': ['::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:10.1.2.3'],
  'IPv4 in IPv6 of old': ['::7f00:1', '::ffff:0:127.0.0.1', 'fec0::1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b:1::a9fe:a9fe'],
  tunnels: ['2002:7f00:1::', '2001::1'],
};
const addresses = Object.values(forbidden).flat();
/** Other spellings, which a URL understands. */
const spellings = ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '127.0.0.1.', 'localhost', 'LOCALHOST.'];

/** Every address and port that a socket of this process set out for, the service's own included. */
const attempts: string[] = [];

beforeEach(() => {
  attempts.length = 0;
  const emit = Socket.prototype.emit;
  vi.spyOn(Socket.prototype, 'emit').mockImplementation(function (this: Socket, ...given: unknown[]) {
    const [name, address, port] = given;
    if (name === 'connectionAttempt') attempts.push(`${address} ${port}`);
    return Reflect.apply(emit, this, given);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

/** Listens and counts who comes. */
async function listener(host: string, port = 0) {
  const counted = { integrations: 0, port: 0 };
  const server = createServer((socket) => {
    counted.integrations += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  counted.port = typeof address === 'object' && address !== null ? address.port : 0;
  return counted;
}

const setOutFor = (port: number) => attempts.filter((attempt) => attempt.endsWith(` ${port}`));

describe('the client', () => {
  test.each([...addresses, 'fe80::1%eth0', 'no address'])('may not contact %s', (address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  test('may contact public addresses, and private ones where the operator allows them', () => {
    expect(isAllowedAddress('34.159.83.241', [])).toBe(true);
    expect(isAllowedAddress('2a00:1450:4001::1', [])).toBe(true);
    expect(isAllowedAddress('10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('192.168.1.1', ['10.0.0.0/8', 'fd00::/8'])).toBe(false);
  });

  test.each(Object.entries(forbidden))('sends no packet to %s, nor to a name that leads there', async (_, targets) => {
    const simulator = await simulate();
    const target = await listener('::');
    const endpoint = `https://gravityzone.example:${target.port}/api`;
    for (const address of targets) {
      const resolve = async () => [{ address, family: address.includes(':') ? 6 : 4 }];
      const client = clientOf(simulator, { endpoint, resolve, allowedNetworks: [] });
      expect(await reasonOf(client.ownCompany()), address).toBe('FORBIDDEN_ADDRESS');
      const literal = `https://${address.includes(':') ? `[${address}]` : address}:${target.port}/api`;
      const direct = clientOf(simulator, { endpoint: literal, allowedNetworks: [] });
      expect(await reasonOf(direct.ownCompany()), address).toBe('FORBIDDEN_ADDRESS');
    }
    expect([setOutFor(target.port), target.integrations]).toEqual([[], 0]);
  });

  test('refuses a name of which one address among several is forbidden', async () => {
    const simulator = await simulate();
    const resolve = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    expect(await reasonOf(clientOf(simulator, { resolve }).ownCompany())).toBe('FORBIDDEN_ADDRESS');
    expect(attempts).toEqual([]);
  });

  test('checks the address of a rebinding name for each integration', async () => {
    const simulator = await simulate({ certificate: { names: ['rebind.example'] } });
    const port = Number(new URL(simulator.url).port);
    const behind = await listener('127.0.0.2', port);
    let leadsTo = '127.0.0.1';
    let asked = 0;
    const client = clientOf(simulator, {
      endpoint: `https://rebind.example:${port}/api`,
      allowedNetworks: ['127.0.0.1/32'],
      flavour: 'CLOUD',
      naiveOffsetMinutes: 0,
      resolve: async () => {
        asked += 1;
        return [{ address: leadsTo, family: 4 }];
      },
    });
    expect(await reasonOf(client.ownCompany())).toBe('none');
    // What was checked is what was connected to: nobody asked a second time between the two.
    expect([asked, setOutFor(port)]).toEqual([1, [`127.0.0.1 ${port}`]]);
    leadsTo = '127.0.0.2';
    // Open integrations are cut, so that the next try has to connect again.
    simulator.faults.add({ kind: 'reset', times: 2 });
    expect(await reasonOf(client.endpointState('0'.repeat(24)))).toBe('FORBIDDEN_ADDRESS');
    expect(asked).toBe(2);
    expect([setOutFor(port), behind.integrations]).toEqual([[`127.0.0.1 ${port}`], 0]);
  });

  test('does not follow a redirect to another GravityZone', async () => {
    const simulator = await simulate();
    const behind = await simulate();
    simulator.faults.add({ kind: 'redirect', location: `${behind.url}/v1.0/jsonrpc/companies` });
    expect(await reasonOf(clientOf(simulator).ownCompany())).toBe('NOT_GRAVITYZONE');
    expect([behind.calls, setOutFor(Number(new URL(behind.url).port))]).toEqual([[], []]);
  });
});

describe('the service', () => {
  const tryAccess = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
    test { problems { code message hint } } userErrors { code } } }`;
  let environment: TestEnvironment;
  let clientId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { id } = environment.gravityZone.world.addCompany('Bakery');
    clientId = environment.core.world(admin.tenantId ?? '').addClient({ name: 'Bakery' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [id]: clientId });
  });

  async function codesOf(endpoint: string): Promise<string[]> {
    const { apiKey, caCertificate } = { ...environment.gravityZone, apiKey: environment.gravityZone.addKey() };
    const input = { endpoint, apiKey, caCertificate };
    const { testBitdefenderIntegration: tested } = await environment.data<{
      testBitdefenderIntegration: { test: { problems: { code: string; message: string }[] } };
    }>(admin, tryAccess, { input });
    const { connectBitdefender: connected } = await environment.data<{
      connectBitdefender: { integration: null; userErrors: { code: string; message: string }[] };
    }>(admin, connect, { input });
    expect(connected.integration).toBeNull();
    return [...tested.test.problems, ...connected.userErrors].map(({ code }) => code);
  }

  test('sends nothing where a redirect leads', async () => {
    const { faults } = environment.gravityZone;
    const target = await listener('::');
    for (const host of ['127.0.0.2', '[::1]', '[::ffff:127.0.0.1]', 'localhost', '169.254.169.254']) {
      faults.add({ kind: 'redirect', times: Infinity, location: `https://${host}:${target.port}/api` });
      expect(await codesOf(environment.gravityZone.url)).toEqual(['NOT_GRAVITYZONE', 'NOT_GRAVITYZONE']);
      faults.clear();
    }
    expect([setOutFor(target.port), target.integrations]).toEqual([[], 0]);
  });

  test('refuses every kind of forbidden target, and each spelling of it, without a packet', async () => {
    const target = await listener('::');
    environment.config.gravityZone.allowedNetworks.length = 0;
    for (const host of [
      ...addresses.map((address) => (address.includes(':') ? `[${address}]` : address)),
      ...spellings,
    ])
      expect(await codesOf(`https://${host}:${target.port}/api`), host).toEqual([
        'FORBIDDEN_ADDRESS',
        'FORBIDDEN_ADDRESS',
      ]);
    expect([setOutFor(target.port), target.integrations]).toEqual([[], 0]);
  });

  test('stops calling an integration whose network the operator has withdrawn, and says so', async () => {
    environment.config.gravityZone.allowedNetworks.length = 0;
    const port = Number(new URL(environment.gravityZone.url).port);
    const run = await syncNow(environment, clientId);
    expect(run.state).toBe('FAILED');
    expect(new Set(run.streams.flatMap(({ problem }) => problem?.code ?? []))).toEqual(new Set(['FORBIDDEN_ADDRESS']));
    expect(setOutFor(port)).toEqual([]);
  });
});
