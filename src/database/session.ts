import { Client, type ClientConfig } from 'pg';
import { connectionOptions } from '../database-url.js';

/** Runs `work` on a session of its own, which then ends. `purpose` is appended to its application name. */
export async function withSession<Result>(
  url: string,
  purpose: string,
  work: (client: Client) => Promise<Result>,
  config: ClientConfig = {},
): Promise<Result> {
  const options = connectionOptions(url);
  const client = new Client({ ...options, application_name: `${options.application_name}-${purpose}`, ...config });
  // A lost connection fails the statement that runs, or the next one; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
