import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { answerParent } from './child.js';

/** What is sent without any work: for each tenant, by the name of its notifications, the payload of an event. */
interface RawRequest {
  databaseUrl: string;
  channel: string;
  payloads: Record<string, string>;
}

/**
 * The least that delivers an event: `ws`, which is sent a text for each notification. Its sockets belong to the tenant that stands in their
 * address, and their subscriptions have the ids that they ask for.
 */
answerParent(async ({ databaseUrl, channel, payloads }: RawRequest) => {
  const subscribers = new Map<string, { socket: WebSocket; id: string }[]>();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (socket, request) => {
    const tenant = new URL(request.url ?? '', 'ws://localhost').searchParams.get('tenant') ?? '';
    const all = subscribers.get(tenant) ?? [];
    subscribers.set(tenant, all);
    socket.on('message', (data) => {
      const { type, id } = JSON.parse(String(data)) as { type: string; id: string };
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      else all.push({ socket, id });
    });
  });
  await once(server, 'listening');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  client.on('notification', ({ payload = '' }) => {
    for (const { socket, id } of subscribers.get(payload) ?? [])
      socket.send(`{"id":"${id}","type":"next","payload":${payloads[payload]}}`);
  });
  await client.query(`listen ${channel}`);
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
});
