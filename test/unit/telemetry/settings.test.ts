import { describe, expect, it } from 'vitest';
import { noTelemetry, telemetrySettings } from '../../../src/telemetry/settings.js';

const protobuf = { protocol: 'http/protobuf', intervalMilliseconds: 60_000 };
const collector = 'http://collector:4318';

describe('telemetrySettings', () => {
  it.each([
    ['nothing', {}, noTelemetry],
    ['an endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: collector }, { traces: true, otlpMetrics: protobuf }],
    ['an endpoint for traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector }, { traces: true, otlpMetrics: null }],
    ['an exporter of traces', { OTEL_TRACES_EXPORTER: 'console,otlp' }, { traces: true, otlpMetrics: null }],
    [
      'no exporters beside an endpoint',
      { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' },
      noTelemetry,
    ],
    [
      'a protocol and an interval',
      { OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_METRIC_EXPORT_INTERVAL: '5000' },
      { traces: false, otlpMetrics: { protocol: 'grpc', intervalMilliseconds: 5_000 } },
    ],
  ])('reads %s', (_, given, expected) => {
    const { settings, problems } = telemetrySettings(given, null);
    expect(problems).toEqual([]);
    expect(settings).toEqual({ scrape: null, ...expected });
  });

  it('keeps the port of Prometheus beside everything else', () => {
    const scrape = { host: '127.0.0.1', port: 9464 };
    expect(telemetrySettings({ OTEL_METRICS_EXPORTER: 'otlp' }, scrape).settings).toMatchObject({
      scrape,
      otlpMetrics: protobuf,
    });
  });

  it('records nothing when the SDK is disabled', () => {
    const scrape = { host: '127.0.0.1', port: 9464 };
    const given = { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: collector };
    expect(telemetrySettings(given, scrape).settings).toEqual(noTelemetry);
  });

  it.each([
    ['OTEL_METRICS_EXPORTER', 'prometheus'],
    ['OTEL_TRACES_EXPORTER', 'jaeger'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'udp'],
    ['OTEL_METRIC_EXPORT_INTERVAL', 'often'],
  ])('reports a bad value of %s', (name, value) => {
    expect(telemetrySettings({ [name]: value }, null).problems).toEqual([expect.stringMatching(`^${name}: `)]);
  });
});
