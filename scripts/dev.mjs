// The service, compiled and started again whenever a source file changes. Variables come from .env where there is one (see .env.example).
import { spawn } from 'node:child_process';

const children = [
  spawn('tsc', ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' }),
  // In a process group of its own: with Ctrl-C from the terminal as well it would get two signals, and the second would end it before its PostgreSQL.
  spawn(process.execPath, ['--watch', '--env-file-if-exists=.env', 'dist/src/main.js'], {
    stdio: 'inherit',
    detached: true,
  }),
];

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
