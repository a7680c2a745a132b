import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
const { assistantFromProcess } = await import('./config.js');
const { callerOf, serveStdio, UnreadableTokenError } = await import('./mcp/command.js');

// Standard output is the protocol's: whatever is said to people goes to standard error.
try {
  await serveStdio(callerOf(assistantFromProcess()));
} catch (error) {
  if (!(error instanceof UnreadableTokenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
