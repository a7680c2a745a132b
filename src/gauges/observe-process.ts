import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';
import { addCallbacks } from './callbacks.js';

/** How finely the delay of the event loop is sampled. */
const resolutionMilliseconds = 20;
const quantiles = { '0.5': 50, '0.99': 99, '1': 100 };

/** Observes this process: event loop, memory and processor. Returns what ends it. */
export function observeProcess(meter: Meter): () => void {
  const eventLoop = meter.createObservableGauge('bitdefender.event_loop_delay_seconds', {
    description: 'Delay of the event loop since it was last asked for, by quantile; 1 is the longest.',
    unit: 's',
  });
  const memory = meter.createObservableGauge('bitdefender.memory_bytes', {
    description: 'Memory of the process, by kind.',
    unit: 'By',
  });
  const processor = meter.createObservableCounter('bitdefender.cpu_seconds', {
    description: 'Processor time of the process.',
    unit: 's',
  });
  /** Sampled only once somebody asks: the sampler wakes the process fifty times a second. */
  let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;
  const remove = addCallbacks([
    [
      eventLoop,
      (result) => {
        if (delay === undefined) {
          delay = monitorEventLoopDelay({ resolution: resolutionMilliseconds });
          delay.enable();
        }
        for (const [quantile, percentile] of Object.entries(quantiles))
          result.observe(secondsOf(delay.percentile(percentile)), { quantile });
        delay.reset();
      },
    ],
    [
      memory,
      (result) => {
        const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
        for (const [kind, bytes] of Object.entries({ rss, heapUsed, heapTotal, external }))
          result.observe(bytes, { kind });
      },
    ],
    [
      processor,
      (result) => {
        const { user, system } = process.cpuUsage();
        result.observe((user + system) / 1e6);
      },
    ],
  ]);
  return () => {
    remove();
    delay?.disable();
  };
}

/** The sampler measures the whole interval between two of its own timers, of which only what exceeds the resolution is a delay. */
function secondsOf(nanoseconds: number): number {
  return Math.max(0, nanoseconds - resolutionMilliseconds * 1e6) / 1e9;
}
