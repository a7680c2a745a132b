/** Times that people choose until when something rests. */
export const restTimes = ['hour', 'fourHours', 'tomorrow', 'monday', 'week', 'month'] as const;
export type RestTime = (typeof restTimes)[number];

const morning = 8;

/** The moment that a choice means, in this browser's time zone. */
export function untilOf(choice: RestTime, now: Date): Date {
  const until = new Date(now);
  if (choice === 'hour' || choice === 'fourHours') {
    until.setHours(until.getHours() + (choice === 'hour' ? 1 : 4));
    return until;
  }
  if (choice === 'week' || choice === 'month') {
    until.setDate(until.getDate() + (choice === 'week' ? 7 : 30));
    return until;
  }
  until.setHours(morning, 0, 0, 0);
  // On a Monday, the next one.
  until.setDate(until.getDate() + (choice === 'tomorrow' ? 1 : 7 - ((now.getDay() + 6) % 7)));
  return until;
}

/** A moment as an input of the type `datetime-local` writes it. */
export function toLocalInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that such an input holds; null while it holds none. */
export function fromLocalInput(text: string): Date | null {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at;
}
