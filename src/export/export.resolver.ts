import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { AuditFilter } from '../audit/audit.type.js';
import { MachineFilter, MachineOrder } from '../device/machine/machine.type.js';
import { silenceOf } from '../device/machine/machine-filter.js';
import type { RequestContext } from '../graphql/context.js';
import type { Sealer } from '../integration/key/sealing.js';
import { wantedSeats } from '../seat/seat.resolver.js';
import { criteriaOf, ThreatFilter, ThreatOrderEnum } from '../threat/list/threat.type.js';
import { Export, SeatRowsEnum } from './export.type.js';
import { sealRequest } from './export-link.js';
import type { Exportables } from './exportables.js';

@Resolver(() => Export)
export class ExportResolver {
  constructor(
    private readonly exportables: Exportables,
    private readonly sealer: Sealer,
    /** The address of this service as its users reach it. */
    private readonly publicUrl: () => string,
  ) {}

  @Query(() => Export, {
    description: 'Link to the merged list of devices as CSV.',
  })
  exportBitdefenderDevices(
    @Ctx() context: RequestContext,
    @Arg('filter', () => MachineFilter, { nullable: true, description: 'Filter of the devices.' })
    filter: MachineFilter | null,
    @Arg('orderBy', () => MachineOrder, { defaultValue: MachineOrder.NAME, description: 'Order of the list.' })
    orderBy: MachineOrder,
    @Arg('reverse', () => Boolean, { defaultValue: false, description: 'Whether to reverse the order.' })
    reverse: boolean,
  ): Export {
    // Refuses a bad filter here, where it can be corrected; the link could only fail.
    silenceOf(filter ?? {});
    return this.link(context, 'devices', { filter: filter ?? {}, orderBy, reverse });
  }

  @Query(() => Export, {
    description: 'Link to the list of threats as CSV; unresolved ones of HIGH and above by default.',
  })
  exportBitdefenderThreats(
    @Ctx() context: RequestContext,
    @Arg('filter', () => ThreatFilter, { nullable: true, description: 'Filter of the threats.' })
    filter: ThreatFilter | null,
    @Arg('orderBy', () => ThreatOrderEnum, { defaultValue: ThreatOrderEnum.NEWEST, description: 'Order of the list.' })
    order: ThreatOrderEnum,
  ): Export {
    const criteria = criteriaOf(filter);
    return this.link(context, 'threats', { criteria, order });
  }

  @Query(() => Export, {
    description:
      'Link to the seats of a month as CSV: a line for each company, or for each machine behind its numbers.',
  })
  exportBitdefenderSeats(
    @Ctx() context: RequestContext,
    @Arg('month', () => String, { nullable: true, description: 'Month in UTC, formatted YYYY-MM; this month if null.' })
    month: string | null,
    @Arg('clientId', () => ID, { nullable: true, description: 'Companies of this client; of all if null.' })
    clientId: string | null,
    @Arg('rows', () => SeatRowsEnum, { defaultValue: SeatRowsEnum.COMPANIES, description: 'What each line is.' })
    rows: SeatRowsEnum,
  ): Export {
    return this.link(context, rows === 'MACHINES' ? 'seatMachines' : 'seats', wantedSeats({ month, clientId }));
  }

  @Query(() => Export, { description: 'Link to the audit log as CSV, newest first.' })
  exportBitdefenderAudit(
    @Ctx() context: RequestContext,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Entries to include; all if omitted.' })
    filter: AuditFilter | null,
  ): Export {
    return this.link(context, 'audit', { ...filter });
  }

  private link({ viewer }: RequestContext, name: keyof Exportables, wanted: unknown): Export {
    const { fileName, columns } = this.exportables[name];
    const { sealed, expiresAt } = sealRequest(this.sealer, viewer, name, wanted);
    return { url: `${this.publicUrl()}/exports/${sealed}`, fileName, columns: [...columns], expiresAt };
  }
}
