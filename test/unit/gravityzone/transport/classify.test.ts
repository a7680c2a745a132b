import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyAnswer } from '../../../../src/gravityzone/transport/classify.js';

type Answer = Parameters<typeof classifyAnswer>[0];

const reasonOf = (answer: Partial<Answer>) =>
  classifyAnswer({
    ...{ status: 200, body: undefined, isPage: false, toBitdefender: false },
    ...{ retryAfterSeconds: null, location: null, method: 'getApiKeyDetails' },
    ...answer,
  })?.code ?? 'none';
const page = { body: undefined, isPage: true };
const refusal = (code: number, details: string) => ({
  body: { id: '1', jsonrpc: '2.0', error: { code, data: { details } } },
});
const badKey = refusal(-32000, 'Invalid API key. Please generate an API key in Control Center.');

describe('the reason of a response', () => {
  test.each<[string, Partial<Answer>, string]>([
    ['a page with 401', { status: 401, ...page }, 'PROXY'],
    ['a page with 401 from a host of Bitdefender', { status: 401, ...page, toBitdefender: true }, 'PROXY'],
    ['an empty 401', { status: 401 }, 'PROXY'],
    ['a 401 in JSON that is no JSON-RPC', { status: 401, body: { message: 'Unauthorized' } }, 'PROXY'],
    ['a 401 with a text for an error', { status: 401, body: { error: 'login_required' } }, 'PROXY'],
    ['a 401 of GravityZone', { status: 401, ...badKey }, 'BAD_KEY'],
    ['a 401 of GravityZone without details', { status: 401, body: { error: { code: -32000 } } }, 'BAD_KEY'],
    [
      'a 401 of another region',
      { status: 401, ...refusal(-32000, 'The key belongs to another region.') },
      'WRONG_REGION',
    ],
    ['a page with 403', { status: 403, ...page }, 'PROXY'],
    ['a 403 of GravityZone', { status: 403, ...refusal(-32000, 'Forbidden') }, 'API_NOT_ENABLED'],
    ['a page with 407', { status: 407, ...page }, 'PROXY'],
    ['a page with 451', { status: 451, ...page }, 'PROXY'],
    ['a page with 400', { status: 400, ...page }, 'PROXY'],
    ['a page with 511', { status: 511, ...page }, 'PROXY'],
    ['a page with 200 from a host of Bitdefender', { ...page, toBitdefender: true }, 'PROXY'],
    [
      'a redirect from a host of Bitdefender',
      { status: 302, toBitdefender: true, location: 'http://portal.example' },
      'PROXY',
    ],
    ['a page with 200 from another host', page, 'NOT_GRAVITYZONE'],
    ['a redirect from another host', { status: 302, location: 'https://elsewhere.example' }, 'NOT_GRAVITYZONE'],
    ['a page with 404', { status: 404, ...page }, 'NOT_GRAVITYZONE'],
    ['a page with 429', { status: 429, ...page }, 'THROTTLED'],
    ['a page with 502', { status: 502, ...page }, 'SERVER_ERROR'],
    ['a result', { body: { id: '1', jsonrpc: '2.0', result: {} } }, 'none'],
  ])('of %s', (_name, answer, code) => {
    expect(reasonOf(answer)).toBe(code);
  });

  test('is BAD_KEY only when GravityZone says so', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.integer({ min: 200, max: 599 }),
        fastCheck.oneof(fastCheck.constant(undefined), fastCheck.jsonValue()),
        fastCheck.boolean(),
        fastCheck.boolean(),
        (status, body, isPage, toBitdefender) => {
          const { error } = Object(body);
          fastCheck.pre(typeof error !== 'object' || error === null);
          expect(reasonOf({ status, body, isPage: body === undefined && isPage, toBitdefender })).not.toBe('BAD_KEY');
        },
      ),
    );
  });
});
