import { describe, expect, it } from 'vitest';
import { asCommand, overHttp, tokenPlaceholder } from '../../../demo/console/screens/assistants/connect.ts';
import { matching } from '../../../demo/console/screens/assistants/matching.ts';

const tools = [
  { name: 'list_threats', title: 'Threats', description: 'Threats that Bitdefender detected.' },
  { name: 'list_audit', title: 'Audit', description: 'Who changed what and when.' },
];

describe('how an assistant is connected', () => {
  it('has the address of the page and a place for the token', () => {
    expect(overHttp('https://opsmerge.example')).toEqual({
      address: 'https://opsmerge.example/mcp',
      header: `Authorization: Bearer ${tokenPlaceholder}`,
    });
    expect(JSON.parse(asCommand('https://opsmerge.example'))).toMatchObject({
      mcpServers: { 'opsmerge-bitdefender': { env: { MCP_GRAPH_URL: 'https://opsmerge.example/graphql' } } },
    });
  });
});

describe('the tools that match a search', () => {
  it.each([
    ['', ['list_threats', 'list_audit']],
    ['THREATS', ['list_threats']],
    ['what  changed', ['list_audit']],
    ['changed threats', []],
  ])('are for "%s"', (search, names) => {
    expect(matching(tools, search).map(({ name }) => name)).toEqual(names);
  });
});
