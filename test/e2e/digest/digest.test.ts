import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import {
  type BitdefenderWeekday,
  DigestPageDocument,
  type DigestPageQuery,
  type SetBitdefenderDigestInput,
  SetDigestDocument,
} from '../../../operations/documents.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { send } from '../../support/typed-operations.js';
import { versionNow } from '../../support/versions.js';

type Own = NonNullable<DigestPageQuery['bitdefenderDigest']>;

const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };
const otherAdmin: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };

let environment: TestEnvironment;
let clientId: string;
let deviceId: string;
let companyId: string;

/** Three days from now: none of a real week is due while the tests make others due. */
const weekdays: BitdefenderWeekday[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const later = weekdays[(DateTime.utc().weekday + 2) % 7] ?? 'MONDAY';

const page = (who: Identity) => send(environment, who, DigestPageDocument, {});
const own = async (who: Identity): Promise<Own> => (await page(who)).bitdefenderDigest as Own;
const set = async (who: Identity, input: SetBitdefenderDigestInput) =>
  (await send(environment, who, SetDigestDocument, { input })).setBitdefenderDigest;
const save = (who: Identity, weekday = later, hour = 8) => set(who, { enabled: true, weekday, hour });
const end = (who: Identity) => set(who, { enabled: false });
const sentTo = (who: Identity) =>
  environment.core.personal.filter(({ tenantId, userId }) => tenantId === who.tenantId && userId === who.subject);

/** Mondays of weeks long ago, each of which is taken once. */
let weeks = 0;
/** Makes the digest due so many hours ago, for a week that had none. */
async function becomesDue(who: Identity, hoursAgo: number): Promise<string> {
  weeks += 1;
  const week = DateTime.fromISO('2020-01-06', { zone: 'utc' }).plus({ weeks }).toFormat('yyyy-MM-dd');
  await environment.database.query(
    `update digest set next_at = now() - make_interval(hours => $1), next_week = $2 where tenant_id = $3 and subject = $4`,
    [hoursAgo, week, who.tenantId, who.subject],
  );
  return week;
}
/** What became of the digest of a week, once it is settled. */
const settled = (who: Identity, week: string) =>
  eventually(async () => {
    const { rows } = await environment.database.query(
      `select state, reason, title, body from digest_delivery
       where tenant_id = $1 and subject = $2 and week = $3 and state <> 'PENDING'`,
      [who.tenantId, who.subject, week],
    );
    return rows[0] as { state: string; reason: string | null; title: string | null; body: string | null } | undefined;
  });
/** The actions of the audit about the digest of a person, newest first. */
const audited = async (who: Identity) => {
  const { rows } = await environment.database.query(
    `select action, actor, detail from audit_entry where tenant_id = $1 and subject = $2 and action like 'DIGEST%' order by at desc`,
    [who.tenantId, who.subject],
  );
  return rows as { action: string; actor: string; detail: unknown }[];
};

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, tick: everySecond, opsMergeTimeoutMilliseconds: 4_000 });
  for (const { subject, tenantId = '' } of [admin, technician, reader, otherAdmin])
    environment.core.world(tenantId).users.set(subject, { id: subject, name: subject });
  ({ clientId, companyId, deviceId } = addBakery(environment));
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  // A digest that was due an hour ago may be yesterday's, and ends with the day before.
  const createdAt = new Date(Date.now() - 30 * 3_600_000);
  for (const [name, severityScore] of [
    ['Ransom.One', 95],
    ['Adware.Two', 20],
  ] as const)
    environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore, createdAt });
  await syncNow(environment, clientId);
});

