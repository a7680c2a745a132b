import { setTimeout as sleep } from 'node:timers/promises';
import { context, DiagLogLevel, diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { NodeSDK } from '@opentelemetry/sdk-node';
import { type MetricsServer, startMetricsServer } from './metrics-server.js';
import { serviceName } from './names.js';
import { type OtlpProtocol, otlpProtocols, type TelemetrySettings } from './settings.js';

/** What is recorded of this process. */
export interface Telemetry {
  /** Where Prometheus reads metrics; null for nowhere. */
  metricsUrl: string | null;
  /** Sends what is not sent yet, for some seconds at most, and stops recording. */
  close(): Promise<void>;
}

type SpanProcessors = NonNullable<NonNullable<ConstructorParameters<typeof NodeSDK>[0]>['spanProcessors']>;

/** Another problem is reported only after this time: a collector that is away fails every few seconds. */
const quietMilliseconds = 60_000;
const flushMilliseconds = 3_000;

/**
 * Starts to record as the settings say, for the whole process, before the app starts. The SDK is loaded only if something is recorded.
 * `spanProcessors` are for tests; `onProblem` receives what goes wrong while sending.
 */
export async function startTelemetry(
  settings: TelemetrySettings,
  onProblem: (problem: string) => void,
  spanProcessors?: SpanProcessors,
): Promise<Telemetry> {
  const { scrape, otlpMetrics, traces } = settings;
  if (scrape === null && otlpMetrics === null && !traces && spanProcessors === undefined)
    return { metricsUrl: null, close: async () => undefined };
  reportProblems(onProblem);
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { envDetector, resourceFromAttributes, serviceInstanceIdDetector, defaultResource } = await import(
    '@opentelemetry/resources'
  );
  const readers: MetricReader[] = [];
  let server: MetricsServer | undefined;
  if (scrape !== null) {
    const { PrometheusExporter } = await import('@opentelemetry/exporter-prometheus');
    const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
    readers.push(exporter);
    server = await startMetricsServer(exporter, scrape);
  }
  if (otlpMetrics !== null) readers.push(await otlpReader(otlpMetrics));
  const sdk = new NodeSDK({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
    // Not those of the host and the process: names of machines and accounts belong into no telemetry of ours.
    resourceDetectors: [serviceInstanceIdDetector, envDetector],
    metricReaders: readers,
    logRecordProcessors: [],
    ...(spanProcessors ? { spanProcessors } : !traces && { spanProcessors: [] }),
  });
  sdk.start();
  return {
    metricsUrl: server?.url ?? null,
    async close() {
      await server?.close();
      await Promise.race([
        sdk.shutdown().catch((error: Error) => onProblem(error.message)),
        sleep(flushMilliseconds, undefined, { ref: false }),
      ]);
      for (const api of [trace, metrics, logs, propagation, context, diag]) api.disable();
    },
  };
}

const otlpExporters = {
  'http/protobuf': async () => new (await import('@opentelemetry/exporter-metrics-otlp-proto')).OTLPMetricExporter(),
  'http/json': async () => new (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter(),
  grpc: async () => new (await import('@opentelemetry/exporter-metrics-otlp-grpc')).OTLPMetricExporter(),
} satisfies Record<(typeof otlpProtocols)[number], unknown>;

/** Built here, since the SDK reads its own from the environment only where none is given, and Prometheus may be another. */
async function otlpReader({
  protocol,
  intervalMilliseconds,
}: {
  protocol: OtlpProtocol;
  intervalMilliseconds: number;
}): Promise<MetricReader> {
  const { PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  return new PeriodicExportingMetricReader({
    exporter: await otlpExporters[protocol](),
    exportIntervalMillis: intervalMilliseconds,
    exportTimeoutMillis: Math.min(intervalMilliseconds, 30_000),
  });
}

/** Gives the SDK's own warnings to `onProblem`, at most one in a minute. */
function reportProblems(onProblem: (problem: string) => void): void {
  let quietUntil = 0;
  const report = (problem: string) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMilliseconds;
    onProblem(problem);
  };
  const ignore = () => undefined;
  diag.setLogger(
    { error: report, warn: report, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
