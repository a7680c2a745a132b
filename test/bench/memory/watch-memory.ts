import { writeHeapSnapshot } from 'node:v8';

/** What the service is asked for beside its work: its memory, or also a picture of its heap in a file. */
export interface MemoryRequest {
  number: number;
  snapshot?: string;
}

/** Megabytes after garbage was collected. */
export interface Memory {
  rss: number;
  heap: number;
  external: number;
}

/** What begins the line of an answer, before its number and the memory as JSON. */
export const answerMark = 'memory';

const megabytes = (bytes: number) => bytes / 1_048_576;

// Loaded before the service by --import, with --expose-gc: production has neither.
process.on('message', ({ number, snapshot }: MemoryRequest) => {
  // Finalisers of the first collection free what the second one finds.
  globalThis.gc?.();
  setTimeout(() => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const memory: Memory = { rss: megabytes(rss), heap: megabytes(heapUsed), external: megabytes(external) };
    if (snapshot !== undefined) writeHeapSnapshot(snapshot);
    process.stdout.write(`${answerMark} ${number} ${JSON.stringify(memory)}\n`);
  }, 100);
});
