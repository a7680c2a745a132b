/** The name under which spans and metrics of this service are recorded, and its service name unless OTEL_SERVICE_NAME gives another. */
export const serviceName = 'opsmerge-bitdefender';
