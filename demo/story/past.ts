import { Client } from 'pg';
import { tenantSetting } from '../../src/database/tenancy.js';
import { connectionOptions } from '../../src/database-url.js';
import type { Send } from '../send.js';
import { tenantId } from './seed-story.js';

/**
 * What cannot be made by use of the demo: time. The service records a row of coverage a day, and dates what it does by its
 * clock. So the demo, whose database is its own, writes earlier dates there, as if the MSP had been connected for months.
 */
export interface Past {
  /** Maps the companies months ago, before any threat is read: what is older than its mapping would be history. */
  ofMappings(): Promise<void>;
  /** Raises each alert soon after its threat was detected, not all of them when the demo started. */
  ofAlerts(): Promise<void>;
  /** Records half a year of coverage that became better. */
  ofCoverage(send: Send): Promise<void>;
}

const monthsMapped = 7;
const daysRecorded = 180;

/** Runs `work` on the past of the tenant in the demo's own database. */
export async function rewritePast<Result>(databaseUrl: string, work: (past: Past) => Promise<Result>): Promise<Result> {
  const database = new Client(connectionOptions(databaseUrl));
  // A connection that ends while nothing is asked, since the demo is stopped, would end the process; the next statement reports it.
  database.on('error', () => undefined);
  await database.connect();
  try {
    await database.query('select set_config($1, $2, false)', [tenantSetting, tenantId]);
    return await work(pastIn(database));
  } finally {
    await database.end();
  }
}

function pastIn(database: Client): Past {
  return {
    async ofMappings() {
      for (const statement of [
        `update company set mapped_at = mapped_at - interval '${monthsMapped} months', first_seen_at = first_seen_at - interval '${monthsMapped} months' where mapped_at is not null`,
        `update connection set created_at = created_at - interval '${monthsMapped} months', key_set_at = key_set_at - interval '${monthsMapped} months'`,
      ])
        await database.query(statement);
    },

    async ofAlerts() {
      for (const statement of [
        `update threat_change as change set at = threat.detected_at + interval '4 minutes'
         from threat where threat.tenant_id = change.tenant_id and threat.id = change.threat_id and change.kind = 'DETECTED'
           and change.at > threat.detected_at + interval '4 minutes'`,
        `update threat set resolved_at = least(resolved_at, detected_at + interval '19 hours')
         where resolved_by = 'bitdefender'`,
        `update alert set raised_at = threat.detected_at + interval '4 minutes'
         from threat where threat.tenant_id = alert.tenant_id and threat.id = alert.threat_id
           and alert.raised_at > threat.detected_at + interval '4 minutes'`,
        `update alert_change as change set at = alert.raised_at
         from alert where alert.tenant_id = change.tenant_id and alert.id = change.alert_id and change.kind = 'RAISED'`,
      ])
        await database.query(statement);
    },

    async ofCoverage(send) {
      const { bitdefenderClients } = await send<{ bitdefenderClients: { id: string; bitdefender: Protection }[] }>(`{
        bitdefenderClients(first: 100) {
          id bitdefender { coverage { clients machines agents protectedAgents gaps { gap machines } } }
        }
      }`);
      const days = bitdefenderClients.flatMap(({ id, bitdefender: { coverage } }) =>
        coverage.clients === 0
          ? []
          : Array.from({ length: daysRecorded }, (_, index) => ({ client_id: id, ...coverageOf(coverage, index + 1) })),
      );
      await database.query(
        `insert into coverage_day (tenant_id, client_id, day, machines, agents, protected_agents, gaps)
         select $1, client_id, (now() at time zone 'UTC')::date - age, machines, agents, protected_agents, gaps
         from jsonb_to_recordset($2::jsonb) as given (
           client_id text, age int, machines int, agents int, protected_agents int, gaps jsonb)
         on conflict do nothing`,
        [tenantId, JSON.stringify(days)],
      );
    },
  };
}

interface Protection {
  coverage: {
    clients: number;
    machines: number;
    agents: number;
    protectedAgents: number;
    gaps: { gap: string; machines: number }[];
  };
}

/** The coverage so many days before: fewer machines, and more of them with a gap. */
function coverageOf({ machines, agents, protectedAgents, gaps }: Protection['coverage'], age: number) {
  const share = age / daysRecorded;
  const lack = share ** 1.5;
  // Machines come in steps, not one a day.
  const fewer = Math.round((machines * 0.2 * Math.ceil(share * 6)) / 6);
  const agentsThen = Math.max(0, agents - fewer);
  const unprotected = Math.min(
    agentsThen,
    Math.round((agents - protectedAgents) * (1 - share) + agentsThen * 0.4 * lack),
  );
  const gapsThen = gaps.map(({ gap, machines: now }) => [
    gap,
    gap === 'UNPROTECTED'
      ? unprotected
      : now + Math.round(now * lack + ((age * 7 + gap.length * 5) % 11 === 0 ? 1 : 0)),
  ]);
  return {
    age,
    machines: machines - fewer,
    agents: agentsThen,
    protected_agents: agentsThen - unprotected,
    gaps: Object.fromEntries(gapsThen),
  };
}
