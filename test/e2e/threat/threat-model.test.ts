import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { IncidentModel, QuarantineModel } from '../../../demo/gravityzone/world.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { type ModelRow, type ModelStatus, ThreatModel } from '../../support/threat-model.js';

/** How a sync goes wrong, if it does. */
type Mishap = 'NONE' | 'INCIDENTS_FAIL' | 'FIRST_PAGE_FAILS' | 'SECOND_PAGE_FAILS' | 'A_WRITE_FAILS';

interface SyncStep {
  does: 'SYNC';
  mishap: Mishap;
  /** Each row is sent twice. */
  repeatsRows: boolean;
  /** An item leaves the quarantine between two pages. */
  rowsMove: boolean;
  /** The last walk of the whole quarantine, and what was done about alerts, are a day older. */
  dayPasses: boolean;
}

const undisturbed: SyncStep = { does: 'SYNC', mishap: 'NONE', repeatsRows: false, rowsMove: false, dayPasses: false };

type Step =
  | { does: 'INCIDENT' | 'QUARANTINE'; device: number; name: number; score: number }
  | { does: 'GROW' | 'CLOSE' | 'DISMISS' | 'OPEN_AGAIN'; pick: number; score: number }
  /** Recurs what was dealt with, if anything was: in a large quarantine chance alone would rarely pick it. */
  | { does: 'QUARANTINE_AGAIN'; pick: number; dealtWith: boolean }
  | { does: 'REMOVE' | 'BRING_BACK'; pick: number }
  | { does: 'REIMAGE'; device: number }
  | { does: 'DECIDE'; pick: number; status: ModelStatus }
  | SyncStep;

const small = fc.nat({ max: 1_000 });
const device = fc.nat({ max: 1 });
const score = fc.nat({ max: 100 });
const mishap = fc.constantFrom<Mishap>(
  'NONE',
  'NONE',
  'NONE',
  'INCIDENTS_FAIL',
  'FIRST_PAGE_FAILS',
  'SECOND_PAGE_FAILS',
  'A_WRITE_FAILS',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('INCIDENT', 'QUARANTINE'), device, name: device, score }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constantFrom('GROW', 'CLOSE', 'DISMISS', 'OPEN_AGAIN'), pick: small, score }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('QUARANTINE_AGAIN'), pick: small, dealtWith: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('REMOVE', 'BRING_BACK'), pick: small }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('REIMAGE'), device }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('DECIDE'),
      pick: small,
      status: fc.constantFrom('UNRESOLVED', 'RESOLVED', 'FALSE_POSITIVE'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('SYNC'),
      mishap,
      repeatsRows: fc.boolean(),
      rowsMove: fc.boolean(),
      dayPasses: fc.boolean(),
    }),
  },
) as fc.Arbitrary<Step>;

/** More than one page of quarantine, so that a walk takes several calls. */
const background = 105;
const second = 1_000;
const names = ['Trojan.First', 'Trojan.Second'];
const lists = ['getIncidentsList', 'getQuarantineItemsList'];
const decisions = { UNRESOLVED: 'REOPEN', RESOLVED: 'RESOLVE', FALSE_POSITIVE: 'FALSE_POSITIVE' };

let environment: TestEnvironment;
let firstClientId: string;

beforeAll(async () => {
  // Dates of one zone: other tests check how they are calibrated.
  environment = await testEnvironment({ simulator: { limits: 'off', zone: 'UTC' } });
  const companyId = environment.gravityZone.world.addCompany('First').id;
  firstClientId = environment.core.world('msp-one').addClient({ name: 'First' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: firstClientId });
  // Breaks one transaction at its first change of a threat, when armed; a sequence is not rolled back.
  await environment.database.query(`
    create sequence broken_write;
    create function break_write() returns trigger language plpgsql as
      $$ begin if nextval('broken_write') = 1000 then raise exception 'broken by the test'; end if; return null; end $$;
    create trigger break_write before insert on threat_change execute function break_write();`);
});

/** A page of a list as it arrived. */
interface ModelPage {
  method: string;
  whole: boolean;
  rows: ModelRow[];
  total: number;
}

/** One history, played against the application and the model. */
class Play {
  readonly model = new ThreatModel();
  readonly world = environment.gravityZone.world;
  companyId = '';
  clientId = '';
  readonly devices: string[] = [];
  readonly incidents: IncidentModel[] = [];
  readonly items: QuarantineModel[] = [];
  /** Each event has its own second. */
  #time = Math.floor(Date.now() / second) * second - 10 * 3_600_000;

