import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { recordAudit } from '../audit/audit.js';
import { type Database, json } from '../database/database.js';
import { type MatchMode } from '../domain/match-mode.js';
import { type SeverityBands, validateBands } from '../domain/severity.js';
import { isZone } from '../domain/zone.js';
import { type RequestContext } from '../graphql/context.js';
import { Payload, payloadOf, UserInputError } from '../graphql/errors.js';
import { graphEnum } from '../graphql/graph-enum.js';
import { requestJob } from '../job/job.store.js';
import { JobKind } from '../job/job.type.js';
import { type JobQueue } from '../queue/ports.js';
import { leastRetentionDays, readTenantSettings } from './tenant-settings.js';

@ObjectType('BitdefenderOutbreakSettings', {
  description: 'When threats on many machines of one client are an outbreak.',
})
@InputType('BitdefenderOutbreakSettingsInput', {
  description: 'When threats on many machines of one client are an outbreak.',
})
export class OutbreakSettingsType {
  @Field(() => Int, { description: 'So many different machines, 2 to 10000 ...' })
  machines!: number;

  @Field(() => Int, { description: '... within so many minutes, 1 to 1440.' })
  minutes!: number;
}

@ObjectType('BitdefenderSeverityBands', {
  description: "From which of BD's scores (0 to 100) on an incident is how grave. What is below `medium` is LOW.",
})
@InputType('BitdefenderSeverityBandsInput', {
  description: "From which of BD's scores (0 to 100) on an incident is how grave. What is below `medium` is LOW.",
})
export class SeverityBandsType {
  @Field(() => Int, { description: 'The lowest score that is MEDIUM; 40 by default.' })
  medium!: number;

  @Field(() => Int, { description: 'The lowest score that is HIGH; 76 by default.' })
  high!: number;

  @Field(() => Int, { description: 'The lowest score that is CRITICAL, at most 100; 90 by default.' })
  critical!: number;
}

@ObjectType('BitdefenderSettings', { description: "The tenant's choices." })
export class Settings {
  @Field(() => String, { description: 'The IANA zone in which days, weeks and rule hours are told.' })
  timeZone!: string;

  @Field(() => Boolean, { description: 'Whether portal users see threats of their own client; off by default.' })
  portalEnabled!: boolean;

  @Field(() => [ID], { description: 'Clients whose portal users see nothing all the same.' })
  portalHiddenClientIds!: string[];

  @Field(() => MatchModeEnum, { description: 'How names of devices and agents are compared.' })
  matchMode!: MatchMode;

  @Field(() => OutbreakSettingsType, { description: 'When threats on many machines of one client are an outbreak.' })
  outbreak!: OutbreakSettingsType;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days a threat is kept after it was resolved; null for ever. 400 by default.',
  })
  retentionDays!: number | null;

  @Field(() => SeverityBandsType, { description: 'How grave the scores of incidents are.' })
  severityBands!: SeverityBands;
}

