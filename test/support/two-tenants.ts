import { expect } from 'vitest';
import { startGravityZoneSimulator } from '../../demo/gravityzone/simulator.js';
import type { Identity } from '../../demo/tokens.js';
import { atEndOfFile } from './end-of-file.js';
import { admin, type TestEnvironment } from './environment.js';
import { connectSimulator, mapByBdId, syncNow } from './msp.js';
import { createLink } from './report-world.js';
import { lookAtAllSeats } from './seats.js';
import { versionNow } from './versions.js';

/** Words that stand in the names of what belongs to somebody. */
export const markers = {
  /** What the portal user of the first tenant may see: threats and machines of its client. */
  client: 'Zyzzyva',
  /** What else the first tenant has: another client, and what its own people see. */
  tenant: 'Quokka',
  /** What only the admins of the first tenant see. */
  admins: 'Numbat',
  /** What the second tenant has. */
  other: 'Wombat',
} as const;

export const otherAdmin: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };

/** Two tenants with a GravityZone each; the first has two clients. All have threats, alerts also of degraded protection, a rule, a webhook, a mute, a maintenance window, a link of a report and seats. */
export async function fillTwoTenants(environment: TestEnvironment) {
  const otherGravityZone = await startGravityZoneSimulator({ limits: 'off' });
  atEndOfFile(() => otherGravityZone.close());
  const clientId = addClient(environment, 'msp-one', markers.client, markers.tenant);
  const neighbourId = addClient(environment, 'msp-one', markers.tenant, markers.tenant);
  await connectAll(environment, admin, { [clientId.companyId]: clientId.id, [neighbourId.companyId]: neighbourId.id });
  await arrange(environment, admin, markers.tenant, markers.admins);
  await createLink(environment, { clientId: clientId.id, period: 'WEEK' }, admin);

  const other = { ...environment, gravityZone: otherGravityZone };
  const otherClient = addClient(other, 'msp-two', markers.other, markers.other);
  await connectAll(other, otherAdmin, { [otherClient.companyId]: otherClient.id });
  await arrange(environment, otherAdmin, markers.other, markers.other);
  await createLink(environment, { clientId: otherClient.id, period: 'MONTH' }, otherAdmin);
  await lookAtAllSeats(environment);
  return { clientId: clientId.id, otherGravityZone };
}

/** A company of BD's and its client, with three machines; `inside` stands where portal users do not look. */
function addClient({ gravityZone, core }: TestEnvironment, tenantId: string, marker: string, inside: string) {
  const { world } = gravityZone;
  const company = world.addCompany(`${inside} company`);
  const client = core.world(tenantId).addClient({ name: `${marker} client` });
  for (const number of [1, 2, 3]) {
    const name = `${marker}-0${number}`;
    const policy = { id: 'a'.repeat(24), name: `${inside} policy`, applied: true };
    const productOutdated = number === 3;
    const device = world.addDevice({ companyId: company.id, name, label: `${inside} label`, policy, productOutdated });
    core.world(tenantId).addAgent({
      ...{ clientId: client.id, hostname: name },
      site: { id: `site-of-${marker}`, name: `${inside} site` },
    });
    const where = { deviceId: device.id, filePath: `C:\\${inside}\\${number}.exe` };
    const severityScore = 70 + number * 9;
    world.addIncident({ ...where, companyId: company.id, name: `Trojan.${marker}.${number}`, severityScore });
    world.addQuarantineItem({ ...where, threatName: `Worm.${marker}.${number}`, fileSha256: `${number}`.repeat(64) });
  }
  return { id: client.id, companyId: company.id };
}

async function connectAll(environment: TestEnvironment, identity: Identity, pairs: Record<string, string>) {
  await connectSimulator(environment, identity);
  await mapByBdId(environment, pairs, identity);
  await watchProtection(environment, identity);
  for (const clientId of Object.values(pairs)) await syncNow(environment, clientId, identity);
}

/** Switches on the rule by which alerts of degraded protection are raised. */
async function watchProtection(environment: TestEnvironment, identity: Identity) {
  const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string; name: string }[] }>(
    identity,
    '{ bitdefenderAlertRules { id name } }',
  );
  const ruleId = bitdefenderAlertRules.find(({ name }) => name.includes('protection degraded'))?.id;
  const enable = `mutation ($input: SetBitdefenderAlertRuleEnabledInput!) { setBitdefenderAlertRuleEnabled(input: $input) {
    userErrors { code } } }`;
  expect(await environment.data(identity, enable, { input: { ruleId, enabled: true } })).toEqual({
    setBitdefenderAlertRuleEnabled: { userErrors: [] },
  });
}

/** Decisions and settings of people, with a marker in each text. */
async function arrange(environment: TestEnvironment, identity: Identity, marker: string, secretly: string) {
  const until = new Date(Date.now() + 3_600_000);
  const later = new Date(Date.now() + 30 * 24 * 3_600_000);
  const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
    identity,
    '{ bitdefenderAlertRules { id } }',
  );
  const rule = {
    name: `${marker} rule`,
    scope: { kind: 'ALL', clientIds: [] },
    conditions: {},
    actions: [{ kind: 'NOTIFY', channel: `${marker} channel` }],
  };
  const inputs = {
    MuteBitdefenderAlerts: { threatName: `${marker} muted`, until, reason: `${marker} reason` },
    SaveBitdefenderAlertRule: rule,
    SaveBitdefenderMaintenanceWindow: {
      name: `${marker} maintenance`,
      ruleId: bitdefenderAlertRules[0]?.id,
      // Not open while the tests run.
      schedule: { date: later.toISOString().slice(0, 10), time: '00:00', minutes: 5 },
    },
    SaveBitdefenderWebhook: { name: `${secretly} webhook`, url: `https://hooks.example.com/${secretly}` },
    UpdateBitdefenderSettings: {
      version: await versionNow(environment, 'settings', { identity }),
      portalEnabled: true,
    },
  };
  for (const [name, input] of Object.entries(inputs)) {
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    const mutation = `mutation ($input: ${name}Input!) { ${field}(input: $input) { userErrors { code message } } }`;
    expect(await environment.data(identity, mutation, { input })).toEqual({ [field]: { userErrors: [] } });
  }
}
