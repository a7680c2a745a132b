import { GravityZoneError } from '../transport/errors.js';
import { type Control, failureKind, judgeRows } from './judge-rows.js';

/** Reads rows one call at a time, and finds out whether a failure is that of the row or of GravityZone. */
export interface RowReader<Answer> {
  /** The answer, or the failure of this row alone. Throws the failure where it is that of GravityZone. */
  read(id: string): Promise<Answer | GravityZoneError>;
  /** To be called when no further row is asked for now. Throws where the failures so far are those of GravityZone. */
  settle(): Promise<void>;
}

/**
 * `ask` reads one row; `findControl` gives the id of a row that was read before, or null. It is asked for only when
 * failures leave it open whose they are.
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
