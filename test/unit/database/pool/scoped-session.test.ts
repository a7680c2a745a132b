import { describe, expect, it } from 'vitest';
import { planSending, type SessionState, unknownSession } from '../../../../src/database/pool/scoped-session.js';

const ours: SessionState = { isOurs: true, inTransaction: false, scope: undefined };

/** What is sent around each of these statements, each for a tenant, from a first state on. */
function sent(first: SessionState, statements: readonly (readonly [text: string, tenant: string])[]): string[] {
  let state = first;
  return statements.map(([text, tenant]) => {
    const { begins, sets, after } = planSending(state, text, { tenant, pace: 'request' });
    state = after;
    return [begins ? 'begin' : null, sets && `${sets} ${tenant}`, text, begins ? 'commit' : null]
      .filter(Boolean)
      .join('; ');
  });
}

describe('planSending', () => {
  it('sets a session of ours only when the tenant changes', () => {
    expect(
      sent(ours, [
        ['select 1', 'a'],
        ['select 2', 'a'],
        ['select 3', 'b'],
      ]),
    ).toEqual(['session a; select 1', 'select 2', 'session b; select 3']);
  });

  it('keeps the setting over a transaction that commits, and not over one that is rolled back', () => {
    for (const [end, next] of [
      ['commit', 'select 2'],
      ['rollback', 'session a; select 2'],
      ['rollback to s', 'session a; select 2'],
    ] as const)
      expect(
        sent(ours, [
          ['begin', 'a'],
          ['select 1', 'a'],
          [end, 'a'],
          ['select 2', 'a'],
        ]),
      ).toEqual(['begin', 'session a; select 1', end, next]);
  });

  it('gives each statement behind a pooler a transaction of its own', () => {
    expect(
      sent(unknownSession, [
        ['select 1', 'a'],
        ['select 2', 'a'],
      ]),
    ).toEqual(['begin; transaction a; select 1; commit', 'begin; transaction a; select 2; commit']);
  });

  it('sets each transaction behind a pooler once, and again after a savepoint', () => {
    expect(
      sent(unknownSession, [
        ['start transaction isolation level serializable', 'a'],
        ['select 1', 'a'],
        ['savepoint s', 'a'],
        ['select 2', 'a'],
        ['rollback to s', 'a'],
        ['select 3', 'a'],
        ['commit', 'a'],
        ['begin', 'a'],
        ['select 4', 'a'],
      ]),
    ).toEqual([
      'start transaction isolation level serializable',
      'transaction a; select 1',
      'savepoint s',
      'select 2',
      'rollback to s',
      'transaction a; select 3',
      'commit',
      'begin',
      'transaction a; select 4',
    ]);
  });
});
