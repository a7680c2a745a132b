import { type Asked, createPages, type Pages, policy, refusal } from './answer.js';
import { createBuiltPage } from './built.js';

export interface ConsolePagesOptions {
  /** Where the console is built. */
  folder: string;
  /** Its page there; that of the demo by default. */
  page?: string;
  /** The port of the stage, to which the page may connect too. */
  stagePort?: number;
}

const others = ['/graphql', '/mcp', '/explorer', '/session'];
const isUnder = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

/** The console as the demo shows it: one page for every path of its router, and its files. */
export function createConsolePages({ folder, page = 'demo.html', stagePort }: ConsolePagesOptions): Pages {
  const built = createBuiltPage(folder, page);

  /** Subscriptions go over a WebSocket of the host by which the page was reached, and so does the stage. */
  function policyFor({ request: { headers } }: Asked): string {
    const { host = '' } = headers;
    const stage = stagePort === undefined ? [] : [`http://${host.replace(/:\d+$/, '')}:${stagePort}`];
    return policy(`ws://${host}`, ...stage);
  }

  return createPages(isForConsole, async (asked) => {
    const { url, method } = asked;
    if (method !== 'GET') return refusal(405, 'There is no such page.');
    if (isUnder(url.pathname, '/assets')) return built.asset(asked, url.pathname.slice('/assets/'.length));
    return built.page({ 'content-security-policy': policyFor(asked) });
  });
}

function isForConsole({ request, url: { pathname } }: Asked): boolean {
  if (pathname === '/' || isUnder(pathname, '/assets')) return true;
  return !others.some((top) => isUnder(pathname, top)) && (request.headers.accept ?? '').includes('text/html');
}
