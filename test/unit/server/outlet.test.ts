import { expect, it } from 'vitest';
import { socketLimits } from '../../../src/server/socket-limits.js';
import { socketOutlet } from '../../../src/server/subscriptions/outlet.js';

/** A socket whose client reads or does not, with the writes to its connection. */
function createSocket() {
  const state = { corks: 0, pending: [] as string[], writes: [] as string[][], reads: true, closedWith: 0 };
  const written: (() => void)[] = [];
  const write = () => {
    if (state.corks > 0 || !state.reads || state.pending.length === 0) return;
    state.writes.push(state.pending);
    state.pending = [];
    for (const each of written.splice(0)) each();
  };
  const socket = {
    OPEN: 1,
    readyState: 1,
    get bufferedAmount() {
      return state.pending.join('').length;
    },
    send(json: Buffer, { binary }: { binary: boolean }, done?: () => void) {
      if (binary) throw new Error('The protocol wants text.');
      state.pending.push(json.toString());
      if (done) written.push(done);
      write();
    },
    close(code: number) {
      state.closedWith = code;
      socket.readyState = 2;
    },
  };
  const connection = {
    cork: () => {
      state.corks += 1;
    },
    uncork: () => {
      state.corks -= 1;
      write();
    },
  };
  const read = () => {
    state.reads = true;
    write();
  };
  return { state, socket, read, extra: { socket, request: { socket: connection } } as never };
}

it('sends what several subscriptions of a socket took in one write, each behind its own id', () => {
  const { state, extra } = createSocket();
  const outlets = ['1', '2"'].map((id) => socketOutlet(extra, id));
  for (const outlet of outlets) outlet.take([{ json: Buffer.from('{"data":1}') }, { json: Buffer.from('{"data":2}') }]);
  expect(state.writes).toEqual([]);
  // Nothing waits for a client, so none of them falls behind.
  expect(outlets.map((outlet) => outlet.flush())).toEqual([true, true]);
  expect(state.writes.map((texts) => texts.map((text) => JSON.parse(text)))).toEqual([
    ['1', '2"'].flatMap((id) => [1, 2].map((data) => ({ id, type: 'next', payload: { data } }))),
  ]);
});

it('waits until the client has read what it was given', async () => {
  const { state, extra, read } = createSocket();
  const outlet = socketOutlet(extra, '1');
  state.reads = false;
  outlet.take([{ json: Buffer.from('1') }, { json: Buffer.from('2') }]);
  expect(outlet.flush()).toBe(false);
  let isReady = false;
  const ready = outlet.ready().then(() => {
    isReady = true;
  });
  await new Promise(setImmediate);
  expect(isReady).toBe(false);
  read();
  await ready;
  await outlet.ready();
  expect(state.writes).toHaveLength(1);
});

it('closes a socket that leaves too much unread, and gives nothing to one that closes', () => {
  const { state, socket, extra } = createSocket();
  const outlet = socketOutlet(extra, '1');
  state.reads = false;
  outlet.take([{ json: Buffer.alloc(socketLimits.unreadBytes, 'x') }]);
  outlet.flush();
  const pending = [...state.pending];
  outlet.take([{ json: Buffer.from('y') }]);
  outlet.flush();
  expect([state.closedWith, socket.readyState, state.pending]).toEqual([1013, 2, pending]);
});
