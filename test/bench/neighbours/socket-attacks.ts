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
  payload?: { data?: { bitdefenderThreatChanged: { changeCount: number } } | null };
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
      const message = JSON.parse(String(data)) as Message;
      if (message.type === 'ping') socket.send('{"type":"pong"}');
      if (message.id !== undefined) note(made, message.id, message);
      if (message.type !== 'connection_ack') return;
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

function note({ refused, events }: Socket, id: string, { type, payload }: Message): void {
  const changed = payload?.data?.bitdefenderThreatChanged;
  if (changed) events.set(id, (events.get(id) ?? 0) + changed.changeCount);
  else if (type === 'next' || type === 'error') refused.add(id);
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
  for (let number = Date.now(); performance.now() < end; number += 1) {
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
  const listening = () =>
    sockets
      .filter(({ closed }) => closed === null)
      .flatMap((socket) =>
        Array.from({ length: each }, (_, number) => ({ socket, id: `${number}` })).filter(
          ({ id }) => !socket.refused.has(id),
        ),
      );
  const changesOf = ({ socket, id }: { socket: Socket; id: string }) => socket.events.get(id) ?? 0;
  // A subscription counts from its first change on.
  await decideUntil(request, () => listening().every((one) => changesOf(one) > 0));
  const before = new Map(sockets.map((socket) => [socket, new Map(socket.events)]));
  const decisions = await decide(request, 1, 500);
  const missed = (one: { socket: Socket; id: string }) =>
    decisions - (changesOf(one) - (before.get(one.socket)?.get(one.id) ?? 0));
  const end = performance.now() + 30_000;
  while (listening().some((one) => missed(one) > 0) && performance.now() < end) await sleep(200);

  const outcome: Outcome = { answers: { decisions, subscriptions: listening().length }, lost: [] };
  for (const { closed, refused } of sockets) {
    add(outcome.answers, 'refused subscriptions', refused.size);
    if (closed !== null) add(outcome.answers, `socket: ${closed}`);
  }
  for (const one of listening())
    if (missed(one) > 0) outcome.lost.push(`${missed(one)} of ${decisions} changes by a subscription`);
  for (const { socket } of sockets) socket.terminate();
  return outcome;
}

/** Decides once a second until everybody has heard of it; gives up after half a minute. */
async function decideUntil(request: AttackRequest, isHeard: () => boolean): Promise<void> {
  for (let tries = 0; tries < 30 && !isHeard(); tries += 1) {
    await decide({ ...request, seconds: 0.001 }, 1, 1_000);
  }
  await sleep(1_000);
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
