import { sql } from 'kysely';
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import { loadDevice } from '../../device/detail/device.loader.js';
import type { DeviceReader } from '../../device/detail/device.reader.js';
import { Device } from '../../device/detail/device.type.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { UserReference, userOf } from '../../graphql/core-types.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import { pageSize } from '../../graphql/paging.js';
import { Alert } from '../list/alert.type.js';
import type { RuleService } from '../rule/rule.service.js';
import { occurrencesAfter } from './schedule.js';
import { isOver, openNow, type WindowOfTenant, type WindowService, windowVersion } from './window.service.js';
import {
  DeleteWindowInput,
  EndWindowInput,
  MaintenanceWindowType,
  Occurrence,
  SaveWindowInput,
  ScheduleInput,
  WindowPayload,
  WindowPreview,
} from './window.type.js';

/** How many openings a preview shows. */
const previewed = 5;
/** The most openings that are shown in advance. */
const mostOccurrences = 20;

@Resolver(() => MaintenanceWindowType)
export class WindowResolver {
  constructor(
    private readonly service: WindowService,
    private readonly parts: { database: Database; devices: DeviceReader; rules: Pick<RuleService, 'list'> },
  ) {}

  @Query(() => [MaintenanceWindowType], { description: 'Maintenance windows of the tenant, by name.' })
  async bitdefenderMaintenanceWindows(
    @Ctx() { viewer }: RequestContext,
    @Arg('ended', () => Boolean, { defaultValue: false, description: 'Whether those that are over are listed too.' })
    ended: boolean,
  ): Promise<MaintenanceWindowType[]> {
    return (await this.service.list(viewer.tenantId, ended)).map(windowOf);
  }

  @Query(() => WindowPreview, { description: 'When a maintenance window would be open. Stores nothing.' })
  previewBitdefenderMaintenanceWindow(
    @Ctx() { viewer }: RequestContext,
    @Arg('schedule', () => ScheduleInput, { description: 'Schedule to try.' }) schedule: ScheduleInput,
  ): Promise<WindowPreview> {
    return payloadOf(() => this.service.preview(viewer.tenantId, schedule, previewed));
  }

