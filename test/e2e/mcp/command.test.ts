import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { callTool, connectAssistant } from '../../support/assistant.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { root } from '../../support/root.js';

const entry = fileURLToPath(new URL('dist/src/mcp.main.js', root));
const path = { PATH: process.env.PATH ?? '' };

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true });
  environment.core.world('msp-one').addClient({ name: 'The Bakery' });
  environment.core.world('msp-two').addClient({ name: 'The Forge' });
});

/** An assistant that starts the command. */
async function start(identity: Identity, graphUrl = environment.gateway?.url ?? '') {
  const client = new Client({ name: 'test', version: '1.0.0' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [entry],
    env: { ...path, MCP_GRAPH_URL: graphUrl, MCP_TOKEN: await environment.tokens.issue(identity) },
    stderr: 'pipe',
  });
  const said: string[] = [];
  transport.stderr?.on('data', (chunk) => said.push(String(chunk)));
  await client.connect(transport);
  atEndOfFile(() => client.close());
  return { client, said };
}

describe('the command for assistants', () => {
  it.each([
    ['an administrator', admin],
    ['a technician', technician],
  ] as const)('offers %s the tools that are offered over HTTP', async (_who, identity) => {
    const { client } = await start(identity);
    expect(await client.listTools()).toEqual(await (await connectAssistant(environment, identity)).listTools());
  });

  it('asks the graph in the name of its person, and says nothing beside the protocol', async () => {
    const { client, said } = await start(admin);
    const ours = await callTool(client, 'list_client_names');
    expect(ours).toMatchObject({ failed: false });
    expect(ours.text).toContain('The Bakery');
    expect(ours.text).not.toContain('The Forge');
    expect(said).toEqual([]);
  });

  it('is refused by the graph with a token that has expired', async () => {
    const { client } = await start({ ...admin, expiresIn: 1_000_000_000 });
    const answer = await callTool(client, 'list_threats');
    expect(answer.failed).toBe(true);
    expect(answer.text).toMatch(/^UNAUTHENTICATED: .* connect again/);
  });

  it('says that the graph cannot be reached', async () => {
    const { client } = await start(admin, 'http://127.0.0.1:1/graphql');
    expect(await callTool(client, 'list_threats')).toMatchObject({
      failed: true,
      text: 'The graph cannot be reached. Try again later.',
    });
  });

  it.each([
    ['without a token', { MCP_GRAPH_URL: 'https://graph.example/graphql' }, /MCP_TOKEN: is required/],
    ['without a graph', { MCP_TOKEN: 'secret-thing' }, /MCP_GRAPH_URL: is required/],
    [
      'with what is no token',
      { MCP_GRAPH_URL: 'https://graph.example/', MCP_TOKEN: 'secret-thing' },
      /is not an access token/,
    ],
    [
      'where the token could be read on its way',
      { MCP_GRAPH_URL: 'http://graph.example/', MCP_TOKEN: 'secret-thing' },
      /must begin with https/,
    ],
  ])('ends at once %s, without repeating it', (_how, given, expected) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [entry], {
      env: { ...path, ...given },
      encoding: 'utf8',
      input: '',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr + stdout).not.toContain('secret-thing');
  });
});
