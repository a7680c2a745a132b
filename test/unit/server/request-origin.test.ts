import type { IncomingMessage } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { originOf, type Trust } from '../../../src/server/request-origin.js';

const trustOf = (setting: number | string[]) => express().set('trust proxy', setting).get('trust proxy fn') as Trust;
const from = (remoteAddress: string, headers: IncomingMessage['headers'], setting: number | string[] = 0) =>
  originOf({ headers, socket: { remoteAddress } } as IncomingMessage, trustOf(setting));

describe('originOf', () => {
  it.each<[string, number | string[], string, string]>([
    ['no proxy', 0, '203.0.113.9, 198.51.100.1', '10.0.0.1'],
    ['one proxy', 1, '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['two proxies', 2, '203.0.113.9, 198.51.100.1', '203.0.113.9'],
    ['more proxies than there are', 9, '203.0.113.9, 198.51.100.1', '203.0.113.9'],
    ['the network of the proxy', ['10.0.0.0/8'], '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['the networks of both', ['uniquelocal', '198.51.100.1'], '203.0.113.9, 198.51.100.1', '203.0.113.9'],
    ['a network of another', ['192.168.0.0/16'], '203.0.113.9', '10.0.0.1'],
  ])('believes %s', (_what, setting, forwarded, expected) => {
    expect(from('10.0.0.1', { 'x-forwarded-for': forwarded }, setting).address).toBe(expected);
  });

  it('writes each address in one way, and none that is not one', () => {
    expect(from('::ffff:10.0.0.1', {}).address).toBe('10.0.0.1');
    expect(from('2001:DB8:0:0::1', {}).address).toBe('2001:db8::1');
    expect(from('10.0.0.1', { 'x-forwarded-for': "'; drop" }, 1).address).toBeNull();
    expect(from('10.0.0.1', { 'x-forwarded-for': '' }, 1).address).toBeNull();
  });

  it('cuts and cleans the name of the program', () => {
    expect(from('10.0.0.1', { 'user-agent': 'curl/8.5' }).userAgent).toBe('curl/8.5');
    expect(from('10.0.0.1', { 'user-agent': `\u202Eabc\t${'x'.repeat(1_000)}` }).userAgent).toMatch(/^\?abc\?x{295}$/);
    expect(from('10.0.0.1', {}).userAgent).toBeNull();
  });
});
