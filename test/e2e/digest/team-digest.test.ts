import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type SetBitdefenderTeamDigestInput,
  SetTeamDigestDocument,
  TeamDigestsPageDocument,
  type TeamDigestsPageQuery,
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
import { otherAdmin } from '../../support/two-tenants.js';
import { send } from '../../support/typed-operations.js';

type TeamDigest = NonNullable<TeamDigestsPageQuery['bitdefenderTeamDigests']>[number];

const teamId = 'night-shift';
const preview = '{ bitdefenderDigestPreview { title body } }';
const audit = `{ bitdefenderAudit(first: 50, filter: { subject: "night-shift" }) { edges { node { action actor detail } } } }`;

let environment: TestEnvironment;

const teams = () => environment.core.world('msp-one').teams;
const set = async (input: Partial<SetBitdefenderTeamDigestInput>, who = admin) =>
  (await send(environment, who, SetTeamDigestDocument, { input: { teamId, enabled: true, ...input } }))
    .setBitdefenderTeamDigest;
const codes = async (input: Partial<SetBitdefenderTeamDigestInput>, who = admin) =>
  (await set(input, who))?.userErrors.map(({ code, field }) => [code, field?.join('.')]);
const list = async (who = admin): Promise<readonly TeamDigest[]> =>
  (await send(environment, who, TeamDigestsPageDocument, {})).bitdefenderTeamDigests ?? [];
const sent = () => environment.core.toTeams.filter((message) => message.teamId === teamId);

/** Mondays of weeks long ago, each of which is taken once. */
let weeks = 0;
/** Makes the digest of the team due an hour ago, for a week that had none, and waits for what becomes of it. */
async function afterDue(): Promise<{ state: string; reason: string | null; title: string | null }> {
  weeks += 1;
  const week = DateTime.fromISO('2020-01-06', { zone: 'utc' }).plus({ weeks }).toFormat('yyyy-MM-dd');
  await environment.database.query(`update digest set next_at = now(), next_week = $1 where team_id is not null`, [
    week,
  ]);
  return eventually(async () => {
    const { rows } = await environment.database.query(
      `select state, reason, title from digest_delivery where week = $1 and state <> 'PENDING'`,
      [week],
    );
    return rows[0];
  });
}

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, tick: everySecond, opsMergeTimeoutMilliseconds: 4_000 });
  teams().set(teamId, { id: teamId, name: 'Night shift' });
  const { clientId, companyId, deviceId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  // A digest that was due an hour ago may be yesterday's, and ends with the day before.
  const createdAt = new Date(Date.now() - 30 * 3_600_000);
  environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Ransom.One', severityScore: 95, createdAt });
  await syncNow(environment, clientId);
});

