/** The steps from a detection to a person's hand, in their usual order. */
export const responseSteps = ['known', 'alert', 'ticket', 'person'] as const;
export type ResponseStep = (typeof responseSteps)[number];

/** What a tenant promises: minutes from a detection to each step; null for a step without a promise. */
export type ResponsePromise = Record<ResponseStep, number | null>;

export const noPromise: ResponsePromise = { known: null, alert: null, ticket: null, person: null };

/** Longest time that can be promised for a step, in minutes: 30 days. */
export const mostPromisedMinutes = 43_200;

/** The steps alone, in one order, so that promises can be compared as text. What is left out is null. */
export const promiseOf = (given: Partial<ResponsePromise>): ResponsePromise => ({
  known: given.known ?? null,
  alert: given.alert ?? null,
  ticket: given.ticket ?? null,
  person: given.person ?? null,
});

/** The first step whose promise is out of range; null if there is none. */
export function badStepOf(promise: Partial<ResponsePromise>): ResponseStep | null {
  const isBad = (minutes: number | null | undefined) =>
    typeof minutes === 'number' && (minutes < 1 || minutes > mostPromisedMinutes);
  return responseSteps.find((step) => isBad(promise[step])) ?? null;
}
