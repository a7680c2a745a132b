import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { type PlantedThreat, plantedThreat, plantThreats } from './threats.js';

/** A threat with what happened to it: seconds from its detection, null for what did not happen. */
export interface PlantedResponse {
  threat: PlantedThreat;
  known: number;
  alert: number | null;
  ticket: number | null;
  person: number | null;
  /** A rule asked for a ticket. */
  ticketAsked: boolean;
  suppressedBy: string | null;
}

const plantedResponse = (
  threat: Partial<PlantedThreat>,
  known: Partial<Omit<PlantedResponse, 'threat'>> = {},
): PlantedResponse => ({
  threat: plantedThreat(threat),
  known: 0,
  alert: 0,
  ticket: null,
  person: null,
  ticketAsked: false,
  suppressedBy: null,
  ...known,
});

/** Numbers that look random and are the same each time: 0 inclusive to `below` exclusive. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/**
 * Threats of these clients in months that begin so: on both sides of where each begins, and anywhere within; none of the future. To some of them everything
 * has happened, to others some of it.
 */
export function randomResponses(
  tenantId: string,
  clientIds: readonly string[],
  begins: readonly { toMillis(): number }[],
): PlantedResponse[] {
  const random = randomNumbers(7);
  const times = begins.flatMap((begin) => {
    const inside = Array.from({ length: 17 }, () => begin.toMillis() + random(27 * 86_400) * 1_000);
    return [begin.toMillis(), begin.toMillis() - 60_000, ...inside];
  });
  return times
    .filter((at) => at < Date.now() - 60_000)
    .flatMap((at) =>
      clientIds.map((clientId) => randomResponse(random, { tenantId, clientId, detectedAt: new Date(at) })),
    );
}

function randomResponse(random: (below: number) => number, threat: Partial<PlantedThreat>): PlantedResponse {
  const known = random(1_200);
  const later = (oneIn: number, within: number) => (random(oneIn) === 0 ? null : known + random(within));
  const alert = later(12, 60);
  const [ticket, person] = [later(2, 3_600), later(4, 20 * 3_600)];
  return plantedResponse(
    { ...threat, status: random(3) === 0 ? 'UNRESOLVED' : 'RESOLVED' },
    {
      known,
      alert,
      ticket: alert === null ? null : ticket,
      person,
      suppressedBy: random(8) === 0 ? 'MUTE' : null,
      ticketAsked: alert !== null && random(2) === 0,
    },
  );
}

/** Writes threats with their alerts and logs past the service. Tenants must have no log yet. */
export async function plantResponses(database: Client, responses: readonly PlantedResponse[]): Promise<void> {
  await plantThreats(
    database,
    responses.map(({ threat }) => threat),
  );
  const rows = responses.map(({ threat, ...response }, index) => ({
    ...response,
    tenant: threat.tenantId,
    client: threat.clientId,
    detected: threat.detectedAt,
    threat: threat.id,
    state: threat.status === 'UNRESOLVED' ? 'OPEN' : 'RESOLVED',
    alertId: randomUUID(),
    action: randomUUID(),
    sequence: index + 1,
  }));
  const given = `jsonb_to_recordset($1::jsonb) as given (tenant text, client text, detected timestamptz, threat uuid,
    state text, "alertId" uuid, action uuid, sequence bigint, known float8, alert float8, ticket float8, person float8,
    "ticketAsked" boolean, "suppressedBy" text)`;
  const after = (column: string) => `detected + ${column} * interval '1 second'`;
  for (const statement of [
    `update threat set created_at = ${after('known')} from ${given} where tenant_id = tenant and id = given.threat`,
    `insert into alert (tenant_id, id, threat_id, alert_type, title, severity, state, client_id, suppressed_by, raised_at, changed_at)
     select tenant, "alertId", threat, 'bitdefender', 'Planted', 3, state, client, "suppressedBy", ${after('alert')}, now()
     from ${given} where alert is not null`,
    `insert into alert_change (tenant_id, sequence, alert_id, kind, actor, detail, at)
     select tenant, sequence, "alertId", 'TICKETED', 'opsmerge', '{}', ${after('ticket')} from ${given} where ticket is not null`,
    `insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
     select tenant, sequence, threat, 'ASSIGNED', 'tom', '{}', ${after('person')} from ${given} where person is not null`,
    `insert into alert_action (tenant_id, id, kind, rule_id, rule_name, client_id, threat_name, parameters, state, attempts,
       occurrences, created_at, changed_at)
     select tenant, action, 'CREATE_TICKET', action, 'Planted', client, 'Planted', '{}', 'DEAD', 1, 1, now(), now()
     from ${given} where "ticketAsked"`,
    `insert into alert_occurrence (tenant_id, action_id, alert_id, at)
     select tenant, action, "alertId", now() from ${given} where "ticketAsked"`,
  ])
    await database.query(statement, [JSON.stringify(rows)]);
}
