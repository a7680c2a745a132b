import { nextTurn } from '../../database/request-budget.js';
import { UserInputError } from '../../graphql/errors.js';
import { type BucketSize, bucketsOf, mostBuckets } from './buckets.js';
import { type CountRangeArguments, CountWindow } from './threat-counts.type.js';
import { type TimeRange, windowOf } from './windows.js';

/** The default window of a series. */
const usualWindow = { HOUR: CountWindow.TODAY, DAY: CountWindow.THIS_MONTH } as const;
const unitOf = { TODAY: 'day', THIS_WEEK: 'week', THIS_MONTH: 'month' } as const;

/** When numbers were counted, and in which zone. */
interface Counted {
  now: Date;
  timeZone: string;
}

/** The range that was asked for. Throws UserInputError for a window and a range together, and for a range backwards. */
export function rangeOf(
  { window, from, to }: CountRangeArguments,
  { now, timeZone }: Counted,
  usual: CountWindow,
): TimeRange {
  if (!from && !to) return windowOf(now, timeZone, unitOf[window ?? usual]);
  if (window || !from)
    throw new UserInputError('BAD_RANGE', 'Give either window, or from with an optional to.', ['from']);
  const range = { from, to: to ?? now };
  if (range.from >= range.to)
    throw new UserInputError('BAD_RANGE', 'The start of the range must be before its end.', ['from']);
  return range;
}

/** The range and the steps that were asked for. Throws UserInputError for more steps than a chart shows. */
export async function stepsOf(
  step: BucketSize,
  asked: CountRangeArguments,
  counted: Counted,
  tenantId: string,
): Promise<{ range: TimeRange; steps: TimeRange[] }> {
  const range = rangeOf(asked, counted, usualWindow[step]);
  await nextTurn(mostBuckets, tenantId);
  const steps = bucketsOf(range, step, counted.timeZone);
  if (steps === null)
    throw new UserInputError(
      'RANGE_TOO_LONG',
      `The range has more than ${mostBuckets} steps. Shorten it, or use steps of a day.`,
      ['from'],
    );
  return { range, steps };
}
