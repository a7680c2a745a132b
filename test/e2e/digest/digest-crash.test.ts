import { describe, it } from 'vitest';
import { deaths, type Mortal, raisePriority, startAgain } from '../../support/deaths.js';
import { surroundings } from '../../support/surroundings.js';

/** Each wait has its own patience, and its error says more than this one. */
const timeout = 900_000;

const switchOn = `mutation { setBitdefenderDigest(input: { enabled: true }) { userErrors { code } } }`;
const read = '{ bitdefenderDigest { enabled last { state reason } } }';

interface Read {
  bitdefenderDigest: { enabled: boolean; last: { state: string } | null };
}

/** A person whose digest is on, in a service that may die. */
async function person(): Promise<Mortal> {
  const around = await surroundings();
  const { core } = around;
  core.world('msp-one').users.set('ada', { id: 'ada', name: 'Ada' });
  const service = await around.start();
  await around.data(service, switchOn);
  // What was asked to find out whether core can.
  core.calls.clear();
  return {
    ...{ around, service, table: 'digest_delivery', queue: 'digest' },
    hold(moment, pass) {
      core.faults[moment === 'request' ? 'beforeMutation' : 'beforeAnswer'] = pass;
    },
  };
}

describe.concurrent('kill -9 while a digest is sent, then a start', () => {
  it.for(deaths)('$when: the person has it once', { timeout }, async ({ kill, asked }, { expect }) => {
    const given = await person();
    const { core, rows, data, until } = given.around;
    const killed = kill(given, 1);
    // Far enough from its real time that the next one is not due meanwhile.
    await rows(`update digest set next_at = now() - interval '1 hour', next_week = '2020-01-06',
      weekday = extract(isodow from now() at time zone 'UTC' + interval '3 days')`);
    await killed;
    core.faults.clear();
    await startAgain(given);
    await until(async () => {
      await raisePriority(given);
      const { bitdefenderDigest } = await data<Read>(given.service, read);
      return bitdefenderDigest.last?.state === 'SENT' || null;
    });
    // The job whose end was lost is taken up as well.
    await until(async () => {
      await raisePriority(given);
      const open = await rows(`select from pgboss.job where name = 'digest' and state < 'completed'`);
      return open.length === 0 || null;
    });
    expect(core.personal).toMatchObject([{ tenantId: 'msp-one', userId: 'ada' }]);
    expect(core.calls.get('notifyPerson')).toBe(asked);
    expect(await rows('select state, title, body from digest_delivery')).toEqual([
      { state: 'SENT', title: null, body: null },
    ]);
  });
});
