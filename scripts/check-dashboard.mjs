// Asks a running Prometheus every query of the Grafana dashboard and every expression of the alert rules:
//   node scripts/check-dashboard.mjs http://127.0.0.1:9090
// Prints what each gives, and fails when one is refused or, for the dashboard, gives nothing.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

const prometheus = process.argv[2] ?? 'http://127.0.0.1:9090';
const read = (file) => readFile(new URL(`../deploy/${file}`, import.meta.url), 'utf8');

/** The query as Grafana sends it with all replicas selected. */
const filled = (expression) => expression.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*');

async function ask(expression) {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(filled(expression))}`);
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data.result.length;
}

const { panels } = JSON.parse(await read('grafana/dashboard.json'));
const { groups } = parse(await read('prometheus/alerts.yml'));
const queries = [
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ title: `panel ${title}`, expr, needsData: true })),
  ),
  ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ title: `alert ${alert}`, expr }))),
];
let failed = 0;
for (const { title, expr, needsData } of queries) {
  const result = await ask(expr).catch((error) => error);
  const isBad = result instanceof Error || (needsData && result === 0);
  if (isBad) failed += 1;
  const text = result instanceof Error ? `refused: ${result.message}` : `${result} series`;
  process.stdout.write(`${isBad ? 'FAIL' : 'ok  '} ${title}: ${text}${isBad ? `\n     ${filled(expr)}` : ''}\n`);
}
process.stdout.write(`${queries.length} queries, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
