import { IANAZone } from 'luxon';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { recordAudit } from '../audit/audit.js';
import type { Database } from '../database/database.js';
import { MatchModeEnum } from '../device/match-decision.type.js';
import type { MatchMode } from '../device/match-devices.js';
import type { RequestContext } from '../graphql/context.js';
import { InputRefused, payloadOf, UserError } from '../graphql/errors.js';
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
    description: "How names of devices and agents are compared; takes effect with each client's next sync.",
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
}

@ObjectType('UpdateBitdefenderSettingsPayload', {
  description: 'The settings as they are now, or why they were not changed.',
})
export class SettingsPayload {
  @Field(() => Settings, { nullable: true, description: 'The settings.' })
  settings?: Settings | null;

  @Field(() => [UserError], { description: 'What to put right; empty when it was done.' })
  userErrors!: UserError[];
}

@Resolver(() => Settings)
export class TenantSettingsResolver {
  constructor(private readonly database: Database) {}

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
      if (input.timeZone && !IANAZone.isValidZone(input.timeZone))
        throw new InputRefused('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Berlin.', [
          'input',
          'timeZone',
        ]);
      refuseOutbreak(input.outbreak ?? null);
      if (
        typeof input.retentionDays === 'number' &&
        !(input.retentionDays >= leastRetentionDays && input.retentionDays <= 36_500)
      )
        throw new InputRefused(
          'BAD_RETENTION',
          `Keep threats for ${leastRetentionDays} to 36500 days, or for ever: null.`,
          ['input', 'retentionDays'],
        );
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
        };
        const outbreak = input.outbreak ?? before.outbreak;
        const columns = { ...settings, outbreakMachines: outbreak.machines, outbreakMinutes: outbreak.minutes };
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
        return { settings: after };
      });
    });
  }
}

/** A window of a day at most, so that looking for an outbreak stays a look at a few rows. */
function refuseOutbreak(outbreak: OutbreakSettingsType | null): void {
  const isWithin = (value: number, from: number, to: number) => value >= from && value <= to;
  if (outbreak !== null && !isWithin(outbreak.machines, 2, 10_000))
    throw new InputRefused('BAD_OUTBREAK', 'An outbreak is of 2 to 10000 machines.', ['input', 'outbreak', 'machines']);
  if (outbreak !== null && !isWithin(outbreak.minutes, 1, 1_440))
    throw new InputRefused('BAD_OUTBREAK', 'An outbreak is within 1 to 1440 minutes.', [
      'input',
      'outbreak',
      'minutes',
    ]);
}
