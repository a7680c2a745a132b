import { useCallback, useState } from 'react';
import { type TestBitdefenderIntegrationInput, TestIntegrationDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { errorsByField } from '../../parts/user-errors.ts';
import { type Check, checklistOf, checklistOfRefusal, type KeyTest } from './checklist.ts';

/** How a test ended. */
export interface TestResult {
  checks: Check[];
  /** Null where it was refused before anything was asked. */
  test: KeyTest | null;
  /** At inputs, where it was refused. */
  errors: Readonly<Record<string, string>>;
}

/** The button "Test": nothing is stored. Null while there is no result. */
export function useKeyTest() {
  const { run, busy } = useAction(TestIntegrationDocument);
  const [result, setResult] = useState<TestResult | null>(null);
  const start = useCallback(
    async (input: TestBitdefenderIntegrationInput) => {
      setResult(null);
      const answer = (await run({ input }))?.testBitdefenderIntegration;
      if (!answer) return;
      const { test, userErrors } = answer;
      const [refusal] = userErrors;
      setResult({
        checks: test ? checklistOf(test) : refusal ? checklistOfRefusal(refusal) : [],
        test,
        errors: errorsByField(userErrors),
      });
    },
    [run],
  );
  return { result, busy, start, reset: useCallback(() => setResult(null), []) };
}
