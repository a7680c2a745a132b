import { type DestinationStream, type Logger, pino } from 'pino';
import { logFields } from './telemetry/request-context.js';

export type { Logger };

/** The names under which a secret could ever stand in a logged object. */
const secretFields = ['apiKey', 'sealedKey', 'authorization', 'token', 'serviceToken', 'masterKeys', 'password', 'key'];

/** A JSON-lines logger (UTC times) with request and trace ids that removes whatever is called like a secret, two levels deep. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    { level, redact: { paths, censor: '[removed]' }, timestamp: pino.stdTimeFunctions.isoTime, mixin: logFields },
    destination ?? pino.destination({ sync: true }),
  );
}
