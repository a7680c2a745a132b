/** Actions of entries that a former release wrote, by its names, with their names now. The entries themselves are never changed. */
const presentNames: ReadonlyMap<string, string> = new Map([
  ['CONNECTION_CREATED', 'INTEGRATION_CREATED'],
  ['CONNECTION_RESUMED', 'INTEGRATION_RESUMED'],
  ['CONNECTION_CHANGED', 'INTEGRATION_CHANGED'],
  ['CONNECTION_TESTED', 'INTEGRATION_TESTED'],
  ['CONNECTION_ENDED', 'INTEGRATION_ENDED'],
  ['ALERT_ACTIONS_RETRIED', 'ALERT_DELIVERIES_RETRIED'],
]);

/** Takes the action of a stored entry, gives its name now. */
export function presentAction(stored: string): string {
  return presentNames.get(stored) ?? stored;
}

/** Takes actions by any of their names, gives all names under which entries of them are stored. */
export function storedActions(actions: readonly string[]): string[] {
  const wanted = new Set(actions.map(presentAction));
  const former = [...presentNames].flatMap(([before, now]) => (wanted.has(now) ? [before] : []));
  return [...wanted, ...former];
}
