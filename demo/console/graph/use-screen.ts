import { useCallback } from 'react';
import { type AnyVariables, useQuery } from 'urql';
import type { TypedDocumentString } from '../../../operations/documents.ts';
import { type Problem, problemOf } from './problem.ts';

/** What a screen knows of its query. */
export interface ScreenResult<Data> {
  /** Also while newer data are on their way, and after a refresh that failed. */
  data: Data | undefined;
  loading: boolean;
  problem: Problem | null;
  /** When the graph answered last, by this browser's clock. */
  refresh: () => void;
}

/** Asks for the data of a screen; what is known already is shown meanwhile. */
export function useScreen<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { pause = false }: { pause?: boolean } = {},
): ScreenResult<Data> {
  const [{ data, fetching, stale, error }, execute] = useQuery<Data, AnyVariables>({
    query: document.toString(),
    variables: variables as AnyVariables,
    requestPolicy: 'cache-and-network',
    pause,
  });
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  // Where nothing at all could be answered, the graph says null.
  return { data: data ?? undefined, loading: fetching || stale, problem: problemOf(error), refresh };
}
