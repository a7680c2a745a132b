import { parse } from 'graphql';
import { type Asked, createPages, json, type Pages, type Reply, redirect, refusal } from '../pages/answer.js';
import { createBuiltPage } from '../pages/built.js';
import { builtFolder } from '../project.js';
import type { Send } from '../send.js';
import { readCollection } from './collection.js';
import type { CollectedScreen, ExplorerSetting } from './setting.js';
import { readPublicSchema, readSamples, variablesOf } from './variables.js';

/** What the page needs of the demo. */
export interface ExplorerOptions {
  clients: () => { id: string }[];
  /** Asks the gateway as somebody who may read everything. */
  send: Send;
}

const assets = '/explorer/assets/';

/** The page of the demo to try the graph: GraphiQL, a chooser of roles, and the operations of the screens. */
export function createExplorer(options: ExplorerOptions): Pages {
  const built = createBuiltPage(builtFolder('explorer'), 'index.html');
  const schema = readPublicSchema();
  const collection = schema.then(readCollection);
  // Whoever asks first gets the reason of a failure.
  for (const read of [collection, schema]) read.catch(() => undefined);

  const routes: Readonly<Record<string, (asked: Asked) => Promise<Reply>>> = {
    '/explorer': async () => redirect('/explorer/'),
    '/explorer/': () => built.page(),
    '/explorer/setting': async () => json({ screens: await collection } satisfies ExplorerSetting),
    '/explorer/variables': async ({ url }) => variables(await collection, url.searchParams.get('of') ?? ''),
  };

  async function variables(screens: CollectedScreen[], name: string): Promise<Reply> {
    const found = screens.flatMap(({ operations }) => operations).find((operation) => operation.name === name);
    const definition = found && parse(found.text).definitions.find((node) => node.kind === 'OperationDefinition');
    if (definition === undefined) return refusal(404, 'There is no such operation.');
    const samples = await readSamples(options.send, options.clients()[0]?.id ?? null);
    return json(variablesOf(await schema, definition, samples));
  }

  return createPages(
    ({ url: { pathname } }) => pathname === '/explorer' || pathname.startsWith('/explorer/'),
    async (asked) => {
      const { pathname } = asked.url;
      const route = pathname.startsWith(assets)
        ? () => built.asset(asked, pathname.slice(assets.length))
        : routes[pathname];
      if (!route) return refusal(404, 'There is no such page.');
      return asked.method === 'GET' ? route(asked) : refusal(405, 'There is no such page.');
    },
  );
}
