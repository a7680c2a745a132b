import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectionOptions } from '../../../src/database-url.js';
import type { Attack, AttackRequest, Outcome } from './attack.js';
import { type Answer, createClient, type GraphClient, inParallel } from './graph-client.js';
import { manySubscriptions, socketsWithoutToken, unreadSockets } from './socket-attacks.js';

const atOnce = 8;
const aliases = (count: number, field: (number: number) => string) =>
  `{ ${Array.from({ length: count }, (_, number) => `a${number}: ${field(number)}`).join(' ')} }`;

const companies = (levels: number): string =>
  levels === 0 ? 'id name' : `id client { id bitdefender { companies { ${companies(levels - 1)} } } }`;
const hour = 3_600_000;
/** The longest range by the hour, another one each time. */
const series = (number: number) => {
  const to = Date.now() - number * hour;
  const range = `from: "${new Date(to - 720 * hour).toISOString()}", to: "${new Date(to).toISOString()}"`;
  return `bitdefenderThreatCounts { series(step: HOUR, ${range}) { steps { total } } }`;
};
const totals = (number: number) => `bitdefenderThreats(first: 1, filter: { search: "file ${number}" }) { totalCount }`;

/** Sends the documents in turn, some at once, for as long as the attack lasts. */
const documents =
  (...queries: string[]): Attack =>
  ({ url, tokens, seconds }) =>
    withClient(url, async (client) => {
      const answers: Record<string, number> = {};
      await inParallel(atOnce, seconds, async (number) => {
        count(answers, await client.ask(tokens[0] ?? '', queries[number % queries.length] ?? ''));
      });
      return { answers, lost: [] };
    });

/** Each attack by its name, in the order in which they are made. */
export const attacks: Readonly<Record<string, Attack>> = {
  'deep query': documents(
    ...[1, 2, 3, 4].map((levels) => `{ bitdefenderCompanies(first: 100) { edges { node { ${companies(levels)} } } } }`),
    `{ bitdefenderThreats(first: 100, filter: { status: ALL }) { edges { node { id device { id twins { id } client { id bitdefender {
      threats(first: 10) { edges { node { id device { id name } } } } } } } } } } }`,
  ),
  aliases: documents(
    aliases(200, series),
    aliases(100, series),
    aliases(100, totals),
    aliases(90, totals),
    aliases(40, series),
  ),
  subscriptions: manySubscriptions,
  'unread sockets': unreadSockets,
  'sockets without a token': socketsWithoutToken,
  'held lock': heldLock,
  bombs: ({ url, tokens, seconds, bomb }) =>
    withClient(url, async (client) => {
      const answers: Record<string, number> = {};
      await inParallel(atOnce, seconds, async () => {
        const input = { ...bomb, apiKey: 'f'.repeat(64) };
        count(answers, await client.ask(tokens[0] ?? '', testConnection, { input }));
      });
      return { answers, lost: [] };
    }),
  exports: floodOfExports,
  'Sync now': floodOfSyncs,
  triages: manyTriages,
};

const testConnection = `mutation ($input: TestBitdefenderIntegrationInput!) { testBitdefenderIntegration(input: $input) {
  test { ok problems { code } } userErrors { code } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) { mute { id } userErrors { code } } }`;
