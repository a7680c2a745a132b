import { randomBytes } from 'node:crypto';
import { withSession } from '../database/session.js';
import { type DatabaseUrls } from '../database-url.js';

/** Long enough for a server under load: without a pooler the notification arrives within milliseconds. */
const deadlineMilliseconds = 15_000;

/**
 * Checks that what is notified through `url` arrives on a session of `directUrl`. Throws a sentence otherwise: behind a
 * pooler in transaction mode, LISTEN succeeds and nothing ever arrives.
 */
export async function checkListening({ url, directUrl }: DatabaseUrls, deadline = deadlineMilliseconds): Promise<void> {
  const channel = `opsmerge_bitdefender_${randomBytes(8).toString('hex')}`;
  const arrived = await withSession(directUrl, 'check', async (listener) => {
    const schema = 'select current_schema() as schema';
    // The listener sends nothing after LISTEN: a pooler would pass on with its next answer what had arrived meanwhile.
    const direct = (await listener.query<{ schema: string }>(schema)).rows[0]?.schema;
    const notified = new Promise<true>((resolve) => listener.once('notification', () => resolve(true)));
    await listener.query(`listen ${channel}`);
    const pooled = await withSession(url, 'check', async (notifier) => {
      await notifier.query('select pg_notify($1, $2)', [channel, '']);
      return (await notifier.query<{ schema: string }>(schema)).rows[0]?.schema;
    });
    if (pooled !== direct)
      throw new Error(
        `DATABASE_URL leads to the schema "${pooled}", DATABASE_DIRECT_URL to "${direct}": give both roles one search_path.`,
      );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), deadline);
    });
    return Promise.race([notified, late]).finally(() => clearTimeout(timer));
  });
  if (arrived) return;
  throw new Error(
    url === directUrl
      ? 'LISTEN does not work through DATABASE_URL, which leads to a pooler: set DATABASE_DIRECT_URL to the address of PostgreSQL.'
      : 'What is notified through DATABASE_URL does not arrive through DATABASE_DIRECT_URL: it must lead to the same database, and not through a pooler.',
  );
}
