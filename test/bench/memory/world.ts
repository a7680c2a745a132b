import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '../../../demo/tokens.js';
import {
  ConnectIntegrationDocument,
  MapCompaniesDocument,
  MappingsPageDocument,
  SaveRuleDocument,
  ThreatsPageDocument,
  UpdateSettingsDocument,
} from '../../../operations/documents.js';
import { nodesOf } from '../../support/nodes.js';
import { createSender, type Sender } from './sender.js';
import type { Stage } from './stage.js';

export const tenantId = 'msp-one';
const admin: Identity = { subject: 'ada', roles: ['admin'], tenantId };
const technician: Identity = { subject: 'tom', roles: ['technician'], tenantId };

/** An MSP whose companies are mapped to clients, and who asks in it. */
export interface World {
  admin: Sender;
  technician: Sender;
  portal: Sender;
  /** The clients of each integration. */
  clientIds: string[][];
  clientId: string;
  companyId: string;
  deviceId: string;
  threatId: string;
  ruleId: string;
  runId: string;
  seatsId: string;
  ticketIds: string[];
}

/** Connects the GravityZones and maps every company to a client, through the graph as people do; returns once all is synced. */
export async function buildWorld(stage: Stage): Promise<World> {
  const asAdmin = await createSender(stage, admin);
  const core = stage.core.world(tenantId);
  const clientIds: string[][] = [];
  for (const { url: endpoint, apiKey, caCertificate } of stage.fleets) {
    const known = new Set((await companies(asAdmin)).map(({ id }) => id));
    const { connectBitdefender } = await asAdmin.send(ConnectIntegrationDocument, {
      input: { endpoint, apiKey, caCertificate },
    });
    const [refused] = connectBitdefender?.userErrors ?? [];
    if (refused) throw new Error(refused.message);
    const mappings = (await companies(asAdmin))
      .filter(({ id }) => !known.has(id))
      .map(({ id, name }) => ({ companyId: id, clientId: core.addClient({ name }).id }));
    await asAdmin.send(MapCompaniesDocument, { input: { mappings } });
    clientIds.push(mappings.map(({ clientId }) => clientId));
  }
  await allEnded(stage);
  const rule = await asAdmin.send(SaveRuleDocument, {
    input: {
      name: 'Everything',
      scope: { kind: 'ALL', clientIds: [] },
      conditions: {},
      actions: [{ kind: 'NOTIFY', channel: 'security' }],
    },
  });
  await asAdmin.send(UpdateSettingsDocument, { input: { portalEnabled: true } });
  const threats = await asAdmin.send(ThreatsPageDocument, { filter: { status: ['ALL'], minimumSeverity: 'UNKNOWN' } });
  const threat = nodesOf(threats.bitdefenderThreats ?? { edges: [] }).find(({ client, device }) => client && device);
  const clientId = threat?.client?.id ?? '';
  const [run] = await stage.rows<{ id: string }>('select id from sync_run order by queued_at desc limit 1');
  const [company] = await stage.rows<{ id: string }>('select id from company where client_id = $1', [clientId]);
  return {
    admin: asAdmin,
    technician: await createSender(stage, technician),
    portal: await createSender(stage, { subject: 'paula', roles: ['portal'], tenantId, clientId }),
    clientIds,
    clientId,
    companyId: company?.id ?? '',
    deviceId: threat?.device?.id ?? '',
    threatId: threat?.id ?? '',
    ruleId: rule.saveBitdefenderAlertRule?.rule?.id ?? '',
    runId: run?.id ?? '',
    seatsId: await someSeats(stage),
    ticketIds: [...core.tickets.keys()].slice(0, 10),
  };
}

async function companies(sender: Sender) {
  const { bitdefenderCompanies } = await sender.send(MappingsPageDocument, { first: 100 });
  return nodesOf(bitdefenderCompanies ?? { edges: [] });
}

/** The seats of some company; waits until those of one were looked at, which a tick does. */
async function someSeats({ rows }: Stage): Promise<string> {
  for (;;) {
    const [seats] = await rows<{ id: string }>('select id from seat_month limit 1');
    if (seats) return seats.id;
    await sleep(500);
  }
}

/** Waits until every mapped company was synced and no run is under way. */
export async function allEnded({ rows }: Pick<Stage, 'rows'>): Promise<void> {
  const open = `select (select count(*) from company where client_id is not null and last_synced_at is null)
    + (select count(*) from sync_run where state in ('QUEUED', 'RUNNING')) as count`;
  while ((await rows<{ count: string }>(open))[0]?.count !== '0') await sleep(500);
}
