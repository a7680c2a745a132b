import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { root } from './root.js';

/** The compiled service, as `npm start` runs it; `npm test` compiles it before the tests. */
export const entry = fileURLToPath(new URL('dist/src/main.js', root));

/** The options of Node that `npm start` gives it, such as the most memory it may take. */
export const nodeOptions: readonly string[] =
  (
    JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: { start: string } }
  ).scripts.start.match(/(?<= )--\S+/g) ?? [];

/** The service in a process of its own, which can die. */
export interface ServiceProcess {
  /** The GraphQL address. */
  url: string;
  pid: number;
  /** Ends it without a warning, as `kill -9` does: it can finish nothing. */
  kill(): void;
  /** Sends it a signal, such as SIGTERM, or SIGSTOP to leave all work to others until SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Sends it a message; a process that does not listen ignores it. */
  send(message: object): void;
  /** Resolves when it is gone, with the signal that ended it. */
  gone: Promise<NodeJS.Signals | null>;
  /** What it has written so far, line by line. */
  said: readonly string[];
}

const running = new Set<ChildProcess>();

/** Ends whatever this file has started and is still running. */
export async function killServices(): Promise<void> {
  const gone = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(gone);
}
// A test worker that ends early must not leave services behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What to do about a service beside using it. */
interface Watch {
  /** Learns of one that ended with an error; by default it is printed. */
  report?: (text: string) => void;
  /** Receives the process before it serves; its address is not known yet. */
  onStarting?: (service: ServiceProcess) => void;
}

/**
 * Starts the service with this configuration and nothing else of this process's environment; resolves once it serves. `program` is
 * another release's entry, or another way to start this one.
 */
export async function startService(
  configuration: Record<string, string>,
  program: readonly string[] = [...nodeOptions, entry],
  { report = (text) => process.stderr.write(text), onStarting }: Watch = {},
): Promise<ServiceProcess> {
  if (!existsSync(program.at(-1) ?? ''))
    throw new Error(`There is no ${program.at(-1)}: compile it with "npm run build".`);
  const child = spawn(process.execPath, [...program], {
    env: configuration,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const said: string[] = [];
  const gone = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(signal);
      // Nobody asked it to end: whatever the test fails at follows from this.
      if (code !== null && code !== 0) report(`A service ended with ${code}:\n${said.slice(-20).join('\n')}\n`);
    });
  });
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  const service: ServiceProcess = {
    url: '',
    pid: child.pid ?? 0,
    kill: () => signal('SIGKILL'),
    signal,
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    gone,
    said,
  };
  onStarting?.(service);
  service.url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          const serving = /"url":"([^"]+)","msg":"serving"/.exec(line)?.[1];
          if (serving !== undefined) resolve(serving);
        });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The service ended while starting:\n${said.slice(-20).join('\n')}`)));
  });
  return service;
}
