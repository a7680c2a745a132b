import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../../demo/tokens.js';
import { socketLimits } from '../../../src/server/socket-limits.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';

const subscription = 'subscription { bitdefenderThreatDetected { cursor } }';
const types = 'types { name description fields { name description } inputFields { name } }';
/** So much that a hundred of them do not fit into the buffers of the system, of which a socket may have some thirty megabytes. */
const introspection = `{ ${[1, 2, 3, 4, 5].map((number) => `a${number}: __schema { ${types} }`).join(' ')} }`;

describe('sockets', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment();
  });

  /** A socket, with the code it is closed with once it is, and the messages it got. */
  async function open() {
    const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
    atEndOfFile(() => socket.terminate());
    const state = { socket, closed: null as number | null, messages: [] as { type: string; id?: string }[] };
    socket.on('close', (code) => {
      state.closed = code;
    });
    socket.on('error', () => undefined);
    socket.on('message', (data) => state.messages.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once('open', resolve));
    return state;
  }

  async function authenticated(identity: Identity) {
    const state = await open();
    const authorization = `Bearer ${await environment.tokens.issue(identity)}`;
    state.socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await eventually(async () => state.messages.length > 0 || state.closed !== null);
    return state;
  }

  const send = (socket: WebSocket, id: number, query: string) =>
    socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload: { query } }));
  const refusals = ({ messages }: { messages: { type: string; id?: string }[] }) =>
    messages.filter(({ type }) => type === 'error').map(({ id }) => id);

  it('of one person are limited, those of others are not, and one that ends makes room', async () => {
    const person = { ...technician, subject: 'greedy' };
    const sockets = [];
    for (let count = 0; count < socketLimits.ofPerson; count += 1) sockets.push(await authenticated(person));
    expect(sockets.every(({ closed }) => closed === null)).toBe(true);
    expect((await authenticated(person)).closed).toBe(4429);
    expect((await authenticated({ ...technician, subject: 'modest' })).closed).toBeNull();
    expect((await authenticated({ ...person, tenantId: 'msp-two' })).closed).toBeNull();
    sockets[0]?.socket.close();
    await eventually(async () => (await authenticated(person)).closed === null);
    for (const { socket } of sockets) socket.close();
  });

  it('that are gone before their token is verified count for nobody', async () => {
    const person = { ...technician, subject: 'hasty' };
    // More than enough of them: not each closes within the short time that a verification takes.
    for (let count = 0; count < 4 * socketLimits.ofPerson; count += 1) {
      // Another token each time: one that is known is verified at once.
      const authorization = `Bearer ${await environment.tokens.issue({ ...person, expiresIn: 2_000_000_000 + count })}`;
      const { socket } = await open();
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }), () => socket.terminate());
    }
    await eventually(async () => (await authenticated(person)).closed === null);
  });

  it('without a token are limited, and do not count once they have one', async () => {
    const waiting = [];
    for (let count = 0; count < socketLimits.unauthenticated; count += 1) waiting.push(await open());
    const beyond = await open();
    await eventually(async () => beyond.closed === 1013);
    waiting[0]?.socket.close();
    await eventually(async () => (await authenticated(technician)).closed === null);
    for (const { socket } of waiting) socket.close();
  });

  it('run so many operations at once, and another when one has ended', async () => {
    const person = await authenticated({ ...technician, subject: 'busy' });
    for (let id = 0; id <= socketLimits.operations; id += 1) send(person.socket, id, subscription);
    await eventually(async () => refusals(person).length > 0);
    expect(refusals(person)).toEqual([String(socketLimits.operations)]);
    expect(JSON.stringify(person.messages)).toContain('TOO_MANY_AT_ONCE');
    person.socket.send(JSON.stringify({ type: 'complete', id: '0' }));
    send(person.socket, 1_000, '{ bitdefenderSettings { portalEnabled } }');
    await eventually(async () => person.messages.some(({ type, id }) => type === 'next' && id === '1000'));
    person.socket.close();
  });

  it('that are not read are closed with a code that clients retry', async () => {
    const person = await authenticated({ ...technician, subject: 'sleeper' });
    let sent = 0;
    let milliseconds = 500;
    const completed = () => person.messages.filter(({ type }) => type === 'complete').length;
    // It sleeps longer each time, until the service has had the time to write more than it may.
    await eventually(async () => {
      person.socket.pause();
      for (let count = 0; count < socketLimits.operations; count += 1) send(person.socket, sent++, introspection);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      milliseconds *= 2;
      person.socket.resume();
      await eventually(async () => person.closed !== null || completed() === sent);
      return person.closed !== null;
    });
    // The second where it slept for so long that the socket was ended without an answer to the first.
    expect([1013, 1006]).toContain(person.closed);
  });
});
