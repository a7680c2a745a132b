/** The encodings in which OTLP may be sent. */
export const otlpProtocols = ['http/protobuf', 'http/json', 'grpc'] as const;
export type OtlpProtocol = (typeof otlpProtocols)[number];

/** What is recorded, and where it goes. */
export interface TelemetrySettings {
  /** Where Prometheus reads metrics; null for nowhere. */
  scrape: { host: string; port: number } | null;
  /** How metrics are sent by OTLP, and how often; null for not at all. */
  otlpMetrics: { protocol: OtlpProtocol; intervalMilliseconds: number } | null;
  /** Whether spans are recorded. Where they go, the SDK reads from the standard variables. */
  traces: boolean;
}

/** Records nothing. */
export const noTelemetry: TelemetrySettings = { scrape: null, otlpMetrics: null, traces: false };

type Variables = Record<string, string | undefined>;

const listOf = (value: string | undefined) => (value ?? '').split(',').flatMap((part) => part.trim() || []);

/** Whether an exporter is configured for a signal: by its name, or by an OTLP endpoint, since OTLP is the standard's default. */
function exportersOf(signal: 'TRACES' | 'METRICS', given: Variables): string[] {
  const named = listOf(given[`OTEL_${signal}_EXPORTER`]);
  if (named.length > 0) return named.filter((name) => name !== 'none');
  const endpoint = given[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] || given.OTEL_EXPORTER_OTLP_ENDPOINT;
  return endpoint ? ['otlp'] : [];
}

const protocolOf = (signal: string, given: Variables) =>
  given[`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`] || given.OTEL_EXPORTER_OTLP_PROTOCOL || otlpProtocols[0];

/**
 * What the standard variables (`OTEL_*`) ask for, with the place where Prometheus reads; and what is wrong with them, each problem with its
 * variable in front. Every other standard variable (endpoints, headers, samplers, limits, resource) is read by the SDK itself.
 */
export function telemetrySettings(
  given: Variables,
  scrape: TelemetrySettings['scrape'],
): { settings: TelemetrySettings; problems: string[] } {
  const problems: string[] = [];
  if (given.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return { settings: noTelemetry, problems };
  const metrics = exportersOf('METRICS', given);
  const traces = exportersOf('TRACES', given);
  for (const name of metrics)
    if (name !== 'otlp')
      problems.push(`OTEL_METRICS_EXPORTER: must be "otlp" or "none"; METRICS_PORT serves metrics for Prometheus`);
  for (const name of traces)
    if (!['otlp', 'console', 'zipkin'].includes(name))
      problems.push(`OTEL_TRACES_EXPORTER: must be one of otlp, console, zipkin and none`);
  const protocol = otlpProtocols.find((known) => known === protocolOf('METRICS', given));
  if (protocol === undefined || !otlpProtocols.some((known) => known === protocolOf('TRACES', given)))
    problems.push(`OTEL_EXPORTER_OTLP_PROTOCOL: must be one of ${otlpProtocols.join(', ')}`);
  const intervalMilliseconds = Number(given.OTEL_METRIC_EXPORT_INTERVAL || 60_000);
  if (!(intervalMilliseconds >= 1_000))
    problems.push('OTEL_METRIC_EXPORT_INTERVAL: must be a number of milliseconds, 1000 at least');
  const isSent = metrics.includes('otlp') && protocol !== undefined;
  return {
    settings: {
      scrape,
      otlpMetrics: isSent ? { protocol, intervalMilliseconds } : null,
      traces: traces.length > 0,
    },
    problems,
  };
}
