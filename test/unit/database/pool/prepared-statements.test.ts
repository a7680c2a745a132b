import type { PoolClient } from 'pg';
import { describe, expect, it } from 'vitest';
import { isOutdated, PreparedStatements } from '../../../../src/database/pool/prepared-statements.js';
import { createStatementNames } from '../../../../src/database/pool/statement-names.js';

/** A connection that keeps what it was sent, and what pg remembers of it. */
function connection() {
  const sent: string[] = [];
  const parsedStatements: Record<string, string> = {};
  const client = {
    connection: { parsedStatements },
    async query(given: string | { name: string; text: string }) {
      sent.push(typeof given === 'string' ? given : `prepare ${given.name} as ${given.text}`);
    },
  };
  return { client: client as unknown as PoolClient, sent, parsedStatements };
}

describe('PreparedStatements', () => {
  it('prepares behind what was sent, once on each connection', () => {
    const names = createStatementNames();
    const [one, two] = [connection(), connection()];
    const held = [one, two].map(({ client }) => new PreparedStatements(client, names));
    const [first, second] = held as [PreparedStatements, PreparedStatements];
    expect(first.nameOf('select 1')).toBeUndefined();
    for (const statements of [first, first, second]) {
      const name = statements.nameOf('select 1') ?? '';
      expect(name).toBe('s1');
      statements.keep(name, 'select 1', []);
      expect(statements.has(name)).toBe(true);
    }
    expect([one.sent, two.sent]).toEqual([['prepare s1 as select 1'], ['prepare s1 as select 1']]);
    first.forget('s1');
    expect([first.has('s1'), second.has('s1')]).toEqual([false, true]);
  });

  it('gives up on each connection what others have pushed out', () => {
    const names = createStatementNames({ statements: 2, characters: 1_000 });
    const [one, two] = [connection(), connection()];
    const held = [one, two].map(({ client }) => new PreparedStatements(client, names));
    const [first, second] = held as [PreparedStatements, PreparedStatements];
    for (const text of ['select 1', 'select 2']) {
      first.nameOf(text);
      const name = first.nameOf(text) ?? '';
      first.keep(name, text, []);
      one.parsedStatements[name] = text;
    }
    second.keep(second.nameOf('select 1') ?? '', 'select 1', []);
    expect([first.size, second.size]).toEqual([2, 1]);
    for (const { sent } of [one, two]) sent.length = 0;
    for (const statements of held) statements.release();
    expect([...one.sent, ...two.sent]).toEqual([]);
    second.nameOf('select 3');
    for (const statements of held) statements.release();
    expect([one.sent, two.sent]).toEqual([['deallocate s2'], []]);
    expect(one.parsedStatements).toEqual({ s1: 'select 1' });
    expect([first.size, second.size]).toEqual([1, 1]);
  });

  it('knows a failure for what was prepared from one of the statement', () => {
    const failed = (code: string) => Object.assign(new Error(), { code });
    expect([failed('0A000'), failed('26000'), failed('42P05')].map(isOutdated)).toEqual([true, true, true]);
    expect([failed('23505'), new Error(), null].map(isOutdated)).toEqual([false, false, false]);
  });
});