const sync = `mutation ($input: SyncBitdefenderClientInput!) { syncBitdefenderClient(input: $input) { runs { id } userErrors { code } } }`;
const link = '{ exportBitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { url } }';
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { code } } }`;

/** Another writer holds the lock of the tenant for eight seconds, and twelve people of it change something. */
function heldLock({ url, tokens, tenantId, databaseUrl, seconds }: AttackRequest): Promise<Outcome> {
  return withClient(url, async (client) => {
    const writer = new Client(connectionOptions(databaseUrl));
    await writer.connect();
    await writer.query('begin');
    await writer.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [tenantId]);
    const until = new Date(Date.now() + 3_600_000);
    const changes = Array.from({ length: 12 }, (_, number) =>
      client.ask(tokens[number % tokens.length] ?? '', mute, {
        input: { threatName: `Held ${number}`, until, reason: 'The lock of the tenant is held.' },
      }),
    );
    await sleep(8_000);
    await writer.query('rollback');
    const answers: Record<string, number> = {};
    const muted: string[] = [];
    for (const answer of await Promise.all(changes)) {
      count(answers, answer);
      const id = (answer.data as { muteBitdefenderAlerts?: { mute?: { id: string } } })?.muteBitdefenderAlerts?.mute
        ?.id;
      if (id !== undefined) muted.push(id);
    }
    const { rows } = await writer.query('select id from alert_mute where tenant_id = $1 and id = any ($2)', [
      tenantId,
      muted,
    ]);
    await writer.end();
    await sleep((seconds - 8) * 1_000);
    return { answers, lost: rows.length < muted.length ? [`${muted.length - rows.length} mutes`] : [] };
  });
}

/** Every link is read to its end: what was promised has all its rows. */
function floodOfExports({ url, tokens, seconds, threats }: AttackRequest): Promise<Outcome> {
  return withClient(url, async (client) => {
    const outcome: Outcome = { answers: {}, lost: [] };
    await inParallel(atOnce, seconds, async () => {
      const answer = await client.ask(tokens[0] ?? '', link);
      const file = (answer.data as { exportBitdefenderThreats?: { url: string } })?.exportBitdefenderThreats?.url;
      if (file === undefined) return count(outcome.answers, answer);
      const { status, lines } = await client.countLines(file);
      count(outcome.answers, { status, errors: [] });
      // One is the head, and what syncs find is added.
      if (status === 200 && lines < threats + 1) outcome.lost.push(`${threats + 1 - lines} lines of an export`);
    });
    return outcome;
  });
}

function floodOfSyncs({ url, tokens, seconds, clientIds }: AttackRequest): Promise<Outcome> {
  return withClient(url, async (client) => {
    const answers: Record<string, number> = {};
    const runs = new Set<string>();
    await inParallel(atOnce, seconds, async (number) => {
      const clientId = clientIds[number % clientIds.length];
      const answer = await client.ask(tokens[0] ?? '', sync, { input: { clientId } });
      count(answers, answer);
      const accepted = (answer.data as { syncBitdefenderClient?: { runs?: { id: string }[] | null } })
        ?.syncBitdefenderClient;
      for (const { id } of accepted?.runs ?? []) runs.add(id);
    });
    return { answers, lost: [], runs: [...runs] };
  });
}

/** Thirty at once, of 500 threats each. */
function manyTriages({ url, tokens, threatIds, seconds }: AttackRequest): Promise<Outcome> {
  return withClient(url, async (client) => {
    const outcome: Outcome = { answers: {}, lost: [], assigned: {} };
    await Promise.all(
      Array.from({ length: 30 }, async (_, number) => {
        const ids = threatIds.slice(number * 500, (number + 1) * 500);
        const assigneeId = `person-${number}`;
        const input = { ids, decision: 'ASSIGN', assigneeId };
        const answer = await client.ask(tokens[number % tokens.length] ?? '', triage, { input });
        count(outcome.answers, answer);
        if (isAccepted(answer)) Object.assign(outcome.assigned ?? {}, { [assigneeId]: ids.length });
      }),
    );
    await sleep(Math.min(seconds, 2) * 1_000);
    return outcome;
  });
}

const isAccepted = ({ status, errors, data }: Answer) =>
  status === 200 && errors.length === 0 && !JSON.stringify(data).includes('"code"');

function count(answers: Record<string, number>, { status, errors, data }: Answer): void {
  const code = errors[0] ?? /"code":"(\w+)"/.exec(JSON.stringify(data ?? null))?.[1] ?? '';
  const name = `${status} ${code}`.trim();
  answers[name] = (answers[name] ?? 0) + 1;
}

async function withClient(url: string, run: (client: GraphClient) => Promise<Outcome>): Promise<Outcome> {
  const client = createClient(url);
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}
