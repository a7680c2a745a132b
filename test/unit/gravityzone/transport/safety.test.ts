import { afterEach, describe, expect, test } from 'vitest';
import { type ReadingMethodName, readingMethods } from '../../../../src/gravityzone/reads/methods.js';
import { normaliseEndpoint } from '../../../../src/gravityzone/transport/endpoint.js';
import { createTransport } from '../../../../src/gravityzone/transport/transport.js';
import { closeAll, freeBudget, loopback, simulate } from '../../../support/gravityzone.js';

afterEach(closeAll);

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
    `"${wanted}"`,
    `'${wanted}/'`,
    `\u201C${wanted}\u201D`,
    `\u00AB\u00A0${wanted}\u00A0\u00BB`,
    `"${wanted}`,
    `<${wanted}>`,
    `(${wanted}).`,
    `"${wanted}",`,
    `\t${wanted}\r\n`,
    `\uFEFF${wanted}\u200B`,
    'https://cloud.\u200Bgravityzone.bit\u00ADdefender.com/\u2060api',
    '\u202Ahttps://cloud.gravityzone.bitdefender.com/api\u202C',
    `https://${wanted}`,
    'https:\\\\cloud.gravityzone.bitdefender.com\\api',
  ])('normalises the access URL %s', (input) => {
    expect(normaliseEndpoint(input)).toBe(wanted);
  });

  test('keeps a port and a path before /api in the access URL', () => {
    expect(normaliseEndpoint('https://gz.example.com:8443/console')).toBe('https://gz.example.com:8443/console/api');
  });

  test.each([
    ['', /empty/],
    ['http://gz.example.com/api', /must begin with https/],
    ['ftp://gz.example.com', /must begin with https/],
    ['https://user:secret@gz.example.com/api', /must not contain a user name/],
    ['https://gravityzone.bitdefender.com', /login page/],
    ['https://', /not a URL/],
    ['"\u200B "', /empty/],
    ['https://gz.example.com /api', /contains a blank/],
    ['https://gz.example\n.com/api', /contains a blank/],
    ['https://a.example/api\nhttps://b.example/api', /contains a blank/],
    ['Access URL: https://gz.example.com/api', /contains a blank/],
    ['https://gz.example.com/"api', /contains the character "/],
    ['https://gz.exam"ple.com/api', /contains the character "/],
    ['https://a.example/api,https://b.example/api', /contains the character ,/],
    ['https://gz.example.com/%E2%80%8Bapi', /contains the character %/],
    ['https://gz.example.com/\u00E4pi', /contains the character \u00E4/],
  ])('refuses the access URL "%s" and explains why', (input, sentence) => {
    expect(() => normaliseEndpoint(input)).toThrow(sentence);
  });
});

describe('the allow-list', () => {
  test('allows only methods that read', () => {
    for (const { method } of Object.values(readingMethods)) expect(method).toMatch(/^get[A-Z]/);
  });

  test.each(['createScanTask', 'deleteEndpoint', 'constructor', '__proto__'])(
    'refuses to send the method %s',
    async (name) => {
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
    },
  );
});
