import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { decodeJwt } from 'jose';
import { viewerOf } from '../auth/viewer.js';
import { createMcpServer, type ToolCaller } from './mcp-server.js';

/** Thrown for a token that cannot be read; its message holds nothing of the token. */
export class UnreadableTokenError extends Error {}

/**
 * For whom tools are listed, by a token that is not verified here: the graph does that with every request, and a token that claims too much is
 * offered tools that the graph refuses. Throws an UnreadableTokenError.
 */
export function callerOf({ url, token }: { url: string; token: string }): ToolCaller {
  try {
    return { url, authorization: `Bearer ${token}`, viewer: viewerOf(decodeJwt(token)) };
  } catch {
    throw new UnreadableTokenError('MCP_TOKEN: is not an access token of OpsMerge');
  }
}

/** Serves the tools of a person over standard input and output, until the input ends. */
export async function serveStdio(caller: ToolCaller): Promise<void> {
  const server = createMcpServer(caller);
  await server.connect(new StdioServerTransport());
  await new Promise<void>((resolve) => process.stdin.once('end', resolve));
  await server.close();
}
