import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context.js';
import { PayloadMutation, payloadOf } from '../graphql/errors.js';
import type { DigestService } from './digest.service.js';
import { DigestPayload, DigestPreview, DigestType, SetDigestInput } from './digest.type.js';
import { type DigestFactsParts, readDigestFacts } from './digest-facts.reader.js';
import { draftDigest } from './draft-digest.js';
import { lineText, renderDigest } from './render-digest.js';
import { shownDigest, wantedTime } from './show-digest.js';

@Resolver()
export class DigestResolver {
  constructor(
    private readonly service: DigestService,
    private readonly parts: DigestFactsParts,
  ) {}

  @Query(() => DigestType, { description: 'Weekly digest of the viewer; off until the viewer switches it on.' })
  async bitdefenderDigest(@Ctx() { viewer }: RequestContext): Promise<DigestType> {
    return shownDigest(await this.service.read(viewer));
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
      ...renderDigest(digest, null),
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
    const { enabled } = input;
    return payloadOf(async () => ({ digest: shownDigest(await this.service.set(viewer, enabled, wantedTime(input))) }));
  }
}
