import { createExplorer } from '../explorer/explorer.js';
import { builtFolder } from '../project.js';
import type { Send } from '../send.js';
import { joinPages, type Pages } from './answer.js';
import { createConsolePages } from './console.js';
import { createSession, type SessionOptions } from './session.js';

/** What the pages need of the demo. */
export interface DemoPagesOptions extends SessionOptions {
  /** Asks the gateway as somebody who may read everything. */
  send: Send;
}

/** The pages of the demo: the console, the page to try the graph, and what issues their tokens. */
export const createDemoPages = (options: DemoPagesOptions): Pages =>
  joinPages(
    createSession(options),
    createExplorer(options),
    createConsolePages({ ...options, folder: builtFolder('console-demo') }),
  );
