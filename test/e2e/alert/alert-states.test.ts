import { beforeAll, describe, expect, it } from 'vitest';
import { reopenSnoozedAlerts } from '../../../src/alert/state/reopen-snoozed-alerts.js';
import { openDatabase } from '../../../src/database/database.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { listen } from '../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

interface ChangeAnswer {
  cursor: string;
  kind: string;
  actor: string;
  from: string | null;
  to: string | null;
  note: string | null;
  alert: { id: string; title: string };
}

interface AlertAnswer {
  id: string;
  title: string;
  state: string;
  assigneeId: string | null;
  snoozedUntil: string | null;
  suppressedBy: string | null;
  suppressedReason: string | null;
  mute: { id: string; reason: string } | null;
  routing: { outcome: string; message: string };
  changes: ChangeAnswer[];
}

interface PageAnswer {
  edges: { node: AlertAnswer }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const alertFields = `id title state severity assigneeId snoozedUntil suppressedBy suppressedReason mute { id reason }
  routing { outcome message } changes { kind actor from to note }`;
const list = `query ($filter: BitdefenderAlertFilter, $orderBy: BitdefenderAlertOrder!, $first: Int!, $after: String) {
  bitdefenderAlerts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { node { ${alertFields} } } pageInfo { hasNextPage endCursor } } }`;
const decide = `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
  outcomes { id alert { state assigneeId snoozedUntil takenOverBy } userErrors { code } } userErrors { code field } } }`;
const mute = `mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) {
  mute { id reason hostName threatName client { id } active createdBy device { name } } userErrors { code field } } }`;
const changesAfter = `query ($after: String!) { bitdefenderAlertChanges(after: $after) {
  cursor kind actor from to alert { id title } } }`;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

const unexpected = async () => {
  throw new Error('No job was expected.');
};

describe('alerts', () => {
  let environment: TestEnvironment;
  let companyId: string;
  let clientId: string;
  let deviceId: string;

  beforeAll(async () => {
    environment = await testEnvironment();
    const { world } = environment.gravityZone;
    companyId = world.addCompany('Bakery').id;
    clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    deviceId = world.addDevice({ companyId, name: 'TILL-01' }).id;
    await connectSimulator(environment);
    await mapByBdId(environment, { [companyId]: clientId });
  });

  /** Threats of these names on the till, taken in. */
  async function detect(names: string[], severityScore = 50, onDevice = deviceId) {
    const incidents = names.map((name) =>
      environment.gravityZone.world.addIncident({ companyId, deviceId: onDevice, severityScore, name }),
    );
    await syncNow(environment, clientId);
    return incidents.map(({ id }) => id);
  }

  async function alerts(filter: object, orderBy = 'NEWEST', first = 100): Promise<AlertAnswer[]> {
    const found: AlertAnswer[] = [];
    let after: string | null = null;
    for (;;) {
      const answer = await environment.data<{ bitdefenderAlerts: PageAnswer }>(technician, list, {
        filter,
        orderBy,
        first,
        after,
      });
      const page: PageAnswer = answer.bitdefenderAlerts;
      found.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) return found;
      after = page.pageInfo.endCursor;
    }
  }

  async function alertOf(title: string): Promise<AlertAnswer> {
    const [found] = await alerts({ search: title });
    if (found === undefined) throw new Error(`There is no alert for ${title}.`);
    return found;
  }

  const decideOn = async (ids: string[], decision: string, more: object = {}) =>
    (
      await environment.data<{
        decideBitdefenderAlerts: {
          outcomes: { id: string; alert: object | null; userErrors: { code: string }[] }[] | null;
          userErrors: { code: string }[];
        };
      }>(technician, decide, { input: { ids, decision, ...more } })
    ).decideBitdefenderAlerts;

  const kinds = (alert: AlertAnswer) => alert.changes.map(({ kind, actor, from, to }) => [kind, actor, from, to]);

  it('have a log of who did what, which follows the threat', async () => {
    const [incidentId = ''] = await detect(['Trojan.Log.1']);
    const { id } = await alertOf('Trojan.Log.1');
    await decideOn([id], 'ASSIGN', { assigneeId: 'tim' });
    await decideOn([id], 'SNOOZE', { until: inAnHour(), note: 'After lunch.' });
    expect(await alertOf('Trojan.Log.1')).toMatchObject({ state: 'SNOOZED', assigneeId: 'tim' });
    environment.gravityZone.world.closeIncident(incidentId);
    await syncNow(environment, clientId);
    environment.gravityZone.world.updateIncident(incidentId, { status: 'open' });
    await syncNow(environment, clientId);
    const alert = await alertOf('Trojan.Log.1');
    expect(alert).toMatchObject({ state: 'OPEN', assigneeId: 'tim', snoozedUntil: null });
    expect(kinds(alert)).toEqual([
      ['RAISED', 'bitdefender', null, 'OPEN'],
      ['ASSIGNED', 'tom', 'OPEN', 'OPEN'],
      ['SNOOZED', 'tom', 'OPEN', 'SNOOZED'],
      ['RESOLVED', 'bitdefender', 'SNOOZED', 'RESOLVED'],
      ['REOPENED', 'bitdefender', 'RESOLVED', 'OPEN'],
    ]);
    expect(alert.changes[2]?.note).toBe('After lunch.');
    await decideOn([id], 'RESOLVE');
    await syncNow(environment, clientId);
    expect((await alertOf('Trojan.Log.1')).changes).toHaveLength(6);
  });

  it('are not changed, nor the log, by the same decision again', async () => {
    await detect(['Trojan.Twice.1']);
    const { id } = await alertOf('Trojan.Twice.1');
    await decideOn([id, id], 'ACKNOWLEDGE');
    await decideOn([id], 'ACKNOWLEDGE');
    expect((await alertOf('Trojan.Twice.1')).changes).toHaveLength(2);
  });

  it('are decided about in bulk, each with a result of its own', async () => {
    await detect(['Trojan.Bulk.1', 'Trojan.Bulk.2', 'Trojan.Bulk.3']);
    const [first, second, third] = await alerts({ search: 'Trojan.Bulk' });
    await decideOn([second?.id ?? ''], 'RESOLVE');
    const ids = [first, second, third].map((alert) => alert?.id ?? '');
    const answer = await decideOn([...ids, 'nothing'], 'SNOOZE', { until: inAnHour() });
    expect(answer.outcomes).toMatchObject([
      { alert: { state: 'SNOOZED' }, userErrors: [] },
      { alert: { state: 'RESOLVED' }, userErrors: [{ code: 'ALREADY_RESOLVED' }] },
      { alert: { state: 'SNOOZED' }, userErrors: [] },
      { alert: null, userErrors: [{ code: 'NOT_FOUND' }] },
    ]);
    const filled = [...ids, ...Array.from({ length: 497 }, (_, number) => `nothing-${number}`)];
    expect((await decideOn(filled, 'REOPEN')).outcomes).toHaveLength(500);
    expect(await decideOn([...filled, 'one more'], 'REOPEN')).toMatchObject({ userErrors: [{ code: 'TOO_MANY' }] });
  });

  it.each([
    ['no time', null],
    ['a time that has passed', '2020-01-01T00:00:00.000Z'],
    ['a time too far', '2999-01-01T00:00:00.000Z'],
  ])('are not snoozed until %s', async (_, until) => {
    expect(await decideOn(['any'], 'SNOOZE', { until })).toMatchObject({
      outcomes: null,
      userErrors: [{ code: 'BAD_TIME', field: ['input', 'until'] }],
    });
  });

  it('that are snoozed reopen when it is time, once, however many ticks were missed', async () => {
    await detect(['Trojan.Snooze.1']);
    const { id } = await alertOf('Trojan.Snooze.1');
    await decideOn([id], 'SNOOZE', { until: inAnHour() });
    const database = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    try {
      // Nothing here is published.
      const parts = { database, jobs: { deliver: unexpected, publish: unexpected } };
      await reopenSnoozedAlerts(parts, new Date());
      expect((await alertOf('Trojan.Snooze.1')).state).toBe('SNOOZED');
      const fiveHoursLater = new Date(Date.now() + 5 * 3_600_000);
      await Promise.all([reopenSnoozedAlerts(parts, fiveHoursLater), reopenSnoozedAlerts(parts, fiveHoursLater)]);
      const alert = await alertOf('Trojan.Snooze.1');
      expect(alert).toMatchObject({ state: 'OPEN', snoozedUntil: null });
      expect(kinds(alert).slice(2)).toEqual([['REOPENED', 'opsmerge', 'SNOOZED', 'OPEN']]);
    } finally {
      await database.close();
    }
  });

  it('that are snoozed are woken by the tick', async () => {
    const ticking = await testEnvironment({ tick: everySecond });
    const company = ticking.gravityZone.world.addCompany('Mill').id;
    const client = ticking.core.world('msp-one').addClient({ name: 'The Mill' }).id;
    await connectSimulator(ticking);
    const machine = ticking.gravityZone.world.addDevice({ companyId: company, name: 'MILL-01' }).id;
    ticking.gravityZone.world.addIncident({ companyId: company, deviceId: machine, name: 'Trojan.Tick' });
    await mapByBdId(ticking, { [company]: client });
    const states = '{ bitdefenderAlerts { edges { node { id state changes { kind actor } } } } }';
    const alert = () =>
      ticking
        .data<{ bitdefenderAlerts: { edges: { node: AlertAnswer }[] } }>(technician, states)
        .then(({ bitdefenderAlerts }) => bitdefenderAlerts.edges[0]?.node);
    const { id } = await eventually(alert);
    await ticking.data(technician, decide, { input: { ids: [id], decision: 'SNOOZE', until: inAnHour() } });
    await ticking.database.query('update alert set snoozed_until = now()');
    const woken = await eventually(async () => {
      const found = await alert();
      return found?.state === 'OPEN' && found;
    });
    expect(woken.changes.slice(-2)).toEqual([
      { kind: 'SNOOZED', actor: 'tom' },
      { kind: 'REOPENED', actor: 'opsmerge' },
    ]);
  });

  it('are found by every filter, and read on in every order', async () => {
    await detect(['Trojan.Find.1'], 45);
    await detect(['Trojan.Find.2', 'Trojan.Find.3'], 80);
    const all = await alerts({ search: 'trojan.find' });
    const [second, third] = ['2', '3'].map((end) => all.find(({ title }) => title.endsWith(end)));
    await decideOn([second?.id ?? ''], 'ASSIGN', { assigneeId: 'finder' });
    await decideOn([third?.id ?? ''], 'RESOLVE');
    await eventually(async () => (await alerts({ search: 'trojan.find', hasTicket: true })).length === 2);
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { id: string } }[] };
    }>(technician, '{ bitdefenderDevices { edges { node { id } } } }');
    const till = bitdefenderDevices.edges[0]?.node.id;
    const titles = async (filter: object) =>
      (await alerts({ search: 'trojan.find', ...filter })).map(({ title }) => Number(title.slice(-1))).sort();
    expect(await titles({})).toEqual([1, 2, 3]);
    expect(await titles({ state: ['OPEN', 'SNOOZED'] })).toEqual([1, 2]);
    expect(await titles({ state: 'RESOLVED' })).toEqual([3]);
    expect(await titles({ minimumSeverity: 'HIGH' })).toEqual([2, 3]);
    expect(await titles({ clientId })).toEqual([1, 2, 3]);
    expect(await titles({ clientId: 'another' })).toEqual([]);
    expect(await titles({ deviceId: till })).toEqual([1, 2, 3]);
    expect(await titles({ deviceId: 'another' })).toEqual([]);
    expect(await titles({ assigneeId: 'finder' })).toEqual([2]);
    expect(await titles({ assigned: false })).toEqual([1, 3]);
    expect(await titles({ hasTicket: false })).toEqual([1]);
    expect(await titles({ suppressed: true })).toEqual([]);
    expect(await titles({ suppressed: false })).toEqual([1, 2, 3]);
    expect(await titles({ raisedBefore: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await titles({ raisedFrom: '2020-01-01T00:00:00Z', raisedBefore: inAnHour() })).toEqual([1, 2, 3]);
    expect((await alerts({ search: 'till-01' })).length).toBeGreaterThan(3);
    const newest = await alerts({}, 'NEWEST', 2);
    expect(new Set(newest.map(({ id }) => id)).size).toBe(newest.length);
    expect((await alerts({}, 'OLDEST', 2)).map(({ id }) => id)).toEqual(newest.map(({ id }) => id).reverse());
    const mostSevere = await alerts({}, 'MOST_SEVERE', 2);
    expect(mostSevere.map(({ id }) => id).sort()).toEqual(newest.map(({ id }) => id).sort());
    expect(mostSevere.slice(0, 2).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Trojan.Find.2', 'Trojan.Find.3']),
    );
  });

