import { beforeAll, describe, expect, it } from 'vitest';
import { addClientTo, clientWorkDone, type LivingClient, whenAsked } from '../../support/client-life.js';
import {
  admin,
  eventually,
  everySecond,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { otherAdmin } from '../../support/two-tenants.js';
import { versionNow } from '../../support/versions.js';

const north = { id: 'site-north', name: 'North' };
const south = { id: 'site-south', name: 'South' };
const shop = { id: 'site-shop', name: 'Shop' };

const save = `mutation ($input: SaveBitdefenderAlertRuleInput!) { saveBitdefenderAlertRule(input: $input) {
  rule { id } userErrors { code field message } } }`;
const enable = `mutation ($input: SetBitdefenderAlertRuleEnabledInput!) { setBitdefenderAlertRuleEnabled(input: $input) {
  rule { enabled } userErrors { code } } }`;
const ruleDocument =
  '{ bitdefenderAlertRules { id scope { kind clientIds siteIds } conditions { kinds } sites { id name agents } } }';
const trial = `query ($input: SaveBitdefenderAlertRuleInput!) { previewBitdefenderAlertRule(input: $input) {
  preview { considered matched acted samples { hostName } } userErrors { code field message } } }`;
const list = `{ bitdefenderAlerts(first: 100) { edges { node { title routing { rules { ruleId matched why } } } } } }`;
const reroute = `query ($ruleId: ID!) { previewBitdefenderAlertRerouting(ruleId: $ruleId) { alerts { alert { title } } } }`;

interface Rule {
  id: string;
  scope: { kind: string; clientIds: string[]; siteIds: string[] | null };
  conditions: { kinds: string[] | null };
  sites: { id: string; name: string; agents: number }[];
}
interface UserError {
  code: string;
  field: string[];
  message: string;
}
interface Routed {
  title: string;
  routing: { rules: { ruleId: string; matched: boolean; why: string }[] };
}

describe('a rule that is limited to sites', () => {
  let environment: TestEnvironment;
  let bakery: LivingClient;
  let butcher: LivingClient;
  let ofNorth: string;
  let ofWhole: string;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, tick: everySecond });
    bakery = addClientTo(environment, 'BAKERY', ['OVEN-01', 'OVEN-02', 'OVEN-03']);
    butcher = addClientTo(environment, 'BUTCHER', ['KNIFE-01']);
    at(bakery, 'OVEN-01', north);
    at(bakery, 'OVEN-02', south);
    at(butcher, 'KNIFE-01', shop);
    bakery.machines.push(environment.gravityZone.world.addDevice({ companyId: bakery.companyId, name: 'ALONE-01' }));
    await connectSimulator(environment);
    await mapByBdId(environment, { [bakery.companyId]: bakery.clientId, [butcher.companyId]: butcher.clientId });
    await syncNow(environment, bakery.clientId);
    await syncNow(environment, butcher.clientId);
    await environment.database.query(
      `insert into agent (tenant_id, id, client_id, hostname, host_key, macs, site_id, site_name)
       values ('msp-two', 'agent-other', $1, 'other', 'other', '{}', 'site-other', 'Other')`,
      [bakery.clientId],
    );
  });

  function at({ clientId }: Pick<LivingClient, 'clientId'>, hostname: string, site: typeof north | null) {
    const world = environment.core.world('msp-one');
    const agent = world.agentsOf(clientId).find((each) => each.hostname === hostname);
    if (agent === undefined) throw new Error('There is no such agent.');
    world.moveToSite(agent.id, site);
  }

  const only = (siteIds?: string[] | null, ...clients: LivingClient[]) => ({
    kind: 'ONLY',
    clientIds: (clients.length === 0 ? [bakery] : clients).map(({ clientId }) => clientId),
    ...(siteIds !== undefined && { siteIds }),
  });
  /** So mild that no default rule acts. */
  const inputOf = (scope: object, more: object = {}) => ({
    ...{ name: 'Of sites', scope, conditions: { maximumSeverity: 'MEDIUM' } },
    ...{ actions: [{ kind: 'NOTIFY', channel: 'security' }], next: 'CONTINUE', ...more },
  });

  async function saved(scope: object, more: object = {}) {
    const { saveBitdefenderAlertRule: answer } = await environment.data<{
      saveBitdefenderAlertRule: { rule: { id: string } | null; userErrors: UserError[] };
    }>(admin, save, { input: inputOf(scope, more) });
    return answer;
  }

  async function tried(scope: object, more: object = {}) {
    const { previewBitdefenderAlertRule: answer } = await environment.data<{
      previewBitdefenderAlertRule: {
        preview: { considered: number; matched: number; samples: { hostName: string }[] } | null;
        userErrors: UserError[];
      };
    }>(admin, trial, { input: inputOf(scope, more) });
    return answer;
  }

  const hostsTried = async (scope: object) =>
    (await tried(scope)).preview?.samples.map(({ hostName }) => hostName).toSorted();

  async function ruleOf(id: string): Promise<Rule | undefined> {
    const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: Rule[] }>(
      technician,
      ruleDocument,
    );
    return bitdefenderAlertRules.find((rule) => rule.id === id);
  }

  /** A threat on each of these machines, as soon as it was read. */
  async function detect(name: string, { companyId, clientId, machines }: LivingClient) {
    for (const { id: deviceId, name: host } of machines)
      environment.gravityZone.world.addIncident({ companyId, deviceId, name: `${name}.${host}`, severityScore: 20 });
    await syncNow(environment, clientId);
    const { bitdefenderAlerts } = await environment.data<{ bitdefenderAlerts: { edges: { node: Routed }[] } }>(
      technician,
      list,
    );
    return bitdefenderAlerts.edges
      .map(({ node }) => node)
      .filter(({ title }) => title.startsWith(name))
      .toSorted((one, other) => (one.title < other.title ? -1 : 1));
  }

  const verdicts = (alerts: Routed[], ruleId: string) =>
    Object.fromEntries(
      alerts.map(({ title, routing }) => [
        title.split('.').at(-1) ?? '',
        routing.rules.find((verdict) => verdict.ruleId === ruleId)?.matched,
      ]),
    );

  it('is refused with what to do, when it is saved as when it is tried', async () => {
    const unknown = (id: string) =>
      `No agent of the clients it is for is at the site ${id}: choose from \`sites\` of these clients.`;
    const refused: [scope: object, more: object, field: string[], message: string][] = [
      [only(['site-9']), {}, ['scope', 'siteIds'], unknown('site-9')],
      [only(['site-other']), {}, ['scope', 'siteIds'], unknown('site-other')],
      [only([north.id, shop.id]), {}, ['scope', 'siteIds'], unknown(shop.id)],
      [
        only([north.id], bakery, butcher),
        {},
        ['scope', 'siteIds'],
        `No site of the client ${butcher.clientId} is named, so that nothing of it would match: name one, or make a rule of its own for it.`,
      ],
      [
        only([]),
        {},
        ['scope', 'siteIds'],
        'Name at least one site, or leave them out: of an empty list nothing matches.',
      ],
      [
        { kind: 'ALL', clientIds: [], siteIds: [north.id] },
        {},
        ['scope', 'siteIds'],
        'Sites narrow a rule for named clients: choose ONLY with the clients of these sites, or leave the sites out.',
      ],
      [
        only([north.id]),
        { conditions: { kinds: ['THREAT', 'OUTBREAK'] } },
        ['conditions', 'kinds'],
        'Only a threat is about one machine, which is at a site. Leave the other kinds to a rule for whole clients, or leave the sites out.',
      ],
    ];
    for (const [scope, more, field, message] of refused) {
      const userErrors = [{ code: 'BAD_RULE', field: ['input', ...field], message }];
      expect(await saved(scope, more)).toEqual({ rule: null, userErrors });
      expect(await tried(scope, more)).toEqual({ preview: null, userErrors });
    }
  });

  it('is stored with them, and so that the release before finds a rule of which nothing matches', async () => {
    ofNorth = (await saved(only([north.id]))).rule?.id ?? '';
    const page = { name: 'Of the whole client', actions: [{ kind: 'PAGE', onCall: 'security' }] };
    ofWhole = (await saved(only(null), page)).rule?.id ?? '';
    expect(await ruleOf(ofNorth)).toEqual({
      id: ofNorth,
      scope: { kind: 'ONLY', clientIds: [bakery.clientId], siteIds: [north.id] },
      conditions: { kinds: null },
      sites: [{ ...north, agents: 1 }],
    });
    expect(await ruleOf(ofWhole)).toMatchObject({ scope: { siteIds: null }, sites: [] });
    const { rows } = await environment.database.query(
      `select conditions -> 'kinds' as kinds, scope ->> 'kind' as kind from alert_rule where id = any($1) order by position`,
      [[ofNorth, ofWhole]],
    );
    expect(rows).toEqual([
      { kinds: [], kind: 'ONLY' },
      { kinds: null, kind: 'ONLY' },
    ]);
  });

  it('acts on threats at them; a rule for the whole client on all, also without agent or site', async () => {
    const alerts = await detect('Adware.First', bakery);
    const everywhere = { 'OVEN-01': true, 'OVEN-02': true, 'OVEN-03': true, 'ALONE-01': true };
    expect(verdicts(alerts, ofNorth)).toEqual({
      ...{ 'OVEN-01': true, 'OVEN-02': false, 'OVEN-03': false, 'ALONE-01': false },
    });
    expect(verdicts(alerts, ofWhole)).toEqual(everywhere);
    await eventually(async () => environment.core.notifications.length > 0);
    expect(environment.core.notifications.map(({ title }) => title)).toEqual([
      expect.stringContaining('Adware.First.OVEN-01'),
    ]);
    const verdict = alerts.find(({ title }) => title.endsWith('ALONE-01'))?.routing.rules;
    expect(verdict?.find(({ ruleId }) => ruleId === ofNorth)?.why).toBe(
      'The agent of its machine is at none of the sites of its scope.',
    );
  });

  it('is tried on the past by the same decision, with machines where they are now', async () => {
    expect((await tried(only([north.id]))).preview).toMatchObject({ considered: 4, matched: 1, acted: 1 });
    expect(await hostsTried(only([north.id]))).toEqual(['OVEN-01']);
    expect(await hostsTried(only([north.id, south.id]))).toEqual(['OVEN-01', 'OVEN-02']);
    expect(await hostsTried(only(null))).toEqual(['ALONE-01', 'OVEN-01', 'OVEN-02', 'OVEN-03']);
  });

  it('follows a machine that moves from the next sync on, and open alerts when they are run through it again', async () => {
    at(bakery, 'OVEN-03', north);
    at(bakery, 'OVEN-01', south);
    const alerts = await detect('Adware.Second', bakery);
    expect(verdicts(alerts, ofNorth)).toMatchObject({ 'OVEN-01': false, 'OVEN-03': true });
    expect(await hostsTried(only([north.id]))).toEqual(['OVEN-03', 'OVEN-03']);
    // It was raised while OVEN-03 was at no site.
    const { previewBitdefenderAlertRerouting: again } = await environment.data<{
      previewBitdefenderAlertRerouting: { alerts: { alert: { title: string } }[] };
    }>(admin, reroute, { ruleId: ofNorth });
    expect(again.alerts.map(({ alert }) => alert.title)).toEqual(['Adware.First.OVEN-03']);
  });

  it('shows a site under its new name, and matches nothing once nobody is there', async () => {
    at(bakery, 'OVEN-03', { ...north, name: 'Far north' });
    await syncNow(environment, bakery.clientId);
    expect((await ruleOf(ofNorth))?.sites).toEqual([{ id: north.id, name: 'Far north', agents: 1 }]);
    at(bakery, 'OVEN-03', null);
    const alerts = await detect('Adware.Third', bakery);
    expect(Object.values(verdicts(alerts, ofNorth))).toEqual([false, false, false, false]);
    expect(await ruleOf(ofNorth)).toMatchObject({ scope: { siteIds: [north.id] }, sites: [] });
    const version = await versionNow(environment, 'rule', { id: ofNorth });
    const { userErrors } = await saved(only([north.id]), { ruleId: ofNorth, version });
    expect(userErrors).toMatchObject([{ code: 'BAD_RULE', field: ['input', 'scope', 'siteIds'] }]);
    const answer = await environment.data(admin, enable, { input: { ruleId: ofNorth, enabled: true } });
    expect(answer).toMatchObject({ setBitdefenderAlertRuleEnabled: { userErrors: [] } });
  });

  it('keeps its sites when its client is merged, and is for nothing else of the other', async () => {
    const id = (await saved(only([shop.id], butcher))).rule?.id ?? '';
    environment.core.world('msp-one').mergeClient(butcher.clientId, bakery.clientId);
    await whenAsked(environment, async () => (await ruleOf(id))?.scope.clientIds.includes(bakery.clientId));
    await clientWorkDone(environment);
    expect(await ruleOf(id)).toMatchObject({
      scope: { kind: 'ONLY', clientIds: [bakery.clientId], siteIds: [shop.id] },
      sites: [{ id: shop.id, name: 'Shop', agents: 1 }],
    });
    const machines = [...bakery.machines, ...butcher.machines];
    for (const { companyId, machines: own } of [bakery, butcher])
      for (const { id: deviceId, name } of own)
        environment.gravityZone.world.addIncident({
          ...{ companyId, deviceId, name: `Adware.Fourth.${name}`, severityScore: 20 },
        });
    const alerts = await eventually(async () => {
      const found = await detect('Adware.Fourth', { ...bakery, machines: [] });
      return found.length === machines.length && found;
    });
    expect(verdicts(alerts, id)).toEqual(Object.fromEntries(machines.map(({ name }) => [name, name === 'KNIFE-01'])));
  });

  it('is shown to no other tenant', async () => {
    expect(await environment.data(otherAdmin, ruleDocument)).toEqual({ bitdefenderAlertRules: [] });
  });
});
