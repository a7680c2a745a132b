import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { AttackRequest, Outcome } from './attack.js';
import { createClient } from './graph-client.js';

/** A socket that speaks graphql-transport-ws by hand, as a client does that keeps to no rules. */
interface Socket {
  socket: WebSocket;
  /** Changes that were reported, by the subscription, and subscriptions that were refused. */
  events: Map<string, number>;
  refused: Set<string>;
  /** How the server closed it; null while it is open. */
  closed: string | null;
}

interface Message {
  type: string;
  id?: string;
  payload?: { data?: { bitdefenderThreatChanged: { changeCount: number } } };
}

const subscription = `subscription { bitdefenderThreatChanged(filter: { minimumSeverity: UNKNOWN, status: ALL }) {
  cursor kind changeCount threat { id name severity status hostName filePath assigneeId note } } }`;
const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { code } } }`;

/** Opens a socket; with a token it subscribes that often. Resolves when it is acknowledged, or closed. */
function open(url: string, token: string | null, subscriptions: number): Promise<Socket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const made: Socket = { socket, events: new Map(), refused: new Set(), closed: null };
  return new Promise((resolve) => {
    socket.on('open', () => {
      if (token === null) return resolve(made);
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    });
    socket.on('message', (data) => {
      const { type, id, payload } = JSON.parse(String(data)) as Message;
      if (type === 'ping') socket.send('{"type":"pong"}');
      if (type === 'next')
        made.events.set(
          id ?? '',
          (made.events.get(id ?? '') ?? 0) + (payload?.data?.bitdefenderThreatChanged.changeCount ?? 0),
        );
      if (type === 'error') made.refused.add(id ?? '');
      if (type !== 'connection_ack') return;
      for (let number = 0; number < subscriptions; number += 1)
        socket.send(JSON.stringify({ id: `${number}`, type: 'subscribe', payload: { query: subscription } }));
      resolve(made);
    });
    socket.on('error', (error) => {
      made.closed ??= error.message;
      resolve(made);
    });
    socket.on('close', (code) => {
      made.closed ??= `closed ${code}`;
      resolve(made);
    });
  });
}

/** Fifty at once: a client that opens all of them together would mostly measure the system's queue of connections. */
async function openMany(number: number, openOne: (index: number) => Promise<Socket>): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let from = 0; from < number; from += 50)
    sockets.push(
      ...(await Promise.all(Array.from({ length: Math.min(50, number - from) }, (_, index) => openOne(from + index)))),
    );
  return sockets;
}

function add(answers: Record<string, number>, name: string, number = 1): void {
  if (number > 0) answers[name] = (answers[name] ?? 0) + number;
}

/** Decides about threats again and again; returns how often that was accepted. */
async function decide(request: AttackRequest, many: number, pause: number): Promise<number> {
  const client = createClient(request.url);
  const end = performance.now() + request.seconds * 1_000;
  let accepted = 0;
  for (let number = 0; performance.now() < end; number += 1) {
    const ids = request.threatIds.slice(0, many);
    const input = { ids, decision: 'ASSIGN', assigneeId: `decided-${number}` };
    const { status, errors } = await client.ask(request.tokens[0] ?? '', triage, { input });
    if (status === 200 && errors.length === 0) accepted += 1;
    await sleep(pause);
  }
  await client.close();
  return accepted;
}

/** Three thousand subscriptions of a tenant, and a decision twice a second. */
export async function manySubscriptions(request: AttackRequest): Promise<Outcome> {
  const { url, tokens } = request;
  const each = 50;
  const sockets = await openMany(60, (index) => open(url, tokens[index % tokens.length] ?? '', each));
  // Until all of them are accepted or refused.
  await sleep(2_000);
  const decisions = await decide(request, 1, 500);
  await sleep(3_000);
  const outcome: Outcome = { answers: { decisions }, lost: [] };
  for (const { closed, refused, events, socket } of sockets) {
    if (closed !== null) add(outcome.answers, `socket: ${closed}`);
    else {
      add(outcome.answers, 'refused subscriptions', refused.size);
      for (let number = 0; number < each; number += 1)
        if (!refused.has(`${number}`)) {
          add(outcome.answers, 'subscriptions');
          const missed = decisions - (events.get(`${number}`) ?? 0);
          if (missed > 0) outcome.lost.push(`${missed} of ${decisions} changes by a subscription`);
        }
    }
    socket.terminate();
  }
  return outcome;
}

/** Subscribes with many sockets, reads nothing of them, and changes much. */
export async function unreadSockets(request: AttackRequest): Promise<Outcome> {
  const { url, tokens } = request;
  const sockets = await openMany(40, (index) => open(url, tokens[index % tokens.length] ?? '', 5));
  await sleep(1_000);
  for (const { socket, closed } of sockets) if (closed === null) socket.pause();
  const decisions = await decide(request, 500, 1_000);
  const outcome: Outcome = { answers: { decisions }, lost: [] };
  for (const { socket, closed } of sockets) if (closed === null) socket.resume();
  await sleep(3_000);
  for (const { socket, closed } of sockets) {
    add(outcome.answers, `socket: ${closed ?? 'open'}`);
    socket.terminate();
  }
  return outcome;
}

/** Five hundred sockets of nobody, opened again as soon as they are closed. */
export async function socketsWithoutToken({ url, seconds }: AttackRequest): Promise<Outcome> {
  const outcome: Outcome = { answers: {}, lost: [] };
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    const sockets = await openMany(500, () => open(url, null, 0));
    await sleep(1_000);
    for (const { socket, closed } of sockets) {
      add(outcome.answers, `socket: ${closed ?? 'open'}`);
      socket.terminate();
    }
  }
  return outcome;
}