describe('the weekly digest of a person', () => {
  it('is off until the person switches it on, and shows what it would say', async () => {
    const { bitdefenderDigest: digest, bitdefenderDigestPreview: preview } = await page(technician);
    expect(digest).toEqual({
      ...{ enabled: false, weekday: 'MONDAY', hour: 8, timeZone: 'UTC' },
      ...{ nextAt: null, endedAt: null, endReason: null, last: null },
    });
    expect(preview?.lines.filter(({ section }) => section === 'WEEK').map(({ text }) => text)).toEqual([
      '2 new threats (0 the week before)',
      '1 critical (0 the week before)',
      '1 low (0 the week before)',
      '0 threats resolved (0 the week before)',
    ]);
    expect(preview?.lines).toContainEqual(
      expect.objectContaining({ kind: 'UNRESOLVED_SEVERE_THREATS', count: 1, before: null }),
    );
    expect(preview?.body).toContain('- 2 new threats (0 the week before)');
    expect(environment.core.calls.get('notifyPerson')).toBeUndefined();
  });

  it('is switched on, changed and switched off by its person alone, and each is in the audit', async () => {
    expect(await save(technician, 'FRIDAY', 17)).toMatchObject({
      digest: { enabled: true, weekday: 'FRIDAY', hour: 17, endedAt: null },
      userErrors: [],
    });
    const { nextAt } = await own(technician);
    expect(DateTime.fromISO(String(nextAt), { zone: 'utc' })).toMatchObject({ weekday: 5, hour: 17 });
    await save(technician, 'FRIDAY', 17);
    await save(technician, 'SUNDAY', 0);
    expect(await own(admin)).toMatchObject({ enabled: false });
    expect(await own(otherAdmin)).toMatchObject({ enabled: false });
    expect(await end(technician)).toMatchObject({
      digest: { enabled: false, weekday: 'SUNDAY', hour: 0, nextAt: null, endReason: 'SWITCHED_OFF' },
    });
    await end(technician);
    expect(await audited(technician)).toEqual([
      {
        action: 'DIGEST_SWITCHED_OFF',
        actor: 'tom',
        detail: { before: { weekday: 7, hour: 0 }, after: null },
      },
      {
        action: 'DIGEST_CHANGED',
        actor: 'tom',
        detail: { before: { weekday: 5, hour: 17 }, after: { weekday: 7, hour: 0 } },
      },
      {
        action: 'DIGEST_SWITCHED_ON',
        actor: 'tom',
        detail: { before: null, after: { weekday: 5, hour: 17 } },
      },
    ]);
  });

  it('is refused with what to do for an hour that does not exist, and where OpsMerge cannot send it', async () => {
    const refused = async (hour = 8) => (await save(reader, 'MONDAY', hour))?.userErrors.map(({ code }) => code);
    expect(await refused(24)).toEqual(['BAD_HOUR']);
    expect(await refused(-1)).toEqual(['BAD_HOUR']);
    const { faults } = environment.core;
    faults.notifiesNobody = true;
    expect(await refused()).toEqual(['DIGEST_UNAVAILABLE']);
    faults.clear();
    faults.down = true;
    expect(
      (await environment.ask(reader, SetDigestDocument.toString(), { input: { enabled: true } }, environment.app.url))
        .data,
    ).toMatchObject({ setBitdefenderDigest: { digest: null, userErrors: [{ code: 'CORE_UNAVAILABLE' }] } });
    faults.clear();
    expect(await own(reader)).toMatchObject({ enabled: false });
    expect(await audited(reader)).toEqual([]);
  });

  it('is for nobody of the portal, and no program', async () => {
    const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
    const program: Identity = {
      subject: 'reports',
      roles: [],
      scopes: ['bitdefender:read', 'bitdefender:write'],
      tenantId: 'msp-one',
    };
    for (const who of [portal, program])
      for (const document of [DigestPageDocument, SetDigestDocument]) {
        const { errors = [] } = await environment.ask(who, document.toString(), { input: { enabled: true } });
        expect(errors.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
      }
  });
});

describe('a digest that is due', () => {
  it('is sent once, says what the preview says, and shows that it was sent', async () => {
    await save(reader);
    const { bitdefenderDigestPreview: preview } = await page(reader);
    // Now: an hour ago may be yesterday, of whose week the preview says nothing.
    const week = await becomesDue(reader, 0);
    expect(await settled(reader, week)).toEqual({ state: 'SENT', reason: null, title: null, body: null });
    expect(sentTo(reader)).toMatchObject([{ title: preview?.title, body: preview?.body, scope: 'bitdefender:read' }]);
    expect(await own(reader)).toMatchObject({ enabled: true, last: { state: 'SENT', reason: null } });
    expect(new Date(String((await own(reader)).nextAt)) > new Date()).toBe(true);
    expect(environment.core.personal.every(({ userId }) => userId === 'rita')).toBe(true);
  });

  it('is sent once although two replicas tick and work', async () => {
    const replica = await environment.startReplica();
    const before = sentTo(reader).length;
    const sent: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const week = await becomesDue(reader, 1);
      sent.push(String((await settled(reader, week)).state));
    }
    await replica.close();
    expect(sent).toEqual(['SENT', 'SENT', 'SENT', 'SENT', 'SENT']);
    expect(sentTo(reader).length - before).toBe(5);
  });

  it('is sent once although its answer is lost, core fails, or something repeats it', async () => {
    const { faults } = environment.core;
    for (const fault of ['loseAnswers', 'failMutations', 'repeatMutations', 'refuseTokens'] as const) {
      const before = sentTo(reader).length;
      faults[fault] = 1;
      const week = await becomesDue(reader, 1);
      expect(await settled(reader, week), fault).toMatchObject({ state: 'SENT' });
      expect(sentTo(reader).length - before, fault).toBe(1);
    }
  });

  it('is sent late once after a day away, and skipped after more than 48 hours', async () => {
    const before = sentTo(reader).length;
    expect(await settled(reader, await becomesDue(reader, 47))).toMatchObject({ state: 'SENT' });
    expect(await settled(reader, await becomesDue(reader, 49))).toMatchObject({ state: 'SKIPPED', reason: 'TOO_LATE' });
    expect(await own(reader)).toMatchObject({ enabled: true, last: { state: 'SKIPPED', reason: 'TOO_LATE' } });
    expect(sentTo(reader).length - before).toBe(1);
  });

  it('does not come twice in a week, whatever day is chosen afterwards', async () => {
    await environment.database.query(
      `insert into digest_delivery (tenant_id, id, subject, week, due_at, state)
       values ('msp-one', gen_random_uuid(), 'rita', to_char(date_trunc('week', now() at time zone 'UTC'), 'YYYY-MM-DD'), now(), 'SENT')`,
    );
    await save(reader, 'SUNDAY', 23);
    const monday = DateTime.utc().startOf('week').plus({ weeks: 1 });
    expect(new Date(String((await own(reader)).nextAt)) >= monday.toJSDate()).toBe(true);
    await environment.database.query("delete from digest_delivery where due_at > now() - interval '1 hour'");
  });

  it('follows the time zone of the tenant', async () => {
    const input = { timeZone: 'Asia/Tokyo', version: await versionNow(environment, 'settings') };
    await environment.data(
      admin,
      'mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }',
      { input },
    );
    const there = await eventually(async () => {
      const { nextAt, timeZone } = await own(reader);
      const at = DateTime.fromISO(String(nextAt), { zone: timeZone });
      return at.hour === 23 && at;
    });
    expect(there).toMatchObject({ zoneName: 'Asia/Tokyo', weekday: 7 });
  });

  it('is not sent to who was refused by the operator, and comes again afterwards', async () => {
    await environment.database.query(
      "insert into token_refusal (kind, value, refused_at) values ('SUBJECT', 'rita', now())",
    );
    expect(await settled(reader, await becomesDue(reader, 1))).toMatchObject({ reason: 'PERSON_REFUSED' });
    await environment.database.query('delete from token_refusal');
    // The API knows of it some seconds later.
    await eventually(async () => !(await environment.ask(reader, DigestPageDocument.toString())).errors);
    expect(await settled(reader, await becomesDue(reader, 1))).toMatchObject({ state: 'SENT' });
  });

  it.each([
    ['was removed in OpsMerge', () => void environment.core.world('msp-one').users.delete('rita')],
    ['may no longer see the data', () => void environment.core.world('msp-one').withoutScopes.add('rita')],
  ])('is skipped and ended for a person who %s, which is shown and audited', async (_, remove) => {
    const world = environment.core.world('msp-one');
    const before = sentTo(reader).length;
    remove();
    expect(await settled(reader, await becomesDue(reader, 1))).toMatchObject({
      state: 'SKIPPED',
      reason: 'PERSON_GONE',
    });
    expect(await own(reader)).toMatchObject({
      ...{ enabled: false, nextAt: null, endReason: 'PERSON_GONE' },
      last: { state: 'SKIPPED', reason: 'PERSON_GONE' },
    });
    expect((await audited(reader))[0]).toMatchObject({ action: 'DIGEST_ENDED', actor: 'maintenance' });
    expect(sentTo(reader).length).toBe(before);
    world.users.set('rita', { id: 'rita', name: 'rita' });
    world.withoutScopes.clear();
    expect(await save(reader)).toMatchObject({ digest: { enabled: true, endReason: null } });
  });

  it('fails visibly when OpsMerge refuses it for good; the next one is sent', async () => {
    environment.core.faults.refuseMutations = 1;
    expect(await settled(reader, await becomesDue(reader, 1))).toMatchObject({
      state: 'FAILED',
      reason: 'CORE_REFUSED',
    });
    expect(await settled(reader, await becomesDue(reader, 1))).toMatchObject({ state: 'SENT' });
  });

  it('counts for each tenant its own, and sends to none who did not ask', async () => {
    await save(otherAdmin);
    expect(await settled(otherAdmin, await becomesDue(otherAdmin, 1))).toMatchObject({ state: 'SENT' });
    expect(sentTo(otherAdmin)).toHaveLength(1);
    expect(sentTo(otherAdmin)[0]?.body).toContain('- 0 new threats (0 the week before)');
    expect(sentTo(otherAdmin)[0]?.body).toContain('- No GravityZone is connected');
    expect(sentTo(admin)).toEqual([]);
    expect(sentTo(technician)).toEqual([]);
  });
});