describe('the weekly digest of a team', () => {
  it('is off until an administrator switches it on, and refused with what to do', async () => {
    expect(await list()).toEqual([]);
    expect(await codes({ hour: 24 })).toEqual([['BAD_HOUR', 'input.hour']]);
    expect(await codes({ teamId: 'nobody' })).toEqual([['UNKNOWN_TEAM', 'input.teamId']]);
    expect(await codes({ enabled: false })).toEqual([['UNKNOWN_TEAM', 'input.teamId']]);
    const { faults } = environment.core;
    faults.notifiesNoTeams = true;
    expect(await codes({})).toEqual([['TEAM_DIGEST_UNAVAILABLE', 'input']]);
    faults.clear();
    faults.hasNoTeams = true;
    expect(await codes({})).toEqual([['TEAM_DIGEST_UNAVAILABLE', 'input']]);
    faults.clear();
    faults.down = true;
    const answer = await environment.ask(
      admin,
      SetTeamDigestDocument.toString(),
      { input: { teamId, enabled: true } },
      environment.app.url,
    );
    expect(answer.data).toMatchObject({ setBitdefenderTeamDigest: { userErrors: [{ code: 'CORE_UNAVAILABLE' }] } });
    faults.clear();
    expect(await list()).toEqual([]);
    expect(environment.core.toTeams).toEqual([]);
  });

  it('is not for those who do not administer', async () => {
    for (const document of [TeamDigestsPageDocument, SetTeamDigestDocument]) {
      const { errors = [] } = await environment.ask(technician, document.toString(), {
        input: { teamId, enabled: true },
      });
      expect(errors.map(({ extensions }) => extensions?.code)).toContain('FORBIDDEN');
    }
  });

  it('names no team of another tenant, and shows none', async () => {
    expect(await codes({}, otherAdmin)).toEqual([['UNKNOWN_TEAM', 'input.teamId']]);
    await set({});
    expect(await list(otherAdmin)).toEqual([]);
    expect(await codes({ enabled: false }, otherAdmin)).toEqual([['UNKNOWN_TEAM', 'input.teamId']]);
    expect(await list()).toMatchObject([{ teamId, teamName: 'Night shift', enabled: true }]);
    await set({ enabled: false });
  });

  it('is switched on, changed and switched off, and each is in the audit', async () => {
    expect(await set({ weekday: 'FRIDAY', hour: 17 })).toMatchObject({
      digest: { teamId, teamName: 'Night shift', enabled: true, weekday: 'FRIDAY', hour: 17 },
      userErrors: [],
    });
    await set({ weekday: 'FRIDAY', hour: 17 });
    await set({ hour: 6 });
    expect(await set({ enabled: false })).toMatchObject({
      digest: { enabled: false, weekday: 'FRIDAY', hour: 6, nextAt: null, endReason: 'SWITCHED_OFF' },
    });
    const { bitdefenderAudit } = await environment.data<{
      bitdefenderAudit: { edges: { node: { action: string; actor: string; detail: object } }[] };
    }>(admin, audit);
    expect(bitdefenderAudit.edges.map(({ node }) => node).slice(0, 3)).toEqual([
      {
        ...{ action: 'TEAM_DIGEST_SWITCHED_OFF', actor: admin.subject },
        detail: { team: 'Night shift', before: { weekday: 5, hour: 6 }, after: null },
      },
      {
        ...{ action: 'TEAM_DIGEST_CHANGED', actor: admin.subject },
        detail: { team: 'Night shift', before: { weekday: 5, hour: 17 }, after: { weekday: 5, hour: 6 } },
      },
      {
        ...{ action: 'TEAM_DIGEST_SWITCHED_ON', actor: admin.subject },
        detail: { team: 'Night shift', before: null, after: { weekday: 5, hour: 17 } },
      },
    ]);
  });

  it('is never the digest of a person whose subject is like it', async () => {
    await set({});
    const { rows } = await environment.database.query('select subject from digest where team_id is not null');
    expect(rows).toEqual([{ subject: 'team night-shift' }]);
    const like = { ...technician, subject: teamId };
    const own = await environment.data(like, '{ bitdefenderDigest { enabled } }');
    expect(own).toEqual({ bitdefenderDigest: { enabled: false } });
    const { errors } = await environment.ask({ ...technician, subject: 'team night-shift' }, preview);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a digest of a team that is due', () => {
  it('is sent once to the team with the scope, although answers are lost and calls repeated', async () => {
    const { bitdefenderDigestPreview: said } = await environment.data<{
      bitdefenderDigestPreview: { title: string; body: string };
    }>(admin, preview);
    expect(await afterDue()).toEqual({ state: 'SENT', reason: null, title: null });
    expect(sent()).toMatchObject([{ tenantId: 'msp-one', title: said.title, scope: 'bitdefender:read' }]);
    const words = said.body.split('\n\n');
    expect(sent()[0]?.body.split('\n\n').slice(0, -1)).toEqual(words.slice(0, -1));
    expect(sent()[0]?.body).toContain('- 1 new threat (0 the week before)');
    expect(sent()[0]?.body).toMatch(/For the team Night shift\. An administrator switched this on/);
    for (const fault of ['loseAnswers', 'failMutations', 'repeatMutations'] as const) {
      const before = sent().length;
      environment.core.faults[fault] = 1;
      expect(await afterDue(), fault).toMatchObject({ state: 'SENT' });
      expect(sent().length - before, fault).toBe(1);
    }
    expect(await list()).toMatchObject([{ enabled: true, last: { state: 'SENT', reason: null } }]);
    expect(environment.core.personal).toEqual([]);
  });

  it('is sent once although two replicas tick and work', async () => {
    const replica = await environment.startReplica();
    const before = sent().length;
    for (let round = 0; round < 3; round += 1) expect(await afterDue()).toMatchObject({ state: 'SENT' });
    await replica.close();
    expect(sent().length - before).toBe(3);
  });

  it('fails visibly when OpsMerge refuses it for good; the next one is sent', async () => {
    environment.core.faults.refuseMutations = 1;
    expect(await afterDue()).toMatchObject({ state: 'FAILED', reason: 'CORE_REFUSED' });
    expect(await afterDue()).toMatchObject({ state: 'SENT' });
  });

  it('is skipped and ended for a team that is gone, which is shown and audited', async () => {
    const before = sent().length;
    teams().delete(teamId);
    expect(await afterDue()).toMatchObject({ state: 'SKIPPED', reason: 'TEAM_GONE' });
    expect(await list()).toMatchObject([
      { enabled: false, nextAt: null, endReason: 'TEAM_GONE', last: { state: 'SKIPPED', reason: 'TEAM_GONE' } },
    ]);
    expect(sent().length).toBe(before);
    const { bitdefenderAudit } = await environment.data<{
      bitdefenderAudit: { edges: { node: { action: string; actor: string; detail: object } }[] };
    }>(admin, audit);
    expect(bitdefenderAudit.edges[0]?.node).toMatchObject({
      ...{ action: 'TEAM_DIGEST_ENDED', actor: 'maintenance' },
      detail: { team: 'Night shift', after: null, reason: 'TEAM_GONE' },
    });
    expect(await codes({})).toEqual([['UNKNOWN_TEAM', 'input.teamId']]);
    teams().set(teamId, { id: teamId, name: 'Nights' });
    expect(await set({})).toMatchObject({ digest: { enabled: true, teamName: 'Nights', endReason: null } });
  });
});
