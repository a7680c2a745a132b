// The service, compiled and started again whenever a source file changes. Variables come from .env where there is one (see .env.example).
import { spawn } from 'node:child_process';

const children = [
  spawn('tsc', ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' }),
  spawn(process.execPath, ['--watch', '--env-file-if-exists=.env', 'dist/src/main.js'], { stdio: 'inherit' }),
];

const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
// Ctrl-C reaches the children too; waiting for them lets the service stop its PostgreSQL.
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('exit', stop);
