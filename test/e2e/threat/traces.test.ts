import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type DetectionKind, detect, detectionKinds } from '../../../demo/gravityzone/detections.js';
import type { DeviceModel, QuarantineModel } from '../../../demo/gravityzone/world.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { type ListedTrace, TraceModel } from '../../support/trace-model.js';

const machines = 8;
const stepsOfOneWorld = 100;

type Step =
  | { does: 'DETECT'; machine: number; kind: DetectionKind; withMaybes: boolean; itemComesLater: boolean }
  | { does: 'ITEM_ARRIVES' | 'FLAG_CLEARS' | 'REIMAGE'; machine: number; flag: 'infected' | 'detected' }
  | { does: 'SYNC'; breaksAtWrite: number };

/** Mail servers have a test of their own. */
const kinds = Object.keys(detectionKinds).filter((kind) => kind !== 'EXCHANGE_MALWARE') as DetectionKind[];
const machine = fc.nat({ max: machines - 1 });
const flag = fc.constantFrom('infected' as const, 'detected' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ does: fc.constant('DETECT' as const), machine, kind: fc.constantFrom(...kinds) },
      ...{ withMaybes: fc.boolean(), itemComesLater: fc.boolean() },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom('ITEM_ARRIVES' as const, 'FLAG_CLEARS' as const, 'FLAG_CLEARS' as const),
      ...{ machine, flag },
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('REIMAGE' as const), machine, flag }) },
  // Mostly unbroken: the write that breaks is rarely one of the first.
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('SYNC' as const), breaksAtWrite: fc.integer({ min: 1, max: 12 }) }),
  },
);

let environment: TestEnvironment;
/** Its syncs find the companies that are added. */
let firstClientId: string;

beforeAll(async () => {
  environment = await testEnvironment({ simulator: { limits: 'off', zone: 'UTC' } });
  const companyId = environment.gravityZone.world.addCompany('First').id;
  firstClientId = environment.core.world('msp-one').addClient({ name: 'First' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: firstClientId });
  // Breaks one transaction at a change of a threat, when armed; a sequence is not rolled back.
  await environment.database.query(`
    create sequence broken_write;
    create function break_write() returns trigger language plpgsql as
      $$ begin if nextval('broken_write') = 1000 then raise exception 'broken by the test'; end if; return null; end $$;
    create trigger break_write before insert on threat_change execute function break_write();`);
});

/** How detections ended, over all worlds: an own threat, behind one that is there already, or without any trace. */
const outcomes = { threats: 0, hidden: 0, unseen: 0, broken: 0 };

class World {
  readonly model = new TraceModel();
  readonly world = environment.gravityZone.world;
  companyId = '';
  clientId = '';
  /** The entry of the inventory that each machine has now. */
  readonly #current: DeviceModel[] = [];
  readonly #machineOf = new Map<string, number>();
  /** The detection that left each listed row. */
  readonly #detectionOf = new Map<string, number>();
  readonly #late: QuarantineModel[] = [];
  #detections = 0;
  #untraced = 0;

  async begin(): Promise<void> {
    const { world } = this;
    this.companyId = world.addCompany('Bakery').id;
    const core = environment.core.world('msp-one');
    this.clientId = core.addClient({ name: 'The Bakery' }).id;
    // The companies are read again.
    await environment.database.query("update connection set tree_due_at = now() - interval '1 minute'");
    for (let number = 0; number < machines; number += 1) {
      const device = world.addDevice({ companyId: this.companyId, name: `PC-${number}`, edrSensor: number % 2 === 0 });
      core.addAgent({ clientId: this.clientId, hostname: device.name, macAddresses: device.macs });
      this.#current.push(device);
      this.#machineOf.set(device.id, number);
    }
    await syncNow(environment, firstClientId);
    await mapByBdId(environment, { [this.companyId]: this.clientId });
  }

  async play(given: Step): Promise<void> {
    if (given.does === 'SYNC') return this.sync(given.breaksAtWrite);
    const device = this.#current[given.machine];
    if (device === undefined) throw new Error('No such machine.');
    if (given.does === 'DETECT') return this.#detect(given, device);
    if (given.does === 'ITEM_ARRIVES') {
      const item = this.#late.shift();
      if (item !== undefined) this.world.quarantine.set(item.id, item);
    } else if (given.does === 'FLAG_CLEARS') device[given.flag] = false;
    else {
      const fresh = Object.assign(this.world.reimageDevice(device.id), { infected: false, detected: false });
      this.#current[given.machine] = fresh;
      this.#machineOf.set(fresh.id, given.machine);
    }
  }

