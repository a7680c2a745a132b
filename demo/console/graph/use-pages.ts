import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type AnyVariables, useClient } from 'urql';
import type { TypedDocumentString } from '../../../operations/documents.ts';
import { type Problem, problemOf } from './problem.ts';
import { type ScreenResult, useScreen } from './use-screen.ts';

/** A page of a list, as the graph gives it. */
export interface Page<Node> {
  edges: readonly { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** A list of which as many pages are known as have been scrolled to. */
export interface Pages<Data, Node> extends ScreenResult<Data> {
  rows: readonly Node[];
  more: (() => void) | undefined;
  loadingMore: boolean;
}

const none: readonly never[] = [];

/** Asks for a list page by page. The first page can be refreshed; the rows of later pages stay below it, each row once. */
export function usePages<Data, Variables, Node extends { id: string }>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  pageOf: (data: Data) => Page<Node> | null | undefined,
): Pages<Data, Node> {
  const client = useClient();
  const screen = useScreen(document, variables);
  const [later, setLater] = useState<{
    key: string;
    rows: readonly Node[];
    end: string | null;
    hasMore: boolean;
  } | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const key = JSON.stringify(variables);
  const latestKey = useRef(key);
  latestKey.current = key;
  const known = later?.key === key ? later : null;

  useEffect(() => setProblem(null), [key]);

  const first = screen.data === undefined ? undefined : pageOf(screen.data);
  const end = known ? known.end : (first?.pageInfo.endCursor ?? null);
  const hasMore = known ? known.hasMore : (first?.pageInfo.hasNextPage ?? false);

  const more = useCallback(async () => {
    setLoadingMore(true);
    const { data, error } = await client
      .query<Data, AnyVariables>(
        document.toString(),
        { ...JSON.parse(key), after: end, counts: false },
        { requestPolicy: 'network-only' },
      )
      .toPromise();
    setLoadingMore(false);
    const page = data === undefined ? undefined : pageOf(data);
    // The filter may have changed meanwhile.
    if (latestKey.current !== key) return;
    // A page may lack a name here and there, and be a page nevertheless.
    if (!page) return setProblem(problemOf(error));
    setLater((before) => ({
      key,
      rows: [...(before?.key === key ? before.rows : none), ...page.edges.map(({ node }) => node)],
      end: page.pageInfo.endCursor ?? null,
      hasMore: page.pageInfo.hasNextPage,
    }));
  }, [client, document, key, end, pageOf]);

  const rows = useMemo(() => {
    const found = new Map<string, Node>();
    for (const { node } of first?.edges ?? none) found.set(node.id, node);
    for (const node of known?.rows ?? none) if (!found.has(node.id)) found.set(node.id, node);
    return [...found.values()];
  }, [first, known]);

  return {
    ...screen,
    problem: screen.problem ?? problem,
    rows,
    more: hasMore && problem === null ? more : undefined,
    loadingMore,
  };
}
