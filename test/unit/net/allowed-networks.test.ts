import { describe, expect, it } from 'vitest';
import { isId } from '../../../src/auth/id-grammar.js';
import { networksFor, openNetworks, parseAllowedNetworks } from '../../../src/net/allowed-networks.js';

const parse = (text: string) => parseAllowedNetworks(text, isId);

describe('parseAllowedNetworks', () => {
  it.each([
    ['', []],
    ['10.0.0.0/8', [{ network: '10.0.0.0/8', tenantId: null, ports: null }]],
    [
      '10.0.0.0/8, fd00::/8,',
      [
        { network: '10.0.0.0/8', tenantId: null, ports: null },
        { network: 'fd00::/8', tenantId: null, ports: null },
      ],
    ],
    [
      '10.0.0.0/8:443 msp-one=192.168.1.0/24:443,8443',
      [
        { network: '10.0.0.0/8', tenantId: null, ports: [443] },
        { network: '192.168.1.0/24', tenantId: 'msp-one', ports: [443, 8443] },
      ],
    ],
    [
      'a/b:c==fd00:20::/32:443, 8443 ::1/128',
      [
        { network: 'fd00:20::/32', tenantId: 'a/b:c=', ports: [443, 8443] },
        { network: '::1/128', tenantId: null, ports: null },
      ],
    ],
  ])('reads %j', (text, networks) => {
    expect(parse(text)).toEqual(networks);
  });

  it.each([
    '10.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/8:0',
    '10.0.0.0/8:65536',
    '10.0.0.0/8:443,65536',
    '10.0.0.0/8:https',
    '443',
    '10.0.0.0/8 443',
    '=10.0.0.0/8',
    '-one=10.0.0.0/8',
    'example.com',
    '10.0.0.0/8:443:8443',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNull();
  });
});

describe('networksFor', () => {
  const networks = parse('10.0.0.0/8 10.1.0.0/16:8443 one=10.2.0.0/16:443,8443 two=fd00::/8') ?? [];

  it.each([
    ['one', 'https://gz.example/api', ['10.0.0.0/8', '10.2.0.0/16']],
    ['one', 'https://gz.example:8443/api', ['10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16']],
    ['one', 'https://gz.example:22/api', ['10.0.0.0/8']],
    ['two', 'https://[fd00::1]/api', ['10.0.0.0/8', 'fd00::/8']],
    ['three', 'https://gz.example:443/api', ['10.0.0.0/8']],
    ['On', 'https://gz.example', ['10.0.0.0/8']],
  ])('gives %s at %s what is for it and its port', (tenantId, url, expected) => {
    expect(networksFor(networks, tenantId, url)).toEqual(expected);
  });

  it('gives open networks to everybody, at every port', () => {
    expect(networksFor(openNetworks(['::1/128']), 'any', 'https://x:1')).toEqual(['::1/128']);
  });
});