  async begin(large: boolean): Promise<void> {
    this.world.incidents.clear();
    this.world.quarantine.clear();
    // What the history before this one left there is known to have gone, so that no sync of this one writes of it.
    await environment.database.query("update threat_source set state = 'GONE' where kind = 'QUARANTINE'");
    this.companyId = this.world.addCompany('Bakery').id;
    this.clientId = environment.core.world('msp-one').addClient({ name: 'The Bakery' }).id;
    this.devices.push(
      ...[0, 1].map((name) => this.world.addDevice({ companyId: this.companyId, name: `PC-${name}` }).id),
    );
    if (large)
      for (let number = 0; number < background; number += 1)
        this.#quarantine(this.devices[0] ?? '', `Adware.${number}`);
    // First seen beside another client's company, so that its threats are kept without an owner, and attach when it is mapped.
    await this.sync(undisturbed, firstClientId);
    await mapByBdId(environment, { [this.companyId]: this.clientId });
    await this.agrees();
  }

  async play(given: Step): Promise<void> {
    switch (given.does) {
      case 'INCIDENT':
        return this.#incident(this.devices[given.device] ?? '', names[given.name] ?? '', given.score);
      case 'QUARANTINE':
        return this.#quarantine(this.devices[given.device] ?? '', names[given.name] ?? '');
      case 'GROW':
        return this.#change(given.pick, { severityScore: given.score });
      case 'CLOSE':
        return this.#change(given.pick, { status: 'closed' });
      case 'DISMISS':
        return this.#change(given.pick, { status: 'false_positive' });
      case 'OPEN_AGAIN':
        return this.#change(given.pick, { status: 'open' });
      case 'QUARANTINE_AGAIN': {
        const items = [...this.world.quarantine.values()];
        const dealtWith = items.filter(({ id }) => given.dealtWith && this.model.isDealtWith(id));
        const item = picked(dealtWith.length > 0 ? dealtWith : items, given.pick);
        // Not an hour after the first time, which could be a change of clocks.
        if (item) this.world.requarantine(item.id, new Date(item.quarantinedAt.getTime() + 7 * 60 * second));
        return;
      }
      case 'REMOVE': {
        const item = picked([...this.world.quarantine.values()], given.pick);
        if (item) this.world.removeQuarantineItem(item.id);
        return;
      }
      case 'BRING_BACK': {
        const item = picked(this.items, given.pick);
        if (item) this.world.quarantine.set(item.id, item);
        return;
      }
      case 'REIMAGE':
        this.devices[given.device] = this.world.reimageDevice(this.devices[given.device] ?? '').id;
        return;
      case 'DECIDE':
        return this.#decide(given.pick, given.status);
      case 'SYNC':
        return this.sync(given);
    }
  }

