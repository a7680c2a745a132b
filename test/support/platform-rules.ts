import { expect } from 'vitest';
import type { World } from '../../demo/core/world.js';
import type { WorldAlert } from '../../demo/core/world-alerts.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from './environment.js';
import { type JobQueue, openJobQueue } from './job-queue.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from './msp.js';
import { versionNow } from './versions.js';

const choose = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
  settings { alertsRoutedBy } userErrors { code field message } } }`;
const list = `{ bitdefenderAlerts(first: 100) { edges { node { id kind title state severity
  ticket { id } ticketState platformAlert { id bitdefenderAlert { id } }
  routing { outcome message } outbreakId threat { id }
  deliveries { id kind ruleName state attempts lastError } changes { kind to } } } } }`;
export const triage = `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
  outcomes { userErrors { code } } userErrors { code } } }`;

/** An alert of ours, as far as it is about the platform's rules. */
interface Alert {
  id: string;
  kind: string;
  title: string;
  state: string;
  severity: string;
  ticket: { id: string } | null;
  ticketState: string | null;
  platformAlert: { id: string; bitdefenderAlert: { id: string } | null } | null;
  routing: { outcome: string; message: string };
  outbreakId: string | null;
  threat: { id: string } | null;
  deliveries: {
    id: string;
    kind: string;
    ruleName: string;
    state: string;
    attempts: number;
    lastError: string | null;
  }[];
  changes: { kind: string; to: string | null }[];
}

/** The answer to a choice of rules. */
interface Chosen {
  settings: { alertsRoutedBy: string } | null;
  userErrors: { code: string; field: string[]; message: string }[];
}

/** An MSP with two clients, whose alerts its own rules route until it chooses the platform's. */
export class PlatformMsp {
  private constructor(
    readonly environment: TestEnvironment,
    readonly queue: JobQueue,
    readonly bakery: ReturnType<typeof addBakery>,
    /** Another client, so that an outbreak there takes nothing in here. */
    readonly butcher: { companyId: string; clientId: string },
  ) {}

  /** Starts it with a gateway, maps both clients; ends with the test file. */
  static async start(): Promise<PlatformMsp> {
    const environment = await testEnvironment({ gateway: true, opsMergeTimeoutMilliseconds: 2_000 });
    const queue = await openJobQueue(environment.app.databaseUrl);
    const bakery = addBakery(environment);
    const butcher = {
      companyId: environment.gravityZone.world.addCompany('Butcher').id,
      clientId: environment.core.world('msp-one').addClient({ name: 'The Butcher' }).id,
    };
    await connectSimulator(environment);
    await mapByBdId(environment, {
      [bakery.companyId]: bakery.clientId,
      [butcher.companyId]: butcher.clientId,
    });
    return new PlatformMsp(environment, queue, bakery, butcher);
  }

  /** What core has of it. */
  get world(): World {
    return this.environment.core.world('msp-one');
  }

  async chosen(alertsRoutedBy: 'OWN_RULES' | 'PLATFORM_RULES'): Promise<Chosen> {
    const input = { alertsRoutedBy, version: await versionNow(this.environment, 'settings') };
    const answer = await this.environment.data<{ updateBitdefenderSettings: Chosen }>(admin, choose, { input });
    return answer.updateBitdefenderSettings;
  }

  async choosePlatform(): Promise<void> {
    expect((await this.chosen('PLATFORM_RULES')).userErrors).toEqual([]);
  }

  async chooseOwn(): Promise<void> {
    expect((await this.chosen('OWN_RULES')).userErrors).toEqual([]);
  }

  /** An incident of this malware at the bakery, which no sync has read. */
  infect(name: string, severityScore = 88) {
    const { companyId, deviceId } = this.bakery;
    return this.environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore });
  }

  /** An incident that a sync has read. */
  async detected(name: string, severityScore?: number) {
    const incident = this.infect(name, severityScore);
    await syncNow(this.environment, this.bakery.clientId);
    return incident;
  }

  async alerts(): Promise<Alert[]> {
    const { bitdefenderAlerts } = await this.environment.data<{ bitdefenderAlerts: { edges: { node: Alert }[] } }>(
      technician,
      list,
      {},
      this.environment.app.url,
    );
    return bitdefenderAlerts.edges.map(({ node }) => node);
  }

  async alertNamed(name: string): Promise<Alert | undefined> {
    return (await this.alerts()).find(({ title }) => title === name);
  }

  /** The alert, once whatever was asked for it is in this state. What waits begins at once. */
  settled(name: string, state = 'DONE'): Promise<Alert> {
    return eventually(async () => {
      await this.queue.raisePriority();
      const alert = await this.alertNamed(name);
      return alert !== undefined &&
        alert.deliveries.length > 0 &&
        alert.deliveries.every((each) => each.state === state)
        ? alert
        : null;
    });
  }

  async resolveThreat({ threat }: Alert): Promise<void> {
    await this.environment.data(technician, triage, { input: { ids: [threat?.id], decision: 'RESOLVE' } });
  }

  /** Has the platform's rule make tickets of alerts from this severity on. */
  ticketsFrom(minimumSeverity: 'MEDIUM' | 'HIGH'): void {
    Object.assign(this.world.alerts.rules[0] ?? {}, { minimumSeverity });
  }

  /** Core's alerts about this. */
  platformAlerts(name: string): WorldAlert[] {
    return [...this.world.alerts.byId.values()].filter(({ title }) => title.includes(name));
  }

  /** Core's tickets about this. */
  ticketsOf(name: string) {
    return this.environment.core.tickets.filter(({ title }) => title.includes(name));
  }

  /** How often core was asked for a root field. */
  calls(field: string): number {
    return this.environment.core.calls.get(field) ?? 0;
  }
}
