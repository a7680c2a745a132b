import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';

/** A process of the benchmark, which does one thing after another when it is asked to. */
export interface Child {
  pid: number;
  /** Sends it a request and waits for its answer; fails when it ends first. */
  ask<Answer>(request: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts the file as a process; a `niceness` above 0 makes it give way to others. */
export async function startChild(file: URL, niceness = 0): Promise<Child> {
  const child = fork(file, { env: { ...process.env, NODE_ENV: 'production' } });
  const pid = child.pid ?? 0;
  if (niceness > 0) setPriority(pid, niceness);
  await nextMessage(child);
  return {
    pid,
    async ask<Answer>(request: object) {
      child.send(request);
      const { answer, problem } = (await nextMessage(child)) as { answer?: Answer; problem?: string };
      if (problem !== undefined) throw new Error(problem);
      return answer as Answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const gone = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${code}.`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: ended.signal }), gone])) as [unknown];
    return message;
  } finally {
    gone.catch(() => undefined);
    ended.abort();
  }
}

/** In such a process: answers the requests of the one that started it, until that one leaves. */
export function answerParent<Request>(answer: (request: Request) => Promise<unknown>): void {
  process.on('message', (request) => {
    answer(request as Request).then(
      (given) => process.send?.({ answer: given ?? null }),
      (error: Error) => process.send?.({ problem: error.stack ?? String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({});
}
