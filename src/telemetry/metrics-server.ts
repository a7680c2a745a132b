import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PrometheusExporter } from '@opentelemetry/exporter-prometheus';

/** A server for Prometheus. */
export interface MetricsServer {
  /** The address of the metrics. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves what the exporter collects at `/metrics`; port 0 takes a free one. The exporter's own server would take its default port for
 * that, and reports a taken port only to its log.
 */
export async function startMetricsServer(
  exporter: PrometheusExporter,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] === '/metrics') exporter.getMetricsRequestHandler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/metrics`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