  /** Syncs, and gives the model each page that arrived and was not lost to a broken write. */
  async sync(given: SyncStep, clientId = this.clientId): Promise<void> {
    const { gravityZone } = environment;
    const pages: ModelPage[] = [];
    const callsBefore = gravityZone.calls.length;
    gravityZone.changeRows = (rows, method) => {
      if (!lists.includes(method)) return rows;
      const whole = gravityZone.calls.at(-1)?.params.filters === undefined;
      const answered = rows.map((row) => this.#rowOf(row as Record<string, unknown>));
      pages.push({ method, whole, rows: answered, total: this.world.quarantine.size });
      return given.repeatsRows ? [...rows, ...rows] : rows;
    };
    gravityZone.afterCall = ({ method }) => {
      if (method !== 'getQuarantineItemsList' || !given.rowsMove) return;
      gravityZone.afterCall = null;
      const [first] = this.world.quarantine.keys();
      if (first) this.world.removeQuarantineItem(first);
    };
    const fail = (method: string, page: number) => gravityZone.faults.add({ kind: 'noItems', method, page });
    if (given.mishap === 'INCIDENTS_FAIL') fail('getIncidentsList', 1);
    if (given.mishap === 'FIRST_PAGE_FAILS') fail('getQuarantineItemsList', 1);
    if (given.mishap === 'SECOND_PAGE_FAILS') fail('getQuarantineItemsList', 2);
    const armed = given.mishap === 'A_WRITE_FAILS';
    await environment.database.query(`select setval('broken_write', ${armed ? 999 : 1_000_000})`);
    if (given.dayPasses)
      await environment.database.query(`
        update connection set quarantine_walked_at = quarantine_walked_at - interval '25 hours';
        update alert_action set created_at = created_at - interval '25 hours'`);
    // A person may not sync one client so often.
    await environment.database.query('update sync_run set client_id = null');
    const run = await syncNow(environment, clientId);
    const succeeded = run.streams.filter(({ state }) => state === 'SUCCEEDED').map(({ stream }) => stream);
    const asked = (method: string, page: number) =>
      gravityZone.calls.slice(callsBefore).some((call) => call.method === method && call.params.page === page);
    gravityZone.changeRows = null;
    gravityZone.afterCall = null;
    gravityZone.faults.clear();
    // A sync that had nothing to write leaves the trap for nobody else.
    await environment.database.query("select setval('broken_write', 1_000_000)");

    this.#settle(given, pages, { succeeded, asked });
    if (clientId === this.clientId) await this.agrees();
  }

  /** Has the model take what each list brought, and compares which streams failed. */
  #settle(
    given: SyncStep,
    pages: ModelPage[],
    run: { succeeded: string[]; asked: (method: string, page: number) => boolean },
  ): void {
    let armed = given.mishap === 'A_WRITE_FAILS';
    for (const method of lists) {
      const walk = pages.filter((page) => page.method === method);
      const taken = this.#take(walk, armed);
      let { lost } = taken;
      if (lost) armed = false;
      const failed =
        method === 'getIncidentsList'
          ? given.mishap === 'INCIDENTS_FAIL'
          : given.mishap === 'FIRST_PAGE_FAILS' || (given.mishap === 'SECOND_PAGE_FAILS' && run.asked(method, 2));
      const [first] = walk;
      const complete = first?.whole === true && !lost && !failed && taken.shown.size >= first.total;
      if (method === 'getQuarantineItemsList' && complete) {
        const atOnce = walk.length === 1 && taken.shown.size > 0;
        lost = armed && this.model.wouldResolve(taken.shown, atOnce);
        if (lost) armed = false;
        else this.model.walked(taken.shown, atOnce);
      }
      // What nothing broke has worked: else a failure of its own would look like a wrong state much later.
      const name = method === 'getIncidentsList' ? 'INCIDENTS' : 'QUARANTINE';
      expect(run.succeeded.includes(name), `${name} of ${JSON.stringify(given)}`).toBe(!lost && !failed);
    }
  }

