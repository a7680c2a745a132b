import { once } from 'node:events';
import { WebSocket } from 'ws';
import { answerParent } from './child.js';

/** Asks this process to open sockets, or to wait until so many frames have come since it was last asked. */
export type ClientsRequest =
  | { open: { url: string; token?: string; tenant: string; sockets: number }[]; query: string }
  | { frames: number; seconds: number };

/** When the last frame came, on the clock that all processes of a machine share, and how many came with how many bytes. */
export interface Heard {
  last: number;
  frames: number;
  bytes: number;
  /** The payload of the first frame that a tenant got. */
  payloads: Record<string, string>;
}

/** Milliseconds of a clock that all processes share. */
export const sharedNow = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

const openedAtOnce = 50;

if (process.send) {
  let heard: Heard = { last: 0, frames: 0, bytes: 0, payloads: {} };
  let expected = Number.POSITIVE_INFINITY;
  let reached: () => void = () => undefined;

  /** Frames are counted and not parsed, for both servers, so that the clients are not what is measured. */
  function count(data: Buffer, tenant: string): void {
    heard.frames += 1;
    heard.bytes += data.length;
    heard.payloads[tenant] ??= /"payload":(.*)}$/.exec(data.toString())?.[1] ?? '';
    if (heard.frames < expected) return;
    heard.last = sharedNow();
    reached();
  }

  async function open(url: string, token: string | undefined, tenant: string, id: string, query: string) {
    const socket = new WebSocket(`${url}?tenant=${tenant}`, 'graphql-transport-ws', {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    socket.once('close', (code) => process.stderr.write(`A socket was closed with ${code}.\n`));
    await once(socket, 'open');
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    socket.send(JSON.stringify({ type: 'connection_init', payload: authorization }));
    await once(socket, 'message');
    socket.on('message', (data: Buffer) => count(data, tenant));
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  }

  async function wait(frames: number, seconds: number): Promise<Heard> {
    const timer = setTimeout(() => reached(), seconds * 1_000);
    await new Promise<void>((resolve) => {
      reached = resolve;
      expected = frames;
      if (heard.frames >= frames) resolve();
    });
    clearTimeout(timer);
    expected = Number.POSITIVE_INFINITY;
    if (heard.frames < frames) return heard;
    const result = heard;
    heard = { last: 0, frames: 0, bytes: 0, payloads: heard.payloads };
    return result;
  }

  answerParent(async (request: ClientsRequest) => {
    if ('frames' in request) return wait(request.frames, request.seconds);
    const { query } = request;
    const sockets = request.open.flatMap(({ sockets: number, ...given }) =>
      Array.from({ length: number }, () => given),
    );
    // Ids are of one length, so that both servers send the same bytes.
    const wanted = sockets.map((given, number) => ({ ...given, id: `subscription-${10_000 + number}` }));
    for (let from = 0; from < wanted.length; from += openedAtOnce)
      await Promise.all(
        wanted
          .slice(from, from + openedAtOnce)
          .map(({ url, token, tenant, id }) => open(url, token, tenant, id, query)),
      );
    return null;
  });
}
