import type { ResponsePromise, ResponseStep } from '../../domain/response-promise.js';
import type { NamedMonth } from './response-months.js';
import type { ResponseNumbers } from './response-times.reader.js';
import type { ResponseMonth, ResponseStepNumbers } from './response-times.type.js';

/** A month as it is shown: its numbers against a promise. Throws if it was not read. */
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

/** One step of the numbers of a period, against a promise. */
export function stepOf({ steps }: ResponseNumbers, promise: ResponsePromise, step: ResponseStep): ResponseStepNumbers {
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
