import { parseArgs } from 'node:util';
import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
const { configFromProcess } = await import('./config.js');
const { openDatabase } = await import('./database/database.js');
const { lift, readRefusals, refusalSeconds, refuse } = await import('./server/token-refusals.js');

const usage = `Refuses the tokens of a person or service, or one token, at once and until it is lifted.

  npm run refuse                                        shows what is refused
  npm run refuse -- --subject SUBJECT [--reason TEXT]   refuses every token with this claim "sub"
  npm run refuse -- --token ID [--reason TEXT]          refuses the token with this claim "jti"
  npm run refuse -- --subject SUBJECT --lift            lifts the refusal; in the same way for --token
`;

const { values } = parseArgs({
  options: {
    subject: { type: 'string' },
    token: { type: 'string' },
    reason: { type: 'string' },
    lift: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { databaseUrl } = configFromProcess();
const wanted = [
  ...(values.subject === undefined ? [] : [{ kind: 'SUBJECT' as const, value: values.subject }]),
  ...(values.token === undefined ? [] : [{ kind: 'TOKEN' as const, value: values.token }]),
];
if (values.help || (values.lift && wanted.length === 0) || wanted.some(({ value }) => value === '')) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 1;
} else if (databaseUrl === undefined) {
  process.stderr.write('DATABASE_URL: is required. The embedded PostgreSQL serves one process alone.\n');
  process.exitCode = 1;
} else {
  const database = openDatabase(databaseUrl);
  try {
    for (const refusal of wanted) {
      const name = `${refusal.kind.toLowerCase()} ${refusal.value}`;
      if (!values.lift) {
        await refuse(database.query, refusal, values.reason ?? null);
        process.stdout.write(`Refused: ${name}. Every process knows within ${refusalSeconds} seconds.\n`);
      } else if (await lift(database.query, refusal)) process.stdout.write(`Lifted: ${name}.\n`);
      else process.stdout.write(`Not refused: ${name}.\n`);
    }
    for (const { kind, value, reason, refusedAt } of await readRefusals(database.query))
      process.stdout.write(`${refusedAt.toISOString()}  ${kind}  ${value}${reason === null ? '' : `  ${reason}`}\n`);
  } finally {
    await database.close();
  }
}
