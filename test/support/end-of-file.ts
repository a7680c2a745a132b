const closing: (() => unknown)[] = [];

/**
 * Has `close` run when the test file has ended, what was opened last first. Works wherever it is called: Vitest ignores an `afterAll`
 * that is called while a hook or a test runs, and whatever stays open lives on in the files that follow.
 */
export function atEndOfFile(close: () => unknown): void {
  closing.push(close);
}

/** Runs what was registered, all of it even where some fail; throws the failures. */
export async function closeAll(): Promise<void> {
  const failures: unknown[] = [];
  for (let close = closing.pop(); close; close = closing.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Something could not be closed.');
}
