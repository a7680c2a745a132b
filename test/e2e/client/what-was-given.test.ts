import { beforeAll, describe, expect, it } from 'vitest';
import { SaveMaintenanceWindowDocument } from '../../../operations/documents.js';
import { addClientTo, clientWorkDone, companyOf, type LivingClient, whenAsked } from '../../support/client-life.js';
import { admin, eventually, everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { askWithToken, changeSettings, createLink } from '../../support/report-world.js';
import { lookAtAllSeats } from '../../support/seats.js';
import { send } from '../../support/typed-operations.js';

const named = '{ portalBitdefenderReport { name } }';

describe('what was given to a client, when the client leaves', { timeout: 120_000 }, () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let butcher: LivingClient;
  let token: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01']);
    butcher = addClientTo(environment, 'BUTCHER', ['KNIFE-01']);
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId, [butcher.companyId]: butcher.clientId });
    await syncNow(environment, bakery.clientId);
    await changeSettings(environment, { portalEnabled: true });
    token = (await createLink(environment, { clientId: bakery.clientId, period: 'MONTH' })).token ?? '';
    await lookAtAllSeats(environment);

    const began = new Date(Date.now() - 10 * 60_000).toISOString();
    const schedule = { date: began.slice(0, 10), time: began.slice(11, 16), minutes: 600, timeZone: 'UTC' };
    const input = { name: 'Patch night', clientId: bakery.clientId, schedule };
    const { saveBitdefenderMaintenanceWindow: saved } = await send(environment, admin, SaveMaintenanceWindowDocument, {
      input,
    });
    expect(saved?.userErrors).toEqual([]);
    environment.gravityZone.world.addIncident({
      ...{
        companyId: bakery.companyId,
        deviceId: bakery.machines[0]?.id ?? null,
        name: 'Trojan.Held',
        severityScore: 95,
      },
    });
    await syncNow(environment, bakery.clientId);
    await eventually(async () => (await holds()).length === 1);
  });

  const opens = async () => (await askWithToken(environment, token, named)).status;
  const refusals = async () => {
    const { userErrors } = await createLink(environment, { clientId: bakery.clientId, period: 'MONTH' });
    return userErrors.map(({ code }) => code);
  };
  const holds = async () =>
    (await environment.database.query('select look_at <= now() as due from alert_hold where look_at is not null')).rows;
  const clientsOf = async (table: string) =>
    (await environment.database.query(`select distinct client_id from ${table} order by 1`)).rows.map(
      ({ client_id }) => client_id,
    );
  /** Companies that GravityZone was asked about when all seats were due. */
  async function askedForSeats(): Promise<unknown[]> {
    await environment.database.query("update seat_look set next_at = now() - interval '1 minute'");
    environment.gravityZone.calls.length = 0;
    await lookAtAllSeats(environment);
    const asked = environment.gravityZone.calls.filter(({ method }) => method === 'getMonthlyUsage');
    return [...new Set(asked.map(({ params }) => params.companyId))];
  }
  async function becomes(state: 'ACTIVE' | 'ARCHIVED') {
    environment.core.world('msp-one').setClientState(bakery.clientId, state);
    await whenAsked(environment, async () => {
      const { restsSince } = await companyOf(environment, bakery.companyId);
      return (restsSince !== null) === (state === 'ARCHIVED');
    });
    await clientWorkDone(environment);
  }

  it('rests while it is archived: links do not open, seats are not read, what is held waits on', async () => {
    expect(await opens()).toBe(200);
    expect(await askedForSeats()).toContain(bakery.companyId);
    await becomes('ARCHIVED');
    expect(await opens()).toBe(401);
    expect(await refusals()).toEqual(['PORTAL_NOT_SHARED']);
    expect(await askedForSeats()).toEqual([butcher.companyId]);

    await environment.database.query('update maintenance_window set ended_at = now()');
    await environment.database.query('update alert_hold set look_at = now()');
    const ticks = async () =>
      Number(
        (await environment.database.query('select extract(epoch from taken_at) as at from tick_turn')).rows[0]?.at,
      );
    const before = await ticks();
    await eventually(async () => (await ticks()) > before + 2);
    expect(await holds()).toEqual([{ due: true }]);
    expect(environment.core.tickets).toEqual([]);
  });

  it('is there again when it is active, and acts once', async () => {
    await becomes('ACTIVE');
    await eventually(async () => environment.core.tickets.length === 1);
    expect(await opens()).toBe(200);
    expect(await askedForSeats()).toContain(bakery.companyId);
    expect(await holds()).toEqual([]);
    expect(environment.core.tickets).toHaveLength(1);
  });

  it('follows a merge, but for links, which open no longer', async () => {
    environment.core.world('msp-one').mergeClient(bakery.clientId, butcher.clientId);
    await whenAsked(environment, async () => {
      const { rows } = await environment.database.query("select from client_merge where state = 'DONE'");
      return rows.length === 1;
    });
    expect(await clientsOf('maintenance_window')).toEqual([butcher.clientId]);
    expect(await clientsOf('seat_month')).toEqual([butcher.clientId]);
    expect(await clientsOf('report_link')).toEqual([bakery.clientId]);
    expect(await opens()).toBe(401);
    // Core no longer has it.
    expect(await refusals()).toEqual(['CLIENT_NOT_FOUND']);
    expect(environment.core.tickets).toHaveLength(1);
  });
});
