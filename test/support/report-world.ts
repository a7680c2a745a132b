import { DateTime } from 'luxon';
import type { Identity } from '../../demo/tokens.js';
import { type CreateBitdefenderReportLinkInput, type CreateReportLinkMutation } from '../../operations/documents.js';
import { admin, type TestEnvironment, technician } from './environment.js';
import { connectSimulator, mapByBdId, syncNow } from './msp.js';
import { plantedThreat, plantThreats } from './threats.js';
import { versionNow } from './versions.js';

/** The last month that is over, in UTC. */
export const lastMonth = () => DateTime.utc().startOf('month').minus({ months: 1 });
/** A noon in it, from 1 on. */
export const dayOfLastMonth = (day: number): Date => lastMonth().set({ day, hour: 12 }).toJSDate();

/** Clients of a tenant, each with a company, an agent and a machine, and threats of the last month and of the one before; gives their ids. */
export async function fillReports(
  environment: TestEnvironment,
  names: readonly string[],
  identity = admin,
): Promise<string[]> {
  const { gravityZone, core } = environment;
  const { tenantId = '' } = identity;
  const clients = names.map((name) => {
    const companyId = gravityZone.world.addCompany(name).id;
    gravityZone.world.addDevice({ companyId, name: `${name}-01` });
    const clientId = core.world(tenantId).addClient({ name }).id;
    core.world(tenantId).addAgent({ clientId, hostname: `${name}-01` });
    return { name, companyId, clientId };
  });
  await connectSimulator(environment, identity);
  await mapByBdId(
    environment,
    Object.fromEntries(clients.map(({ companyId, clientId }) => [companyId, clientId])),
    identity,
  );
  for (const { name, clientId } of clients) {
    await syncNow(environment, clientId, identity);
    await plantMonths(environment, { tenantId, clientId, name });
  }
  return clients.map(({ clientId }) => clientId);
}

async function plantMonths(
  { database }: TestEnvironment,
  { tenantId, clientId, name }: { tenantId: string; clientId: string; name: string },
): Promise<void> {
  const found = await database.query('select id from company where tenant_id = $1 and client_id = $2', [
    tenantId,
    clientId,
  ]);
  const companyId = String(found.rows[0]?.id);
  // Seen for longer than the report reaches back, or nothing could have been known.
  await database.query("update company set first_seen_at = now() - interval '1 year' where id = $1", [companyId]);
  const where = { tenantId, companyId, clientId, hostName: `${name}-01`, hostKey: `${name}-01`.toLowerCase() };
  const fifth = { detectedAt: dayOfLastMonth(5), action: 'REPORTED' };
  await plantThreats(database, [
    plantedThreat({
      ...where,
      name: `Ransom.${name}`,
      family: 'RANSOMWARE',
      severity: 4,
      detectedAt: dayOfLastMonth(3),
    }),
    plantedThreat({ ...where, ...fifth, name: `Worm.${name}`, family: 'WORM', severity: 2, status: 'RESOLVED' }),
    plantedThreat({ ...where, ...fifth, name: `Adware.${name}`, family: 'ADWARE', severity: 1 }),
    plantedThreat({ ...where, name: `Before.${name}`, detectedAt: lastMonth().minus({ days: 3 }).toJSDate() }),
    plantedThreat({ ...where, name: `After.${name}`, detectedAt: lastMonth().plus({ months: 1 }).toJSDate() }),
  ]);
  await database.query(
    `insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
     values ($1, $2, $3::date, 4, 3, 2, '{"NO_AGENT": 1, "UNPROTECTED": 1, "SIGNATURES_OUTDATED": 2}'),
            ($1, $2, $4::date, 4, 3, 3, '{"NO_AGENT": 1}') on conflict do nothing`,
    [tenantId, clientId, lastMonth().set({ day: 20 }).toISODate(), lastMonth().minus({ days: 2 }).toISODate()],
  );
}

/** Changes settings of a tenant, as its admin does. */
export async function changeSettings(environment: TestEnvironment, input: object, identity = admin): Promise<void> {
  const version = await versionNow(environment, 'settings', { identity });
  const mutation = `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code message } } }`;
  const { updateBitdefenderSettings: answer } = await environment.data<{
    updateBitdefenderSettings: { userErrors: object[] };
  }>(identity, mutation, { input: { ...input, version } });
  if (answer.userErrors.length > 0) throw new Error(JSON.stringify(answer.userErrors));
}

export type CreatedLink = NonNullable<CreateReportLinkMutation['createBitdefenderReportLink']>;

/** What tests read of a link that was made; the names of people are those of the gateway, which not every test has. */
const creation = `mutation ($input: CreateBitdefenderReportLinkInput!) {
  createBitdefenderReportLink(input: $input) {
    token
    link { id period name day timeZone state createdAt createdByUser { id } expiresAt revokedAt lastOpenedOn daysOpened }
    userErrors { code field message } } }`;

/** Asks for a link. */
export async function createLink(
  environment: TestEnvironment,
  input: CreateBitdefenderReportLinkInput,
  identity: Identity = technician,
): Promise<CreatedLink> {
  const { createBitdefenderReportLink: created } = await environment.data<{ createBitdefenderReportLink: CreatedLink }>(
    identity,
    creation,
    { input },
  );
  return created;
}

/** Sends a request as the page behind a link does: its answer as it came. */
export async function askWithToken(
  { app }: Pick<TestEnvironment, 'app'>,
  token: string,
  query: string,
  variables: object = {},
  url = app.url,
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: JSON.parse(text || 'null') };
}
