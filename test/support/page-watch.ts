import { getOperationAST, parse } from 'graphql';
import type { Page, Request } from 'playwright-core';
import { expect } from 'vitest';

/** What went wrong in a page, and what it asked for. */
export interface PageWatch {
  /** Errors of its console and its scripts, failed requests, and requests to elsewhere; each is given once. What is left at the end fails the file. */
  takeProblems(): string[];
  /** How often each operation was sent, over HTTP or WebSocket, by its name; since the last time that this was asked. */
  takeOperations(): Record<string, number>;
}

/** A page that has been left, or an event stream that has been closed. */
const abandoned = 'net::ERR_ABORTED';

/** Watches a page that may reach these origins only. */
export function watchPage(page: Page, origins: readonly string[]): PageWatch {
  let problems: string[] = [];
  let operations: string[] = [];

  const report = (problem: string) => {
    const test = expect.getState().currentTestName;
    problems.push(`${problem} (at ${page.url()}${test === undefined ? '' : `, in "${test}"`})`);
  };
  const noteOrigin = (address: string) => {
    const { protocol, origin, host } = new URL(address);
    if (protocol === 'data:' || protocol === 'blob:') return;
    const reached = protocol === 'ws:' ? `http://${host}` : origin;
    if (!origins.includes(reached)) report(`The page asked ${address}, which is elsewhere`);
  };
  const noteOperation = (sent: unknown) => {
    const name = operationNameOf(sent);
    if (name !== null) operations.push(name);
  };

  page.on('console', (message) => {
    if (message.type() === 'error') report(`Console: ${message.text()} [${message.location().url}]`);
  });
  page.on('pageerror', (error) => report(`Script: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== abandoned) report(`${request.method()} ${request.url()} failed: ${reason}`);
  });
  page.on('request', (request) => {
    noteOrigin(request.url());
    noteOperation(bodyOf(request));
  });
  page.on('websocket', (socket) => {
    noteOrigin(socket.url());
    socket.on('framesent', ({ payload }) => noteOperation(subscribedTo(payload)));
  });

  return {
    takeProblems() {
      const taken = problems;
      problems = [];
      return taken;
    },
    takeOperations() {
      const taken = operations;
      operations = [];
      return Object.fromEntries(
        [...Map.groupBy(taken, (name) => name)].map(([name, all]) => [name, all.length] as const).toSorted(),
      );
    },
  };
}

function bodyOf(request: Request): unknown {
  const isGraph = new URL(request.url()).pathname === '/graphql';
  return isGraph ? parsed(request.postData() ?? '') : null;
}

/** What a message of graphql-ws subscribes to. */
function subscribedTo(payload: string | Buffer): unknown {
  const message = parsed(payload.toString()) as { type?: string; payload?: unknown } | null;
  return message?.type === 'subscribe' ? message.payload : null;
}

function operationNameOf(sent: unknown): string | null {
  const { query, operationName } = (sent ?? {}) as { query?: string; operationName?: string | null };
  if (query === undefined) return null;
  return getOperationAST(parse(query), operationName)?.name?.value ?? 'anonymous';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