  it('a cursor of another order is refused', async () => {
    const first = { filter: {}, orderBy: 'NEWEST', first: 1 };
    const { bitdefenderAlerts } = await environment.data<{
      bitdefenderAlerts: { pageInfo: { endCursor: string } };
    }>(technician, list, first);
    const after = bitdefenderAlerts.pageInfo.endCursor;
    const answer = await environment.ask(technician, list, { ...first, orderBy: 'MOST_SEVERE', after });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
  });

  it('act on nothing while muted, and name the mute', async () => {
    const { world } = environment.gravityZone;
    const noisy = world.addDevice({ companyId, name: 'NOISY-01' });
    await syncNow(environment, clientId);
    const { bitdefenderDevices } = await environment.data<{
      bitdefenderDevices: { edges: { node: { id: string; name: string } }[] };
    }>(technician, '{ bitdefenderDevices { edges { node { id name } } } }');
    const device = bitdefenderDevices.edges.find(({ node }) => node.name === 'NOISY-01')?.node.id;
    const input = { deviceId: device, threatName: 'trojan.muted.1', until: inAnHour(), reason: 'A test of ours.' };
    const { muteBitdefenderAlerts } = await environment.data<{
      muteBitdefenderAlerts: { mute: { id: string }; userErrors: object[] };
    }>(technician, mute, { input });
    expect(muteBitdefenderAlerts).toMatchObject({
      mute: {
        hostName: 'NOISY-01',
        client: { id: clientId },
        active: true,
        createdBy: 'tom',
        device: { name: 'NOISY-01' },
      },
      userErrors: [],
    });
    const { id: muteId } = muteBitdefenderAlerts.mute;

    const tickets = () => environment.core.tickets.filter(({ title }) => title.includes('Trojan.Muted')).length;
    await detect(['Trojan.Muted.1'], 95, noisy.id);
    const [muted] = await alerts({ suppressedById: muteId });
    expect(muted).toMatchObject({
      title: 'Trojan.Muted.1',
      state: 'OPEN',
      suppressedBy: 'MUTE',
      suppressedReason: expect.stringContaining('A test of ours.'),
      mute: { id: muteId, reason: 'A test of ours.' },
      routing: { outcome: 'MUTED' },
    });
    // It is still the same machine after it was reinstalled.
    const reimaged = world.reimageDevice(noisy.id);
    await detect(['Trojan.Muted.1'], 95, reimaged.id);
    expect(await alerts({ suppressedById: muteId })).toHaveLength(2);
    await detect(['Trojan.Muted.2'], 95, reimaged.id);
    await eventually(async () => tickets() === 1);

    const end = `mutation ($muteId: ID!) { endBitdefenderAlertMute(input: { muteId: $muteId }) {
      mute { active endedBy } userErrors { code } } }`;
    expect(await environment.data(technician, end, { muteId })).toEqual({
      endBitdefenderAlertMute: { mute: { active: false, endedBy: 'tom' }, userErrors: [] },
    });
    const mutes =
      'query ($ended: Boolean!) { bitdefenderAlertMutes(filter: { ended: $ended }) { edges { node { id } } } }';
    expect(await environment.data(technician, mutes, { ended: false })).toEqual({
      bitdefenderAlertMutes: { edges: [] },
    });
    expect(await environment.data(technician, mutes, { ended: true })).toEqual({
      bitdefenderAlertMutes: { edges: [{ node: { id: muteId } }] },
    });
    // BD reports whole seconds: what it detects in the second in which the mute ends is still muted.
    await eventually(async () => {
      await detect(['Trojan.Muted.1'], 96, noisy.id);
      return tickets() === 2;
    });
    const audit = await environment.data<{
      bitdefenderAudit: { edges: { node: { action: string; subject: string } }[] };
    }>(admin, '{ bitdefenderAudit { edges { node { action subject } } } }');
    const written = audit.bitdefenderAudit.edges.filter(({ node }) => node.subject === muteId);
    expect(written.map(({ node }) => node.action).sort()).toEqual(['ALERTS_MUTED', 'ALERT_MUTE_ENDED']);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, 'NOTHING_NAMED'],
    ['what has passed', { clientId: 'c', until: '2020-01-01T00:00:00Z' }, 'BAD_TIME'],
    ['for ever', { clientId: 'c', until: '2999-01-01T00:00:00Z' }, 'BAD_TIME'],
    ['without a reason', { clientId: 'c', reason: ' ' }, 'BAD_REASON'],
    ['a device that is not there', { deviceId: 'nothing' }, 'NOT_FOUND'],
  ])('cannot be muted: %s', async (_, more, code) => {
    const input = { until: inAnHour(), reason: 'Because.', ...more };
    expect(await environment.data(technician, mute, { input })).toMatchObject({
      muteBitdefenderAlerts: { mute: null, userErrors: [{ code }] },
    });
  });

  it('say why there is no ticket, as it was when the rules were asked', async () => {
    await detect(['Trojan.Why.1'], 50);
    const { routing } = await alertOf('Trojan.Why.1');
    expect(routing).toEqual({
      outcome: 'NO_RULE_MATCHED',
      message:
        'No rule matched. The rule "Bitdefender high-severity -> ticket" did not match: It requires HIGH and above; this is MEDIUM.',
    });
  });

  it('are pushed as they are raised and changed, with a cursor for what was missed', async () => {
    const changeFields = 'cursor kind actor from to alert { id title }';
    const raised = await listen<ChangeAnswer>(
      environment,
      technician,
      'bitdefenderAlertRaised',
      `subscription { bitdefenderAlertRaised { ${changeFields} } }`,
    );
    const severeOnly = await listen<ChangeAnswer>(
      environment,
      technician,
      'bitdefenderAlertChanged',
      `subscription { bitdefenderAlertChanged(filter: { minimumSeverity: HIGH }) { ${changeFields} } }`,
    );
    // Both listen once something that they are asked for has come.
    await eventually(async () => {
      await detect([`Trojan.Warm.${Date.now()}`], 90);
      return raised.events.length > 0 && severeOnly.events.length > 0;
    });
    const [before] = raised.events.slice(-1);
    await detect(['Trojan.Live.1'], 50);
    await detect(['Trojan.Live.2'], 90);
    await eventually(async () => raised.events.some(({ alert }) => alert.title === 'Trojan.Live.2'));
    const live = (events: ChangeAnswer[]) => events.filter(({ alert }) => alert.title.startsWith('Trojan.Live'));
    expect(live(raised.events).map(({ kind, alert }) => [kind, alert.title])).toEqual([
      ['RAISED', 'Trojan.Live.1'],
      ['RAISED', 'Trojan.Live.2'],
    ]);
    const { id } = await alertOf('Trojan.Live.2');
    await eventually(async () => severeOnly.events.some(({ kind, alert }) => kind === 'TICKETED' && alert.id === id));
    await decideOn([id], 'ACKNOWLEDGE');
    await eventually(async () => severeOnly.events.some(({ kind }) => kind === 'ACKNOWLEDGED'));
    expect(live(severeOnly.events).map(({ kind, actor }) => [kind, actor])).toEqual([
      ['RAISED', 'bitdefender'],
      ['TICKETED', 'opsmerge'],
      ['ACKNOWLEDGED', 'tom'],
    ]);
    const { bitdefenderAlertChanges } = await environment.data<{ bitdefenderAlertChanges: ChangeAnswer[] }>(
      technician,
      changesAfter,
      { after: before?.cursor },
    );
    const missed = live(bitdefenderAlertChanges);
    expect(missed.map(({ kind }) => kind)).toEqual(['RAISED', 'RAISED', 'TICKETED', 'ACKNOWLEDGED']);
    expect(missed.slice(1).map(({ cursor }) => cursor)).toEqual(live(severeOnly.events).map(({ cursor }) => cursor));
    await Promise.all([raised.leave(), severeOnly.leave()]);
  });
});
