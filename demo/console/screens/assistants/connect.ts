/** Stands where a person puts a token of theirs; the page itself shows none. */
export const tokenPlaceholder = 'YOUR_OPSMERGE_TOKEN';

/** Where an assistant finds the tools over HTTP, and the header that it sends. */
export const overHttp = (origin: string) => ({
  address: `${origin}/mcp`,
  header: `Authorization: Bearer ${tokenPlaceholder}`,
});

/** What an assistant's settings say of a server that is a command; `origin` is where the graph is. */
export const asCommand = (origin: string): string =>
  JSON.stringify(
    {
      mcpServers: {
        'opsmerge-bitdefender': {
          command: 'npm',
          args: ['run', '--silent', '--prefix', 'FOLDER_OF_THIS_PROJECT', 'mcp'],
          env: { MCP_GRAPH_URL: `${origin}/graphql`, MCP_TOKEN: tokenPlaceholder },
        },
      },
    },
    null,
    2,
  );
