import { afterEach, describe, expect, test } from 'vitest';
import { guardedLookup, isAllowedAddress } from '../../src/gravityzone/addresses.js';
import { normaliseEndpoint } from '../../src/gravityzone/endpoint.js';
import { type ReadingMethodName, readingMethods } from '../../src/gravityzone/methods.js';
import { createTransport } from '../../src/gravityzone/transport.js';
import { clientOf, closeAll, freeBudget, loopback, reasonOf, simulate } from './support.js';

afterEach(closeAll);

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'no address',
  ])('%s is refused', (address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  test('public ones pass, private ones where the operator allows them', () => {
    expect(isAllowedAddress('34.159.83.241', [])).toBe(true);
    expect(isAllowedAddress('2a00:1450:4001::1', [])).toBe(true);
    expect(isAllowedAddress('10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('192.168.1.1', ['10.0.0.0/8', 'fd00::/8'])).toBe(false);
  });

  test.each(['https://localhost:PORT/api', 'https://127.0.0.1:PORT/api', 'https://[::ffff:127.0.0.1]:PORT/api'])(
    '%s is refused and no packet sent',
    async (form) => {
      const simulator = await simulate();
      const endpoint = form.replace('PORT', new URL(simulator.url).port);
      const client = clientOf(simulator, { endpoint, allowedNetworks: [] });
      expect(await reasonOf(client.ownCompany())).toBe('FORBIDDEN_ADDRESS');
      expect(simulator.calls).toEqual([]);
    },
  );

  test('one forbidden address among several spoils the name', async () => {
    const simulator = await simulate();
    const resolve = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    expect(await reasonOf(clientOf(simulator, { resolve }).ownCompany())).toBe('FORBIDDEN_ADDRESS');
    expect(simulator.calls).toEqual([]);
  });

  test('a redirect is not followed, so nothing reaches where it leads', async () => {
    const simulator = await simulate();
    const behind = await simulate();
    simulator.faults.add({ kind: 'redirect', location: `${behind.url}/v1.0/jsonrpc/companies` });
    expect(await reasonOf(clientOf(simulator).ownCompany())).toBe('NOT_GRAVITYZONE');
    expect(behind.calls).toEqual([]);
  });

  test('a rebinding name is judged anew for each connection, by the address connected to', async () => {
    const answers = ['34.159.83.241', '127.0.0.1'];
    const lookup = guardedLookup([], async () => [{ address: answers.shift() ?? '', family: 4 }]);
    const ask = () =>
      new Promise((resolve) => lookup('rebind.example', {}, (error, address) => resolve(error ?? address)));
    expect(await ask()).toBe('34.159.83.241');
    expect(await ask()).toMatchObject({ code: 'FORBIDDEN_ADDRESS' });
  });
});

describe('the access URL', () => {
  const wanted = 'https://cloud.gravityzone.bitdefender.com/api';
  test.each([
    wanted,
    `${wanted}/`,
    ' https://cloud.gravityzone.bitdefender.com ',
    'cloud.gravityzone.bitdefender.com/',
    'HTTPS://Cloud.GravityZone.Bitdefender.com//api//',
    `${wanted}?x=1#y`,
    `${wanted}/v1.0/jsonrpc/network`,
  ])('%s is understood', (input) => {
    expect(normaliseEndpoint(input)).toBe(wanted);
  });

  test('keeps a port and a path before /api', () => {
    expect(normaliseEndpoint('https://gz.example.com:8443/console')).toBe('https://gz.example.com:8443/console/api');
  });

  test.each([
    ['', /empty/],
    ['http://gz.example.com/api', /must begin with https/],
    ['ftp://gz.example.com', /must begin with https/],
    ['https://user:secret@gz.example.com/api', /must not hold a user name/],
    ['https://gravityzone.bitdefender.com', /login page/],
    ['https://', /not a URL/],
  ])('%s is refused with a sentence', (input, sentence) => {
    expect(() => normaliseEndpoint(input)).toThrow(sentence);
  });
});

describe('the allow-list', () => {
  test('holds nothing but methods that read', () => {
    for (const { method } of Object.values(readingMethods)) expect(method).toMatch(/^get[A-Z]/);
  });

  test.each(['createScanTask', 'deleteEndpoint', 'constructor', '__proto__'])('%s cannot be sent', async (name) => {
    const simulator = await simulate();
    const transport = createTransport({
      endpoint: simulator.url,
      apiKey: simulator.addKey(),
      trust: { caCertificate: simulator.caCertificate },
      allowedNetworks: loopback,
      budget: freeBudget(),
    });
    await expect(transport.call(name as ReadingMethodName, {})).rejects.toThrow(TypeError);
    expect(simulator.calls).toEqual([]);
    await transport.close();
  });
});
