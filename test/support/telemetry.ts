import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { startTelemetry } from '../../src/telemetry/start-telemetry.js';
import { atEndOfFile } from './end-of-file.js';

export interface RecordedTelemetry {
  /** Every span that has ended. */
  spans(): ReadableSpan[];
  /** What Prometheus would read now. */
  scrape(): Promise<string>;
}

/** Records spans in memory and serves metrics on a free port until the test file ends; to be called before the app starts. */
export async function recordTelemetry(): Promise<RecordedTelemetry> {
  const exporter = new InMemorySpanExporter();
  const telemetry = await startTelemetry(
    { scrape: { host: '127.0.0.1', port: 0 }, otlpMetrics: null, traces: true },
    (problem) => {
      throw new Error(problem);
    },
    [new SimpleSpanProcessor({ exporter })],
  );
  atEndOfFile(() => telemetry.close());
  return {
    spans: () => exporter.getFinishedSpans(),
    scrape: async () => (await fetch(telemetry.metricsUrl ?? '')).text(),
  };
}

/** The spans of the trace of `span`. */
export const traceOf = (spans: readonly ReadableSpan[], span: ReadableSpan) =>
  spans.filter((each) => each.spanContext().traceId === span.spanContext().traceId);

/** The names of the spans around `span` up to the root, the nearest first. */
export function pathOf(spans: readonly ReadableSpan[], span: ReadableSpan): string[] {
  const parent = spans.find((each) => each.spanContext().spanId === span.parentSpanContext?.spanId);
  return parent === undefined ? [] : [parent.name, ...pathOf(spans, parent)];
}