@InputType('UpdateBitdefenderSettingsInput', { description: 'What to change; what is left out stays.' })
export class UpdateSettingsInput {
  @Field(() => String, { nullable: true, description: 'An IANA zone such as Europe/Berlin.' })
  timeZone?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether portal users see threats of their own client.' })
  portalEnabled?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'Clients whose portal users see nothing all the same.' })
  portalHiddenClientIds?: string[] | null;

  @Field(() => MatchModeEnum, {
    nullable: true,
    description:
      'How names of devices and agents are compared. Every client is matched anew by a job: see `rematchJobId`.',
  })
  matchMode?: MatchMode | null;

  @Field(() => OutbreakSettingsType, {
    nullable: true,
    description: 'When threats on many machines of one client are an outbreak, from now on.',
  })
  outbreak?: OutbreakSettingsType | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many days a threat is kept after it was resolved: ${leastRetentionDays} or more, or null for ever. Its counts stay.`,
  })
  retentionDays?: number | null;

  @Field(() => SeverityBandsType, {
    nullable: true,
    description:
      'How grave the scores of incidents are, all three bands. Open threats are judged anew by a job: see `jobId`.',
  })
  severityBands?: SeverityBands | null;
}

@ObjectType('UpdateBitdefenderSettingsPayload', {
  description: 'The settings as they are now, or why they were not changed.',
})
export class SettingsPayload extends Payload {
  @Field(() => Settings, { nullable: true, description: 'The settings.' })
  settings?: Settings | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The job that judges open threats anew, where the severity bands were changed: see `bitdefenderJobs`.',
  })
  jobId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The job that matches every client anew, where the match mode was changed: see `bitdefenderJobs`.',
  })
  rematchJobId?: string | null;
}

@Resolver(() => Settings)
export class TenantSettingsResolver {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  @Query(() => Settings, { description: "The tenant's choices, with the defaults where none was made." })
  bitdefenderSettings(@Ctx() { viewer }: RequestContext): Promise<Settings> {
    return readTenantSettings(this.database.query, viewer.tenantId);
  }

  @Mutation(() => SettingsPayload, { description: 'Changes settings.' })
  updateBitdefenderSettings(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => UpdateSettingsInput, { description: 'What to change.' }) input: UpdateSettingsInput,
  ): Promise<SettingsPayload> {
    return payloadOf(async () => {
      if (input.timeZone && !isZone(input.timeZone))
        throw new UserInputError('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Berlin.', [
          'input',
          'timeZone',
        ]);
      refuseOutbreak(input.outbreak ?? null);
      if (
        typeof input.retentionDays === 'number' &&
        !(input.retentionDays >= leastRetentionDays && input.retentionDays <= 36_500)
      )
        throw new UserInputError(
          'BAD_RETENTION',
          `Keep threats for ${leastRetentionDays} to 36500 days, or for ever: null.`,
          ['input', 'retentionDays'],
        );
      refuseBands(input.severityBands ?? null);
      const { tenantId, subject } = viewer;
      return this.database.forTenant(tenantId, async (transaction) => {
        const before = await readTenantSettings(transaction, tenantId);
        const settings = {
          timeZone: input.timeZone ?? before.timeZone,
          portalEnabled: input.portalEnabled ?? before.portalEnabled,
          portalHiddenClientIds: input.portalHiddenClientIds ?? before.portalHiddenClientIds,
          matchMode: input.matchMode ?? before.matchMode,
          // Here null says something.
          retentionDays: input.retentionDays === undefined ? before.retentionDays : input.retentionDays,
          severityBands: bandsOf(input.severityBands ?? before.severityBands),
        };
        const outbreak = input.outbreak ?? before.outbreak;
        const bands = json(settings.severityBands);
        const columns = {
          ...settings,
          severityBands: bands,
          outbreakMachines: outbreak.machines,
          outbreakMinutes: outbreak.minutes,
        };
        const now = new Date();
        await transaction
          .insertInto('tenantSetting')
          .values({ tenantId, ...columns, changedAt: now })
          .onConflict((conflict) => conflict.column('tenantId').doUpdateSet({ ...columns, changedAt: now }))
          .execute();
        const after = { ...settings, outbreak: { ...outbreak } };
        const detail = { before: { ...before }, after };
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: 'SETTINGS_CHANGED',
          subject: tenantId,
          detail,
          at: now,
        });
        const rebanded = JSON.stringify(bandsOf(before.severityBands)) !== JSON.stringify(settings.severityBands);
        const request = (kind: JobKind) =>
          requestJob(transaction, this.queue, { tenantId, kind, requestedBy: subject, now });
        return {
          settings: after,
          jobId: rebanded ? await request(JobKind.RERATE_THREATS) : null,
          rematchJobId: settings.matchMode === before.matchMode ? null : await request(JobKind.REMATCH_CLIENTS),
        };
      });
    });
  }
}

/** The bands alone, in one order, so that they can be compared. */
const bandsOf = ({ medium, high, critical }: SeverityBands): SeverityBands => ({ medium, high, critical });

function refuseBands(bands: SeverityBands | null): void {
  const [problem] = bands === null ? [] : validateBands(bands);
  if (problem !== undefined) throw new UserInputError('BAD_BANDS', problem, ['input', 'severityBands']);
}

/** A window of a day at most, so that looking for an outbreak stays a look at a few rows. */
function refuseOutbreak(outbreak: OutbreakSettingsType | null): void {
  const isWithin = (value: number, from: number, to: number) => value >= from && value <= to;
  if (outbreak !== null && !isWithin(outbreak.machines, 2, 10_000))
    throw new UserInputError('BAD_OUTBREAK', 'An outbreak is of 2 to 10000 machines.', [
      'input',
      'outbreak',
      'machines',
    ]);
  if (outbreak !== null && !isWithin(outbreak.minutes, 1, 1_440))
    throw new UserInputError('BAD_OUTBREAK', 'An outbreak is within 1 to 1440 minutes.', [
      'input',
      'outbreak',
      'minutes',
    ]);
}

export const MatchModeEnum = graphEnum('BitdefenderMatchMode', 'How names of devices and agents are compared.', {
  NORMALISED: 'In one spelling, with or without domain; MAC addresses tell namesakes apart.',
  STRICT: 'As they are, letter for letter, and nothing else.',
});
export type MatchModeEnum = keyof typeof MatchModeEnum;
