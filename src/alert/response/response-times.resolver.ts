import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Database } from '../../database/database.js';
import type { ResponsePromise, ResponseStep } from '../../domain/response-promise.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { pageSize } from '../../graphql/paging.js';
import { readTenantSettings } from '../../tenant/tenant-settings.js';
import { readReadings } from '../../threat/counts/readings.js';
import type { ThreatCountsReader } from '../../threat/counts/threat-counts.reader.js';
import { Threat } from '../../threat/list/threat.type.js';
import { monthsUpTo, mostMonths, type NamedMonth } from './response-months.js';
import {
  type ResponseNumbers,
  type ResponseTimes,
  readResponseMonths,
  readThreatResponses,
} from './response-times.reader.js';
import {
  type ResponseMonth,
  ResponseReport,
  ResponseReportArguments,
  type ResponseStepNumbers,
  ThreatResponseTimes,
} from './response-times.type.js';

/** How long it took from a detection to each step: of one threat, and by client and month. */
@Resolver(() => Threat)
export class ResponseTimesResolver {
  constructor(
    private readonly database: Database,
    private readonly counts: ThreatCountsReader,
  ) {}

  @FieldResolver(() => ThreatResponseTimes, {
    nullable: true,
    description:
      'Times from its first detection to each step; null if the first read of its company found it, or it is history: then nobody could have known.',
  })
  async responseTimes(@Root() { id }: Threat, @Ctx() context: RequestContext): Promise<ThreatResponseTimes | null> {
    const { tenantId } = context.viewer;
    const times = await loaderOf<string, ResponseTimes | null>(context, 'responseTimes', () => {
      return new Loader((ids) => readThreatResponses(this.database, tenantId, ids));
    }).load(id);
    if (times === null) return null;
    const { known, alert, ticket, person } = times;
    return { knownSeconds: known ?? 0, alertSeconds: alert, ticketSeconds: ticket, personSeconds: person };
  }

  @Query(() => ResponseReport, {
    description: `Times from detection to each step of the threats of some clients by month, as percentiles and against the promise of \`bitdefenderSettings\`. At most ${mostMonths} months.`,
  })
  async bitdefenderResponseTimes(
    @Ctx() context: RequestContext,
    @Args() { clientIds: given, first, timeZone }: ResponseReportArguments,
  ): Promise<ResponseReport> {
    const { tenantId } = context.viewer;
    const size = pageSize(first, mostMonths);
    const clientIds = [...new Set(given)];
    const [{ responsePromise: promise }, { now, ...reading }] = await Promise.all([
      readTenantSettings(this.database.read, tenantId),
      readReadings(context, this.counts, clientIds, timeZone),
    ]);
    const months = monthsUpTo(now, reading.timeZone, size);
    const numbers = await readResponseMonths(this.database, tenantId, { clientIds, months, promise, now });
    const clients = clientIds.map((id, client) => ({
      client: { id },
      months: months.map((month, place) => monthOf(month, numbers[client]?.[place], promise)),
    }));
    return { ...reading, promise, clients };
  }
}

/** A month as it is shown. */
export function monthOf(
  month: NamedMonth,
  numbers: ResponseNumbers | undefined,
  promise: ResponsePromise,
): ResponseMonth {
  if (numbers === undefined) throw new Error(`The month ${month.month} was not read.`);
  const { threats, removed } = numbers;
  const step = (name: ResponseStep) => stepOf(numbers, promise, name);
  return {
    ...month,
    threats,
    removed,
    known: step('known'),
    alert: step('alert'),
    ticket: step('ticket'),
    person: step('person'),
  };
}

function stepOf({ steps }: ResponseNumbers, promise: ResponsePromise, step: ResponseStep): ResponseStepNumbers {
  const { reached, p50, p95, kept, waiting, overdue } = steps[step];
  const isPromised = promise[step] !== null;
  const judged = reached + overdue;
  return {
    reached,
    p50Seconds: p50,
    p95Seconds: p95,
    waiting,
    kept: isPromised ? kept : null,
    overdue: isPromised ? overdue : null,
    keptShare: isPromised && judged > 0 ? kept / judged : null,
  };
}
