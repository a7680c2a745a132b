import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { McpMessage } from '../server/mcp-route.js';
import { createMcpServer } from './mcp-server.js';

/**
 * Answers one message of the Model Context Protocol that came over HTTP; null when `gone`, since nobody waits for it any longer. There are no
 * sessions: each request has a server of its own, so any replica answers any request, and nothing of a caller outlasts it.
 */
export async function answerMcp({ caller, request, message, gone }: McpMessage): Promise<Response | null> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createMcpServer(caller);
  await server.connect(transport);
  const left = new Promise<null>((resolve) => gone.addEventListener('abort', () => resolve(null), { once: true }));
  try {
    return await Promise.race([transport.handleRequest(request, { parsedBody: message }), left]);
  } finally {
    // Aborts what the graph is still asked for.
    await server.close();
  }
}