  #detect({ kind, withMaybes, itemComesLater }: Step & { does: 'DETECT' }, device: DeviceModel): void {
    this.#detections += 1;
    const left = detect(this.world, { kind, deviceId: device.id, withMaybes });
    for (const id of [left.incidentId, left.itemId]) if (id !== null) this.#detectionOf.set(id, this.#detections);
    if (left.incidentId === null && left.itemId === null && left.flag === null) this.#untraced += 1;
    const item = left.itemId === null ? undefined : this.world.quarantine.get(left.itemId);
    if (item === undefined || !itemComesLater) return;
    this.world.quarantine.delete(item.id);
    this.#late.push(item);
  }

  /** A sync in which the write of this number breaks, if there are so many; then one that nothing disturbs. */
  async sync(breaksAtWrite: number): Promise<void> {
    await environment.database.query("select setval('broken_write', $1)", [1_000 - breaksAtWrite]);
    const succeeded = await this.#syncOnce();
    await environment.database.query("select setval('broken_write', 1000000)");
    if (!succeeded) {
      outcomes.broken += 1;
      expect(await this.#syncOnce()).toBe(true);
    }
    await this.agrees();
  }

  async #syncOnce(): Promise<boolean> {
    await environment.database.query("update device_state set as_of = as_of - interval '7 hours'");
    const run = await syncNow(environment, this.clientId);
    const hasRead = (name: string) => run.streams.some(({ stream, state }) => stream === name && state === 'SUCCEEDED');
    if (hasRead('INCIDENTS')) this.model.read(this.#rows('INCIDENT'));
    if (hasRead('QUARANTINE')) this.model.read(this.#rows('QUARANTINE'));
    // What was not read of the states before one broke is read by the next sync, in which nothing is changed.
    this.model.readFlags(
      [...this.world.devices.values()].flatMap(({ id, infected, detected }) => {
        const of = this.#machineOf.get(id);
        return of === undefined ? [] : [{ deviceId: id, machine: of, infected, detected }];
      }),
    );
    return run.streams.every(({ state }) => state === 'SUCCEEDED');
  }

  #rows(kind: ListedTrace['kind']): ListedTrace[] {
    const shown = kind === 'INCIDENT' ? this.world.incidents : this.world.quarantine;
    return [...shown.values()].flatMap(({ id, companyId, deviceId }) => {
      const detection = this.#detectionOf.get(id);
      if (companyId !== this.companyId || detection === undefined) return [];
      return [{ kind, id, detection, machine: deviceId === null ? null : (this.#machineOf.get(deviceId) ?? null) }];
    });
  }

  /** Each trace has one threat, and each threat one alert. */
  async agrees(): Promise<void> {
    const { rows } = await environment.database.query<{
      machine: number;
      listed: string[];
      flagged: boolean;
      alerts: number;
    }>(
      `select coalesce(substring(threat.host_name from '[0-9]+$')::int, -1) as machine,
              array(select bd_id from threat_source as source where source.tenant_id = threat.tenant_id
                and source.threat_id = threat.id and source.kind <> 'DEVICE_STATE' order by 1) as listed,
              (select count(*)::int from alert where alert.tenant_id = threat.tenant_id and alert.threat_id = threat.id) as alerts
       from threat join company on company.tenant_id = threat.tenant_id and company.id = threat.company_id
       where company.bd_id = $1`,
      [this.companyId],
    );
    const expected = this.model.threats.map((threat) => ({
      ...{ machine: threat.machine, listed: [...threat.listed].sort(), alerts: 1 },
    }));
    const inOrder = <Threat extends { machine: number; listed: string[] }>(threats: Threat[]) =>
      threats.sort((a, b) => a.machine - b.machine || (a.listed.join() < b.listed.join() ? -1 : 1));
    expect(inOrder(rows)).toEqual(inOrder(expected));
  }

  end(): void {
    const { threats } = this.model;
    outcomes.threats += threats.length;
    outcomes.unseen += this.#untraced;
    outcomes.hidden += this.#detections - this.#untraced - threats.length;
  }
}

// Each world is a test of its own: together they would take longer than a test may on a slow machine.
it.each(Array.from({ length: 10 }, (_, number) => number + 1))(
  'makes each trace that GravityZone shows one threat with one alert (world %i)',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: stepsOfOneWorld, maxLength: stepsOfOneWorld }), async (steps) => {
        const world = new World();
        await world.begin();
        for (const given of steps) await world.play(given);
        await world.sync(1);
        world.end();
      }),
      { numRuns: 1, endOnFailure: true },
    );
  },
);

it('has played worlds in which something was seen, hidden, not seen, and broken', () => {
  expect(Math.min(...Object.values(outcomes)), JSON.stringify(outcomes)).toBeGreaterThan(0);
});
