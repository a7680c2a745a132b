/** A calendar month, such as "2026-11". */
export type Month = string;

/** Months are those of UTC: GravityZone does not say by which zone it counts, and a licence is not one client's alone. */
export function monthOf(at: Date): Month {
  return at.toISOString().slice(0, 7);
}

/** Start (inclusive) and end (exclusive) of a month. */
export function boundsOf(month: Month): { from: Date; to: Date } {
  const from = new Date(`${month}-01T00:00:00Z`);
  const to = new Date(from);
  to.setUTCMonth(from.getUTCMonth() + 1);
  return { from, to };
}

/** The month that many months before another. */
export function monthBefore(month: Month, count = 1): Month {
  const at = boundsOf(month).from;
  at.setUTCMonth(at.getUTCMonth() - count);
  return monthOf(at);
}

/** Whether a text is a month of the years 2000 to 2099. */
export function isMonth(text: string): boolean {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}
