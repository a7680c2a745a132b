import type { ClientTabQuery } from '../../../../operations/documents.ts';

export type Responses = NonNullable<ClientTabQuery['bitdefenderResponseTimes']>;
export type ResponseMonth = Responses['clients'][number]['months'][number];
export type ResponseStep = ResponseMonth['known'];

/** The steps from a detection on, in the order of the columns. */
export const steps = ['known', 'alert', 'ticket', 'person'] as const;

/** Whether a promise was broken: something reached the step too late, or still waits for longer than promised. */
export const isLate = ({ kept, overdue, reached }: ResponseStep): boolean =>
  kept !== null && overdue !== null && (kept < reached || overdue > 0);
