import { GravityZoneError } from '../transport/errors.js';
import { type Control, failureKind, judgeRows } from './judge-rows.js';

/** Reads one row per call, and finds out whether a failure is caused by the row or by GravityZone. */
export interface RowReader<Answer> {
  /** Returns the answer, or the failure when it concerns this row only. Throws a failure of GravityZone. */
  read(id: string): Promise<Answer | GravityZoneError>;
  /** Call it after the last row. Throws when the failures so far are caused by GravityZone. */
  settle(): Promise<void>;
}

/**
 * `ask` reads one row; `findControl` returns the id of a row that was read before, or null. It is called only when the
 * cause of failures is unclear.
 */
export function createRowReader<Answer>(
  ask: (id: string) => Promise<Answer>,
  findControl: () => Promise<string | null>,
  signal: AbortSignal,
): RowReader<Answer> {
  const tally = { answered: 0, failedInARow: 0 };
  let lastFailure: GravityZoneError | null = null;

  async function attempt(id: string): Promise<Answer | GravityZoneError> {
    try {
      return await ask(id);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GravityZoneError) || failureKind(error.code) === 'SERVICE') throw error;
      return error;
    }
  }

  function isFailure(result: Answer | GravityZoneError): result is GravityZoneError {
    return result instanceof GravityZoneError && failureKind(result.code) === 'FAILED';
  }

  async function askControl(): Promise<Control> {
    const id = await findControl();
    if (id === null) return 'UNKNOWN';
    return isFailure(await attempt(id)) ? 'FAILED' : 'ANSWERED';
  }

  async function judge(ended: boolean): Promise<void> {
    let verdict = judgeRows(tally, ended, null);
    if (verdict === 'ASK_CONTROL') {
      const control = await askControl();
      verdict = judgeRows(tally, ended, control);
      if (control === 'ANSWERED') noteAnswer();
    }
    if (verdict === 'SERVICE_FAILED') throw lastFailure;
  }

  function noteAnswer(): void {
    tally.answered += 1;
    tally.failedInARow = 0;
  }

  return {
    async read(id) {
      const result = await attempt(id);
      if (!isFailure(result)) noteAnswer();
      else {
        tally.failedInARow += 1;
        lastFailure = result;
        await judge(false);
      }
      return result;
    },
    settle: () => judge(true),
  };
}
