import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import { type DigestService, type OwnDigest, offeredTime } from './digest.service.js';
import {
  type DigestEndEnum,
  DigestPayload,
  DigestPreview,
  type DigestReasonEnum,
  type DigestStateEnum,
  DigestType,
  SetDigestInput,
  WeekdayEnum,
} from './digest.type.js';
import { type DigestFactsParts, readDigestFacts } from './digest-facts.reader.js';
import { draftDigest } from './draft-digest.js';
import { lineText, renderDigest } from './render-digest.js';

const weekdays = Object.values(WeekdayEnum);

@Resolver()
export class DigestResolver {
  constructor(
    private readonly service: DigestService,
    private readonly parts: DigestFactsParts,
  ) {}

  @Query(() => DigestType, { description: 'Weekly digest of the viewer; off until the viewer switches it on.' })
  async bitdefenderDigest(@Ctx() { viewer }: RequestContext): Promise<DigestType> {
    return digestOf(await this.service.read(viewer));
  }

  @Query(() => DigestPreview, {
    description: 'What the weekly digest would say if it were sent now, as data and in words. Sends nothing.',
  })
  async bitdefenderDigestPreview(@Ctx() { viewer }: RequestContext): Promise<DigestPreview> {
    const digest = draftDigest(await readDigestFacts(this.parts, viewer.tenantId, new Date()));
    const { timeZone, week, lines } = digest;
    return {
      timeZone,
      ...week,
      lines: lines.map((line) => ({ ...line, text: lineText(line) })),
      ...renderDigest(digest),
    };
  }

  @PayloadMutation(DigestPayload, {
    description:
      'Switches the weekly digest of the viewer on or off, or changes when it comes. A week never has two, however often it is changed.',
  })
  setBitdefenderDigest(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => SetDigestInput, { description: 'Whether and when it comes.' }) input: SetDigestInput,
  ): Promise<DigestPayload> {
    const { enabled, weekday, hour } = input;
    const time = { weekday: weekday ? weekdays.indexOf(weekday) + 1 : null, hour: hour ?? null };
    return payloadOf(async () => ({ digest: digestOf(await this.service.set(viewer, enabled, time)) }));
  }
}

const neverOn = { ...offeredTime, nextAt: null, endedAt: null, endReason: null };

function digestOf({ timeZone, digest, last }: OwnDigest): DigestType {
  const { weekday, hour, nextAt, endedAt, endReason } = digest ?? neverOn;
  return {
    enabled: digest !== undefined && endedAt === null,
    weekday: weekdays[weekday - 1] ?? WeekdayEnum.MONDAY,
    ...{ hour, timeZone, nextAt, endedAt },
    endReason: endReason as DigestEndEnum | null,
    last: last
      ? {
          ...{ dueAt: last.dueAt, settledAt: last.settledAt },
          state: last.state as DigestStateEnum,
          reason: last.reason as DigestReasonEnum | null,
        }
      : null,
  };
}
