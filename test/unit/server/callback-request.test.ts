import { describe, expect, it } from 'vitest';
import { isListed, readCallback, wantsCallback } from '../../../src/server/subscriptions/callback-request.js';

it.each([
  ['application/json;callbackSpec=1.0', true],
  ['application/json; callbackSpec="1.0"', true],
  ['application/json;callbackSpec=1.0, application/json', true],
  ['text/event-stream, application/json;CALLBACKSPEC=1.0;q=0.9', true],
  ['application/json', false],
  ['application/json;callbackSpec=2.0', false],
  ['application/json;callbackSpec=1.01', false],
  [undefined, false],
])('sees in the header %s whether events are wanted by callback: %s', (accept, wanted) => {
  expect(wantsCallback(accept)).toBe(wanted);
});

describe('a callback URL', () => {
  const listed = ['https://router-1.internal:4040/callback', 'https://router-2.internal/'];

  it.each([
    ['https://router-1.internal:4040/callback', true],
    ['https://router-1.internal:4040/callback/7f3c', true],
    ['https://ROUTER-1.internal:4040/callback/a/b', true],
    ['https://router-2.internal/any/path', true],
    ['https://router-2.internal:443/any', true],
    ['http://router-1.internal:4040/callback/7f3c', false],
    ['https://router-1.internal/callback/7f3c', false],
    ['https://router-1.internal:4040/callbacks', false],
    ['https://router-1.internal:4040/callback/../admin', false],
    ['https://router-1.internal:4040/callback/%2e%2e/admin', false],
    ['https://router-1.internal:4040/callback/7f3c?to=x', false],
    ['https://router-1.internal:4040/callback/7f3c#x', false],
    ['https://a:b@router-1.internal:4040/callback/7f3c', false],
    ['https://router-1.internal:4040@elsewhere.example/callback/7f3c', false],
    ['https://router-1.internal.elsewhere.example:4040/callback/7f3c', false],
    ['/callback/7f3c', false],
    ['', false],
  ])('%s is listed: %s', (url, is) => {
    expect(isListed(url, listed)).toBe(is);
  });

  it('is never listed where there is no list', () => {
    expect(isListed('https://router-1.internal:4040/callback', [])).toBe(false);
  });
});

describe('what a router sends', () => {
  const given = {
    callbackUrl: 'https://router/callback/7',
    subscriptionId: '7',
    verifier: 'v',
    heartbeatIntervalMs: 5_000,
  };
  const read = (changes: object) => readCallback({ ...given, ...changes }, ['https://router/callback']);

  it('is read with its heartbeat, which is 5 seconds where it is missing', () => {
    const target = { url: given.callbackUrl, id: '7', verifier: 'v', heartbeatMilliseconds: 5_000 };
    expect(read({})).toEqual(target);
    expect(read({ heartbeatIntervalMs: undefined })).toEqual(target);
    expect(read({ heartbeatIntervalMs: 0 })).toEqual({ ...target, heartbeatMilliseconds: 0 });
  });

  it.each([
    { subscriptionId: '' },
    { verifier: 7 },
    { verifier: 'x'.repeat(1_001) },
    { callbackUrl: undefined },
    { heartbeatIntervalMs: 999 },
    { heartbeatIntervalMs: -1 },
    { heartbeatIntervalMs: 1_500.5 },
    { heartbeatIntervalMs: 3_600_001 },
  ])('is refused with a sentence: %j', (changes) => {
    expect(read(changes)).toMatch(/^extensions\.subscription must have /);
  });

  it('is refused where it names another place, which the sentence does not repeat', () => {
    expect(read({ callbackUrl: 'https://elsewhere/callback' })).toBe('This service may not call this callback URL.');
  });
});