  @PayloadMutation(WindowPayload, {
    description:
      'Adds or changes a maintenance window. One that is open already holds alerts from now on; what it no longer holds goes through the rules at once.',
  })
  saveBitdefenderMaintenanceWindow(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SaveWindowInput, { description: 'What it holds, and when.' }) input: SaveWindowInput,
  ): Promise<WindowPayload> {
    return payloadOf(async () => ({ window: windowOf(await this.service.save(viewer, input)) }));
  }

  @PayloadMutation(WindowPayload, {
    description:
      'Ends a maintenance window that is open: what it holds goes through the rules, unless another one holds it too. One that is not open stays as it is.',
  })
  endBitdefenderMaintenanceWindow(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => EndWindowInput, { description: 'Window to end.' }) input: EndWindowInput,
  ): Promise<WindowPayload> {
    return payloadOf(async () => ({ window: windowOf(await this.service.end(viewer, input.windowId)) }));
  }

  @PayloadMutation(WindowPayload, {
    description: 'Deletes a maintenance window. What it holds goes through the rules, unless another one holds it too.',
  })
  deleteBitdefenderMaintenanceWindow(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => DeleteWindowInput, { description: 'Window to delete.' }) input: DeleteWindowInput,
  ): Promise<WindowPayload> {
    return payloadOf(async () => {
      await this.service.remove(viewer, input.windowId);
      return { window: null };
    });
  }

  @FieldResolver(() => [Occurrence], {
    description: 'When it is open from now on, the time that has begun included; empty if it is over.',
  })
  occurrences(
    @Root() { endedAt, ...window }: MaintenanceWindowType,
    @Arg('first', () => Int, { defaultValue: 3, description: 'Number of items, 1 to 20.' }) first: number,
  ): Occurrence[] {
    const wanted = pageSize(first, mostOccurrences);
    const found: Occurrence[] = [];
    for (const occurrence of occurrencesAfter(window, window.timeZone, new Date(), endedAt)) {
      found.push(occurrence);
      if (found.length >= wanted) break;
    }
    return found;
  }

  @FieldResolver(() => Int, {
    description:
      'Number of alerts it holds at the moment. An alert that several windows hold counts for the one of them that ends last.',
  })
  heldCount(@Root() { id }: MaintenanceWindowType, @Ctx() context: RequestContext): Promise<number> {
    const loader = loaderOf<string, number>(context, 'heldCount', () => {
      return new Loader(async (ids) => {
        const { rows } = await sql<{ windowId: string; count: number }>`
          select hold.window_id, count(*)::int as count from alert_hold as hold
          join alert on alert.tenant_id = hold.tenant_id and alert.id = hold.alert_id and alert.state <> 'RESOLVED'
          where hold.tenant_id = ${context.viewer.tenantId} and hold.look_at is not null
            and hold.window_id = any(${[...ids]}::uuid[])
          group by hold.window_id`.execute(this.parts.database.read);
        const counts = new Map(rows.map(({ windowId, count }) => [windowId, count]));
        return ids.map((wanted) => counts.get(wanted) ?? 0);
      });
    });
    return loader.load(id);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device; null for any, or if it no longer exists.' })
  device(@Root() { deviceId }: MaintenanceWindowType, @Ctx() context: RequestContext): Promise<Device | null> | null {
    return deviceId === null ? null : loadDevice(context, this.parts.devices, deviceId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the rule; null for all rules, or if it was deleted: then the window holds nothing.',
  })
  ruleName(@Root() { ruleId }: MaintenanceWindowType, @Ctx() context: RequestContext): Promise<string | null> | null {
    if (ruleId === null) return null;
    const loader = loaderOf<string, string | null>(context, 'ruleOfWindow', () => {
      return new Loader(async (ids) => {
        const rules = await this.parts.rules.list(context.viewer.tenantId);
        const names = new Map(rules.map(({ id, name }) => [id, name]));
        return ids.map((id) => names.get(id) ?? null);
      });
    });
    return loader.load(ruleId);
  }

  @FieldResolver(() => UserReference, {
    nullable: true,
    description: 'User who changed it last; null if it was not a person.',
  })
  changedByUser(@Root() { changedBy }: MaintenanceWindowType): UserReference | null {
    return userOf(changedBy);
  }
}

/** From an alert to the window that holds it. */
@Resolver(() => Alert)
export class HeldByResolver {
  constructor(private readonly service: WindowService) {}

  @FieldResolver(() => MaintenanceWindowType, {
    nullable: true,
    description:
      'Maintenance window that holds actions for it: of several, the one that ends last; null if nothing is held, or if it was deleted just now.',
  })
  heldBy(@Root() alert: Alert, @Ctx() context: RequestContext): Promise<MaintenanceWindowType | null> | null {
    if (alert.heldById === null) return null;
    const loader = loaderOf<string, MaintenanceWindowType | null>(context, 'heldBy', () => {
      return new Loader(async (ids) => {
        const windows = await this.service.list(context.viewer.tenantId, true);
        const found = new Map(windows.map((row) => [row.id, windowOf(row)]));
        return ids.map((id) => found.get(id) ?? null);
      });
    });
    return loader.load(alert.heldById);
  }
}

/** A window as the graph shows it. */
function windowOf(row: WindowOfTenant): MaintenanceWindowType {
  const { clientId, hostname, timeZone, tenantZone, ...shown } = row;
  const now = new Date();
  return {
    ...shown,
    client: clientId === null ? null : { id: clientId },
    hostName: hostname,
    timeZone: timeZone ?? tenantZone,
    ownTimeZone: timeZone,
    open: openNow(row, now),
    over: isOver(row, now),
    version: windowVersion(row),
  };
}
