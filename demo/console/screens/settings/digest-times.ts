import type { BitdefenderWeekday } from '../../../../operations/documents.ts';

/** The days of a week, in its order. */
export const weekdays: readonly BitdefenderWeekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

/** The hours of a day, as they are chosen. */
export const hours: readonly { value: string; label: string }[] = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
