import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, type RunAnswer, syncNow } from '../../support/msp.js';

const each = 6;
const failedRows = `{ bitdefenderIntegrations { failedRows {
  kind bdId name reason failures nextTryAt threatId deviceId } } }`;

interface Failed {
  kind: string;
  bdId: string | null;
  name: string | null;
  reason: string;
  failures: number;
  nextTryAt: string | null;
  threatId: string | null;
  deviceId: string | null;
}

/** What is stored after a sync. */
interface Stored {
  devices: number;
  states: number;
  incidents: number;
  items: number;
}

const everything: Stored = { devices: each, states: each, incidents: each, items: each };

describe.each([{ onPremises: false }, { onPremises: true }])(
  'a row that always fails (on-premises: $onPremises)',
  ({ onPremises }) => {
    let environment: TestEnvironment;
    let companyId: string;
    let sickDevice: string;
    let sickIncident: string;
    let tenants = 0;

    beforeAll(async () => {
      environment = await testEnvironment({
        simulator: { limits: 'off', flavour: onPremises ? 'ON_PREMISES' : 'CLOUD' },
      });
      const { world } = environment.gravityZone;
      companyId = onPremises ? world.root.id : world.addCompany('Bakery').id;
      const devices = Array.from({ length: each }, (_, number) =>
        world.addDevice({ companyId, name: `OVEN-${number}` }),
      );
      const at = new Date(Date.now() - 3 * 24 * 3_600_000);
      const incidents = devices.map(({ id }, number) =>
        world.addIncident({ companyId, deviceId: id, name: `Trojan.${number}`, at, updatedAt: new Date() }),
      );
      // Of other files than the incidents, so that each is a threat of its own.
      devices.forEach(({ id }, number) => {
        world.addQuarantineItem({ deviceId: id, threatName: `Adware.${number}`, filePath: `C:\\${number}.exe`, at });
      });
      sickDevice = devices[2]?.id ?? '';
      sickIncident = incidents[2]?.id ?? '';
    });

    /** The first sync of a tenant of its own, whose lists hold nothing else. */
    async function firstSync() {
      tenants += 1;
      const tenantId = `msp-${tenants}`;
      const identity: Identity = { subject: 'ada', roles: ['admin'], tenantId };
      const clientId = environment.core.world(tenantId).addClient({ name: 'The Bakery' }).id;
      await connectSimulator(environment, identity);
      await mapByBdId(environment, { [onPremises ? 'on-premises' : companyId]: clientId }, identity);
      const run = await syncNow(environment, clientId, identity);
      const { bitdefenderIntegrations } = await environment.data<{
        bitdefenderIntegrations: { failedRows: Failed[] }[];
      }>(identity, failedRows);
      const { rows } = await environment.database.query<Stored>(
        `select (select count(*)::int from device where tenant_id = $1) as devices,
              (select count(*)::int from device_state where tenant_id = $1) as states,
              (select count(*)::int from threat_source where tenant_id = $1 and kind = 'INCIDENT') as incidents,
              (select count(*)::int from threat_source where tenant_id = $1 and kind = 'QUARANTINE') as items`,
        [tenantId],
      );
      return { run, stored: rows[0], failed: bitdefenderIntegrations[0]?.failedRows ?? [] };
    }

    afterEach(() => {
      environment.gravityZone.faults.clear();
      environment.gravityZone.changeRows = null;
    });
    const always = Number.POSITIVE_INFINITY;
    const inOneHour = () => expect.toSatisfy((at: string) => Date.parse(at) > Date.now(), 'a time to come');
    /** On-premises there are no incidents to read. */
    const shown: Stored = onPremises ? { ...everything, incidents: 0 } : everything;
    const succeeded = (run: RunAnswer) => expect(run.streams.filter(({ state }) => state === 'FAILED')).toEqual([]);

    it('lists nothing while nothing fails', async () => {
      const { run, stored, failed } = await firstSync();
      expect([run.state, stored, failed]).toEqual([onPremises ? 'PARTIAL' : 'SUCCEEDED', shown, []]);
    });

    it('is a device whose state cannot be read', async () => {
      environment.gravityZone.faults.add({
        ...{ kind: 'serverErrorJson', method: 'getManagedEndpointDetails', row: sickDevice, times: always },
      });
      const { stored, failed } = await firstSync();
      expect(stored).toEqual({ ...shown, states: each - 1 });
      expect(failed).toMatchObject([
        { kind: 'DEVICE_STATE', bdId: sickDevice, name: 'OVEN-2', failures: 1, nextTryAt: inOneHour() },
      ]);
      expect(failed[0]?.reason).toMatch(/./);
      expect(failed[0]?.deviceId).toMatch(/-/);
    });

    it.skipIf(onPremises)('is an incident whose details cannot be read', async () => {
      environment.gravityZone.faults.add({
        ...{ kind: 'serverError', method: 'getIncident', row: sickIncident, times: always },
      });
      const { run, stored, failed } = await firstSync();
      succeeded(run);
      expect(stored).toEqual(shown);
      expect(failed).toMatchObject([
        { kind: 'INCIDENT_DETAILS', bdId: sickIncident, name: 'Trojan.2', failures: 1, nextTryAt: inOneHour() },
      ]);
      expect(failed[0]?.threatId).toMatch(/-/);
    });

    it.skipIf(onPremises)('is a company whose group of deleted devices cannot be read', async () => {
      environment.gravityZone.faults.add({
        ...{ kind: 'serverError', method: 'getCustomGroupsList', row: companyId, times: always },
      });
      const { run, stored, failed } = await firstSync();
      succeeded(run);
      expect(stored).toEqual(shown);
      expect(failed).toMatchObject([{ kind: 'DELETED_GROUP', bdId: companyId, name: 'Bakery', nextTryAt: null }]);
    });

    it.each<{ method: string; change: (row: Record<string, unknown>) => unknown; lost: Partial<Stored> }>([
      {
        method: onPremises ? 'getEndpointsList' : 'getNetworkInventoryItems',
        change: (row) => (row.name === 'OVEN-2' ? { ...row, id: null } : row),
        lost: { devices: each - 1, states: each - 1 },
      },
      ...(onPremises
        ? []
        : [
            {
              method: 'getIncidentsList',
              change: (row: Record<string, unknown>) =>
                row.incidentId === sickIncident ? { ...row, incidentId: 7 } : row,
              lost: { incidents: each - 1 },
            },
          ]),
      {
        method: 'getQuarantineItemsList',
        change: (row) => (row.threatName === 'Adware.2' ? { ...row, id: '' } : row),
        lost: { items: each - 1 },
      },
    ])('is a row of $method that cannot be used', async ({ method, change, lost }) => {
      environment.gravityZone.changeRows = (rows, asked) =>
        asked === method ? rows.map((row) => change(row as Record<string, unknown>)) : rows;
      const { stored, failed } = await firstSync();
      expect(stored).toEqual({ ...shown, ...lost });
      expect(failed).toMatchObject([{ kind: 'LISTED_ROW', failures: 1, nextTryAt: null }]);
      expect(failed[0]?.reason).toMatch(/./);
    });
  },
);
