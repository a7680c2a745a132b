import type { OperationTypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  isAnsweredInEvents,
  kindOf,
  refusedTransport,
} from '../../../src/server/subscriptions/subscription-transport.js';

const json = 'application/json';
const events = 'text/event-stream';

describe('isAnsweredInEvents', () => {
  it.each<[string[], string, string | null, boolean]>([
    [[events], 'POST', 'subscription', true],
    [[events], 'GET', 'subscription', true],
    [[events], 'POST', 'query', true],
    [[events], 'POST', 'mutation', true],
    [[events], 'GET', 'query', true],
    [[events], 'GET', 'mutation', false],
    [[events], 'POST', null, true],
    [['application/graphql-response+json', json, events, 'multipart/mixed'], 'POST', 'subscription', true],
    [['application/graphql-response+json', json, events, 'multipart/mixed'], 'POST', 'query', false],
    [[json, events], 'POST', null, false],
    [['*/*', events], 'POST', 'mutation', false],
    [['multipart/mixed', events], 'POST', 'query', true],
    [['*/*'], 'POST', 'subscription', false],
    [['text/*'], 'POST', 'subscription', false],
    [[json], 'POST', 'subscription', false],
    [[], 'POST', 'subscription', false],
  ])('takes %j over %s for a %s: %s', (accepted, method, kind, expected) => {
    expect(isAnsweredInEvents(accepted, method, kind as OperationTypeNode | null)).toBe(expected);
  });
});

describe('refusedTransport', () => {
  it.each([
    [[json], undefined, 'in a single answer'],
    [['multipart/mixed;boundary="graphql";subscriptionspec=1.0', json], undefined, 'as multipart/mixed'],
    [['application/json;callbackspec=1.0'], undefined, 'by HTTP callback'],
    [[json], { subscription: { callbackUrl: 'https://router' } }, 'by HTTP callback'],
  ])('names what %j wanted', (accepted, extensions, wanted) => {
    const { message, extensions: given } = refusedTransport(accepted, extensions);
    expect(message).toContain(`A subscription is not served ${wanted}. Use WebSocket`);
    expect(given).toEqual({ code: 'SUBSCRIPTION_TRANSPORT' });
  });
});

describe('kindOf', () => {
  it.each([
    ['{ a }', undefined, 'query'],
    ['subscription { a }', undefined, 'subscription'],
    ['query A { a } subscription B { b }', 'B', 'subscription'],
    ['query A { a } subscription B { b }', undefined, null],
    ['{', undefined, null],
  ])('reads %s', (query, operationName, kind) => {
    expect(kindOf({ query, operationName })).toBe(kind);
  });
});