  /** Has the model take pages up to the one whose write failed, and gives which rows it has then been shown. */
  #take(walk: ModelPage[], armed: boolean): { shown: Set<string>; lost: boolean } {
    const shown = new Set<string>();
    for (const { rows } of walk) {
      if (armed && this.model.hasNews(rows)) return { shown, lost: true };
      this.model.take(rows);
      for (const { id } of rows) shown.add(id);
    }
    return { shown, lost: false };
  }

  /** The threats, their states, occurrences, times and history, one alert for each that acted once, and the counts. */
  async agrees(): Promise<void> {
    const { rows } = await environment.database.query<Record<string, unknown>>(
      `select threat.name, threat.bd_device_id as "deviceId", threat.status, threat.resolved_by as by, threat.occurrences,
              threat.detected_at as "firstAt", threat.last_detected_at as "lastAt",
              array(select bd_id from threat_source as source
                where source.tenant_id = threat.tenant_id and source.threat_id = threat.id order by 1) as sources,
              array(select case when alert.state = 'RESOLVED' then 'DONE' else 'OPEN' end from alert
                where alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id) as alerts,
              array(select change.kind || ' by ' || change.actor from threat_change as change
                where change.tenant_id = threat.tenant_id and change.threat_id = threat.id and change.kind <> 'MAPPED'
                order by change.sequence) as history
       from threat join company on company.id = threat.company_id where company.bd_id = $1`,
      [this.companyId],
    );
    const expected = this.model.threats.map(({ sources, firstAt, lastAt, ...threat }) => ({
      ...threat,
      firstAt: new Date(firstAt),
      lastAt: new Date(lastAt),
      sources: [...sources.keys()].sort(),
      alerts: [threat.status === 'UNRESOLVED' ? 'OPEN' : 'DONE'],
    }));
    const inOrder = <Threat extends Record<string, unknown>>(threats: Threat[]) =>
      threats.sort((a, b) => (String(a.sources) < String(b.sources) ? -1 : 1));
    expect(inOrder(rows)).toEqual(inOrder(expected));
    const actedTwice = await environment.database.query(
      `select alert.title from alert join alert_occurrence as occurrence
         on occurrence.tenant_id = alert.tenant_id and occurrence.alert_id = alert.id
       join alert_action as action on action.tenant_id = occurrence.tenant_id and action.id = occurrence.action_id
       group by alert.id, alert.title, action.rule_id, action.parameters having count(*) > 1`,
    );
    expect(actedTwice.rows).toEqual([]);
    const open = (filter: string) =>
      `bitdefenderThreats(filter: { clientId: $id, minimumSeverity: UNKNOWN ${filter} }) { totalCount }`;
    const counts = await environment.data<Record<string, { totalCount: number }>>(
      technician,
      `query ($id: ID!) { all: ${open('status: ALL')} open: ${open('')} }`,
      { id: this.clientId },
    );
    expect(counts).toMatchObject({
      all: { totalCount: expected.length },
      open: { totalCount: expected.filter(({ status }) => status === 'UNRESOLVED').length },
    });
  }

  #next(): Date {
    this.#time += second;
    return new Date(this.#time);
  }

  #incident(deviceId: string, name: string, severityScore: number): void {
    const at = this.#next();
    const own = { filePath: `C:\\incident-${at.getTime()}.exe`, fileSha256: sha256(`incident ${at.getTime()}`) };
    const given = { companyId: this.companyId, deviceId, name, severityScore, at, updatedAt: new Date(), ...own };
    this.incidents.push(this.world.addIncident(given));
  }

  #quarantine(deviceId: string, threatName: string): void {
    const at = this.#next();
    const own = { filePath: `C:\\item-${at.getTime()}.exe`, fileSha256: sha256(`item ${at.getTime()}`) };
    this.items.push(this.world.addQuarantineItem({ deviceId, threatName, at, ...own }));
  }

  #change(pick: number, change: Partial<IncidentModel>): void {
    const incident = picked(this.incidents, pick);
    if (incident) this.world.updateIncident(incident.id, change);
  }

  async #decide(pick: number, status: ModelStatus): Promise<void> {
    const threat = picked(this.model.threats, pick);
    if (threat === undefined) return;
    const { rows } = await environment.database.query<{ id: string }>(
      'select threat_id as id from threat_source where bd_id = $1',
      [[...threat.sources.keys()][0]],
    );
    const input = { ids: [rows[0]?.id], decision: decisions[status] };
    const mutation = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { code } } }`;
    await environment.data(technician, mutation, { input });
    this.model.decide(threat, status, technician.subject);
  }

  #rowOf(row: Record<string, unknown>): ModelRow {
    const incident = this.world.incidents.get(String(row.incidentId));
    if (incident) {
      const { id, createdAt, name, status: given, severityScore, deviceId } = incident;
      const at = createdAt.getTime();
      const status = given === 'closed' ? 'RESOLVED' : given === 'false_positive' ? 'FALSE_POSITIVE' : 'UNRESOLVED';
      return { kind: 'INCIDENT', id, deviceId: deviceId ?? '', name, firstAt: at, at, status, score: severityScore };
    }
    const item = this.world.quarantine.get(String(row.id));
    if (!item) throw new Error('A row of nothing in the world.');
    const { id, deviceId, threatName: name, quarantinedAt } = item;
    const firstAt = Number.parseInt(id.slice(0, 8), 16) * second;
    return {
      kind: 'QUARANTINE',
      id,
      deviceId,
      name,
      firstAt,
      at: quarantinedAt.getTime(),
      status: 'UNRESOLVED',
      score: null,
    };
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const picked = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items[pick % Math.max(items.length, 1)];

it('keeps threats, states, occurrences and counts right whatever Bitdefender reports and whatever breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 5, maxLength: 40 }), async (large, steps) => {
      const play = new Play();
      await play.begin(large);
      for (const given of steps) await play.play(given);
      // A day later there is news of each incident: what acted on its alert does not act again.
      for (const { id } of play.incidents) play.world.updateIncident(id, { status: 'open', severityScore: 100 });
      await play.sync(undisturbed);
      for (const { id } of play.incidents) play.world.updateIncident(id, { severityScore: 99 });
      await play.sync({ ...undisturbed, dayPasses: true });
    }),
    { numRuns: 10 },
  );
});
