import type { Identity } from '../../demo/tokens.js';
import { atEndOfFile } from './end-of-file.js';
import type { TestEnvironment } from './environment.js';

/** An event of a stream as it came; comments, which keep the integration open, are left out. */
export interface StreamEvent {
  event: string;
  data: { data?: Record<string, unknown>; errors?: { message: string; extensions?: { code?: string } }[] } | null;
}

/** A stream of server-sent events. */
export interface OpenStream {
  status: number;
  headers: Headers;
  events: StreamEvent[];
  /** Whether the server has ended it. */
  ended: () => boolean;
  leave: () => void;
}

/** What a request is sent with, unless a test differs. */
interface StreamRequest {
  query: string;
  variables?: object;
  accept?: string;
  method?: 'GET' | 'POST';
  url?: string;
}

/** Asks for an operation as server-sent events; returns when the head of the answer is there. */
export async function openStream(
  environment: TestEnvironment,
  identity: Identity,
  { query, variables = {}, accept = 'text/event-stream', method = 'POST', url = environment.app.url }: StreamRequest,
): Promise<OpenStream> {
  const leaving = new AbortController();
  atEndOfFile(() => leaving.abort());
  const authorization = `Bearer ${await environment.tokens.issue(identity)}`;
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = await (method === 'GET'
    ? fetch(`${url}?${search}`, { headers: { accept, authorization }, signal: leaving.signal })
    : fetch(url, {
        method,
        headers: { accept, authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: leaving.signal,
      }));
  const events: StreamEvent[] = [];
  let isOver = false;
  void readEvents(response, events)
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  return {
    status: response.status,
    headers: response.headers,
    events,
    ended: () => isOver,
    leave: () => leaving.abort(),
  };
}

async function readEvents(response: Response, events: StreamEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data:(.*)$/m.exec(block) ?? [];
      if (event) events.push({ event, data: data?.trim() ? JSON.parse(data) : null });
    }
  }
}
