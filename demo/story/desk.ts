import type { Core } from '../core/core.js';
import type { Send } from '../send.js';
import { requireDone } from './connect.js';
import { type Story, tenantId } from './seed-story.js';

const hour = 3_600_000;
const day = 24 * hour;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);
const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

const otherTickets = [
  { client: 0, title: 'The printer at the reception prints blank pages', days: 1, state: 'OPEN' },
  { client: 1, title: 'New starter on Monday: laptop and accounts', days: 3, state: 'IN_PROGRESS' },
  { client: 3, title: 'Mail is slow in the afternoon', days: 6, state: 'CLOSED' },
  { client: 4, title: 'Backup of the file server did not finish', days: 2, state: 'OPEN' },
  { client: 6, title: 'VPN asks for the password again and again', days: 9, state: 'CLOSED' },
] as const;

/** Opens the tickets that have nothing to do with Bitdefender. */
export function openOtherTickets(core: Core, { clients }: Story): void {
  const desk = core.world(tenantId);
  for (const { client, title, days, state } of otherTickets) {
    const clientId = clients[client]?.plan.id ?? '';
    const ticket = desk.openTicket({ clientId, title, team: 'service-desk' });
    Object.assign(ticket, { state, createdAt: ago(days * day) });
  }
}

/** Closes every fourth ticket that a rule opened, and somebody works on every third of the others. */
export function workOnTickets(core: Core): void {
  const ofRules = core.tickets.filter(({ idempotencyKey }) => idempotencyKey !== null);
  for (const [index, ticket] of ofRules.entries())
    if (index % 4 === 3) core.world(tenantId).closeTicket(ticket.id);
    else if (index % 3 === 1) ticket.state = 'IN_PROGRESS';
}

/** Mutes that count: one of a machine, one of a client's own tools. */
export async function mute(send: Send, { clients, renamed }: Story): Promise<void> {
  const { bitdefenderDevices } = await send<{
    bitdefenderDevices: { edges: { node: { device: { id: string } | null } }[] };
  }>(
    'query ($search: String) { bitdefenderDevices(first: 1, filter: { search: $search }) { edges { node { device { id } } } } }',
    { search: renamed.hostname },
  );
  const deviceId = bitdefenderDevices.edges[0]?.node.device?.id;
  for (const input of [
    { clientId: clients[4]?.plan.id, threatName: 'Application.Hacktool.KMSAuto', until: ahead(20 * day) },
    { clientId: clients[6]?.plan.id, until: ahead(9 * hour) },
    ...(deviceId === undefined ? [] : [{ deviceId, until: ahead(3 * day) }]),
  ].map((input, index) => ({ ...input, reason: reasons[index] ?? '' }))) {
    const { muteBitdefenderAlerts } = await send<{ muteBitdefenderAlerts: Parameters<typeof requireDone>[0] }>(
      'mutation ($input: MuteBitdefenderAlertsInput!) { muteBitdefenderAlerts(input: $input) { userErrors { message } } }',
      { input },
    );
    requireDone(muteBitdefenderAlerts);
  }
}

const reasons = ['Known and wanted by the client.', 'Penetration test tonight.', 'This machine is set up again.'];

/** What technicians decided: most older threats are dealt with, and some alerts are assigned, acknowledged or put aside. */
export async function decide(send: Send): Promise<void> {
  const older = await threatsBefore(send, ago(3 * day));
  const isFalse = (index: number) => index % 11 === 5;
  const isLeft = (index: number) => index % 7 === 3;
  await triage(send, { ids: older.filter((_, index) => isFalse(index)), decision: 'FALSE_POSITIVE' });
  const resolved = older.filter((_, index) => !isFalse(index) && !isLeft(index));
  await triage(send, { ids: resolved, decision: 'RESOLVE', note: 'Checked on the machine.' });
  const left = older.filter((_, index) => isLeft(index) && !isFalse(index));
  await triage(send, { ids: left, decision: 'ASSIGN', assigneeId: 'demo-technician' });

  const { bitdefenderAlerts } = await send<{ bitdefenderAlerts: { edges: { node: { id: string } }[] } }>(
    '{ bitdefenderAlerts(first: 40, orderBy: NEWEST, filter: { state: [OPEN], suppressed: false }) { edges { node { id } } } }',
  );
  const alerts = bitdefenderAlerts.edges.map(({ node }) => node.id);
  const nth = (place: number) => alerts.filter((_, index) => index % 6 === place);
  await decideAlerts(send, { ids: nth(1), decision: 'ASSIGN', assigneeId: 'demo-technician' });
  await decideAlerts(send, { ids: nth(3), decision: 'ACKNOWLEDGE' });
  await decideAlerts(send, { ids: nth(5).slice(0, 4), decision: 'SNOOZE', until: ahead(16 * hour) });
}

async function threatsBefore(send: Send, before: Date): Promise<string[]> {
  const { bitdefenderThreats } = await send<{ bitdefenderThreats: { edges: { node: { id: string } }[] } }>(
    `query ($filter: BitdefenderThreatFilter) { bitdefenderThreats(first: 100, filter: $filter) { edges { node { id } } } }`,
    {
      filter: {
        minimumSeverity: 'UNKNOWN',
        status: ['UNRESOLVED'],
        detectedBefore: before.toISOString(),
        mapped: true,
      },
    },
  );
  return bitdefenderThreats.edges.map(({ node }) => node.id);
}

async function triage(send: Send, input: { ids: string[]; decision: string; assigneeId?: string; note?: string }) {
  if (input.ids.length === 0) return;
  const { triageBitdefenderThreats } = await send<{ triageBitdefenderThreats: Parameters<typeof requireDone>[0] }>(
    'mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) { userErrors { message } } }',
    { input },
  );
  requireDone(triageBitdefenderThreats);
}

async function decideAlerts(
  send: Send,
  input: { ids: string[]; decision: string; assigneeId?: string; until?: string },
) {
  if (input.ids.length === 0) return;
  const { decideBitdefenderAlerts } = await send<{ decideBitdefenderAlerts: Parameters<typeof requireDone>[0] }>(
    'mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) { userErrors { message } } }',
    { input },
  );
  requireDone(decideBitdefenderAlerts);
}
