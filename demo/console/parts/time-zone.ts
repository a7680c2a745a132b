/** The time zone of the person who looks; undefined where the browser does not know it, which leaves it to the tenant's. */
export function viewerTimeZone(): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone?.includes('Unknown') ? undefined : timeZone;
}
