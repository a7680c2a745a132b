import { describe, expect, it } from 'vitest';
import { askAgainAt } from '../../../../src/gravityzone/reads/ask-again.js';
import { failureKind, judgeRows } from '../../../../src/gravityzone/reads/judge-rows.js';
import { createRowReader } from '../../../../src/gravityzone/reads/row-reader.js';
import { GravityZoneError, type ReasonCode } from '../../../../src/gravityzone/transport/errors.js';
import { reasons } from '../../../../src/gravityzone/transport/reasons.js';

describe('whose failure it is', () => {
  it('follows the code: a refusal, a failure of perhaps one row, or everything else', () => {
    const kinds = Object.groupBy(Object.keys(reasons) as ReasonCode[], failureKind);
    expect(kinds.REFUSED?.sort()).toEqual(['INVALID_PARAMETERS', 'MALFORMED_ANSWER', 'METHOD_NOT_FOUND']);
    expect(kinds.FAILED?.sort()).toEqual(['SERVER_ERROR', 'TIMEOUT']);
    expect(kinds.SERVICE).toEqual(
      expect.arrayContaining(['BAD_KEY', 'THROTTLED', 'CIRCUIT_OPEN', 'CONNECTION_REFUSED', 'CANCELLED']),
    );
  });

  it.each([
    // answered, failed in a row, ended, control, verdict
    [0, 0, false, null, 'GO_ON'],
    [0, 0, true, null, 'GO_ON'],
    [0, 2, false, null, 'GO_ON'],
    [0, 3, false, null, 'ASK_CONTROL'],
    [9, 3, false, null, 'ASK_CONTROL'],
    [9, 2, true, null, 'GO_ON'],
    [0, 1, true, null, 'ASK_CONTROL'],
    [0, 3, false, 'ANSWERED', 'GO_ON'],
    [0, 3, false, 'FAILED', 'SERVICE_FAILED'],
    [9, 3, false, 'FAILED', 'SERVICE_FAILED'],
    [0, 3, false, 'UNKNOWN', 'SERVICE_FAILED'],
    [0, 1, true, 'FAILED', 'SERVICE_FAILED'],
    [0, 1, true, 'UNKNOWN', 'GO_ON'],
    [0, 2, true, 'UNKNOWN', 'SERVICE_FAILED'],
    [9, 7, false, 'UNKNOWN', 'GO_ON'],
    [9, 8, false, 'UNKNOWN', 'SERVICE_FAILED'],
  ] as const)('%i answered, %i failed, ended %s, control %s: %s', (answered, failedInARow, ended, control, verdict) => {
    expect(judgeRows({ answered, failedInARow }, ended, control)).toBe(verdict);
  });
});

describe('a reader of rows', () => {
  /** Reads every row of a list of which some are sick, and settles; what came of it and how many calls it took. */
  async function readAll(rows: string[], sick: (id: string) => boolean, control: string | null = null) {
    let calls = 0;
    const ask = async (id: string) => {
      calls += 1;
      if (sick(id)) throw new GravityZoneError('SERVER_ERROR');
      return id;
    };
    const reader = createRowReader(ask, async () => control, AbortSignal.timeout(60_000));
    const failed: string[] = [];
    try {
      for (const id of rows) if ((await reader.read(id)) instanceof GravityZoneError) failed.push(id);
      await reader.settle();
      return { failed, calls, thrown: null };
    } catch (error) {
      return { failed, calls, thrown: error };
    }
  }
  const rows = Array.from({ length: 60 }, (_, number) => `row-${number}`);

  it('skips exactly the sick rows wherever they lie, when a sound row is known', async () => {
    // Every way in which sick rows can lie among the first ten, and a long run of them.
    for (let pattern = 0; pattern < 1_024; pattern += 1) {
      const sick = (id: string) => ((pattern >> Number(id.slice(4))) & 1) === 1 && Number(id.slice(4)) < 10;
      const { failed, thrown } = await readAll(rows.slice(0, 12), sick, 'known');
      expect([thrown, failed]).toEqual([null, rows.slice(0, 12).filter(sick)]);
    }
    const allButLast = await readAll(rows, (id) => id !== 'known' && id !== 'row-59', 'known');
    expect([allButLast.thrown, allButLast.failed.length]).toEqual([null, 59]);
  });

  it('gives up after a few calls when nothing answers', async () => {
    for (const control of [null, 'known']) {
      const { thrown, calls } = await readAll(rows, () => true, control);
      expect(thrown).toMatchObject({ code: 'SERVER_ERROR' });
      expect(calls).toBeLessThanOrEqual(4);
    }
  });

  it('gives up soon when everything fails from some row on', async () => {
    for (const control of [null, 'known']) {
      const { thrown, calls } = await readAll(rows, (id) => id === 'known' || Number(id.slice(4)) >= 20, control);
      expect(thrown).toMatchObject({ code: 'SERVER_ERROR' });
      expect(calls).toBeLessThanOrEqual(28);
    }
  });

  it('throws at once what is not about a row', async () => {
    const reader = createRowReader(
      () => Promise.reject(new GravityZoneError('BAD_KEY')),
      async () => null,
      AbortSignal.timeout(60_000),
    );
    await expect(reader.read('row-1')).rejects.toMatchObject({ code: 'BAD_KEY' });
  });
});

it('asks again after 15 minutes, then doubling, up to a day', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  const minutes = [1, 2, 3, 7, 8, 2_000].map((failures) => (askAgainAt(failures, now).getTime() - +now) / 60_000);
  expect(minutes).toEqual([15, 30, 60, 960, 1_440, 1_440]);
});
