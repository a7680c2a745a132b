import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Identity } from '../../demo/tokens.js';
import { atEndOfFile } from './end-of-file.js';
import type { TestEnvironment } from './environment.js';

/** What a tool gave: whether it failed, its texts, and the data of the last one if it is JSON. */
export interface Given {
  failed: boolean;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each tool has another form, which the tests look into.
  data: any;
}

/** Calls a tool as an assistant does. */
export async function callTool(client: Client, name: string, given: Record<string, unknown> = {}): Promise<Given> {
  const { content, isError = false } = CallToolResultSchema.parse(await client.callTool({ name, arguments: given }));
  const texts = content.map((part) => (part.type === 'text' ? part.text : ''));
  return { failed: isError, text: texts.join('\n'), data: parsed(texts.at(-1) ?? '') };
}

/** An assistant that is connected over HTTP, by default through the gateway, with the token of a person. */
export async function connectAssistant(environment: TestEnvironment, identity: Identity): Promise<Client> {
  return connectWith(environment, `Bearer ${await environment.tokens.issue(identity)}`);
}

/** The same with any `Authorization`, or none. */
export async function connectWith({ gateway }: TestEnvironment, authorization: string | null): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const transport = new StreamableHTTPClientTransport(new URL(gateway?.mcpUrl ?? ''), { requestInit: { headers } });
  // Its optional session id is declared otherwise than the interface wants it.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  atEndOfFile(() => client.close());
  return client;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
