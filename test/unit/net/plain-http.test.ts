import { expect, it } from 'vitest';
import { isSafeUrl } from '../../../src/net/plain-http.js';

it.each([
  ['https://core.example/graphql', true],
  ['http://localhost:4000/graphql', true],
  ['http://core.localhost/graphql', true],
  ['http://127.0.0.1/', true],
  ['http://127.8.9.10/', true],
  ['http://[::1]:4000/', true],
  ['http://[::ffff:127.0.0.1]/', true],
  ['http://2130706433/', true],
  ['http://core.internal/graphql', true],
  ['http://CORE.internal:81/graphql', true],
  ['http://core.example/graphql', false],
  ['http://localhost.example/graphql', false],
  ['http://core.internal.example/graphql', false],
  ['http://10.0.0.1/', false],
  ['http://0.0.0.0/', false],
  ['ftp://localhost/', false],
  ['core.internal', false],
])('says of %s whether it may be called as it is', (url, expected) => {
  expect(isSafeUrl(url, ['core.internal'])).toBe(expected);
});
