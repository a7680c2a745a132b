import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Problem } from './problem.ts';
import type { ScreenResult } from './use-screen.ts';

/** A tool as an assistant of the person would be offered it. */
export interface AssistantTool {
  name: string;
  title: string;
  description: string;
}

/** Lists the tools that the person of a token may use. */
export type ListTools = () => Promise<{ tools: AssistantTool[] } | { problem: Problem }>;

const kinds: Readonly<Record<number, Problem['kind']>> = {
  401: 'signedOut',
  403: 'forbidden',
  429: 'busy',
  503: 'busy',
};

/** Asks for them as an assistant does, on this page's own origin: one message, and no library. */
export function createListTools(token: string): ListTools {
  return async () => {
    try {
      const response = await fetch('/mcp', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
      const { result, error } = await response.json();
      if (result) return { tools: result.tools };
      return { problem: { kind: kinds[response.status] ?? 'failed', message: error?.message ?? '' } };
    } catch (error) {
      return { problem: { kind: 'unreachable', message: error instanceof Error ? error.message : '' } };
    }
  };
}

/** How the tools of the person who looks are listed. */
export const ListToolsContext = createContext<ListTools | null>(null);

/** The tools of the person who looks, in the form of a screen's query. */
export function useTools(): ScreenResult<AssistantTool[]> {
  const list = useContext(ListToolsContext);
  const [data, setData] = useState<AssistantTool[]>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(true);
  const refresh = useCallback(async () => {
    if (list === null) return;
    setLoading(true);
    const answer = await list();
    if ('tools' in answer) setData(answer.tools);
    setProblem('problem' in answer ? answer.problem : null);
    setLoading(false);
  }, [list]);
  useEffect(() => void refresh(), [refresh]);
  return { data, loading, problem, refresh: () => void refresh() };
}
