import { type Move, moveRows } from './move.js';
import { moveCoverage } from './move-coverage.js';
import { moveDegradationAlerts } from './move-degradation-alerts.js';
import { dropMatching, moveExpectations, moveMatchRequests, moveWatches } from './move-keyed-rows.js';

/** How the rows of one table follow a client that was merged into another. */
export interface MovedTable {
  table: string;
  move: Move;
}

const rowsOf = (table: string): MovedTable => ({ table, move: moveRows(table) });

/**
 * Every table with a client, in the order in which their rows follow a merge. Companies go first: what is read from then on is the new
 * client's. A test compares the list with the tables of the database: a new table with a client belongs here, or with its reason in
 * `staysBehind`. Rules and settings, which name clients within a value, are in `rename-in-settings.ts`.
 */
export const movedTables: readonly MovedTable[] = [
  { table: 'alert', move: moveDegradationAlerts },
  rowsOf('alert'),
  rowsOf('alert_action'),
  rowsOf('alert_publication'),
  rowsOf('alert_mute'),
  rowsOf('maintenance_window'),
  rowsOf('outbreak'),
  rowsOf('agent'),
  rowsOf('device'),
  rowsOf('match_decision'),
  rowsOf('threat'),
  rowsOf('threat_kept_count'),
  { table: 'coverage_day', move: moveCoverage },
  { table: 'expectation', move: moveExpectations },
  { table: 'client_watch', move: moveWatches },
  { table: 'client_to_match', move: moveMatchRequests },
  { table: 'matching_fingerprint', move: dropMatching },
  rowsOf('seat_month'),
  rowsOf('sync_run'),
];

/** Tables with a client whose rows do not follow by the list above, and why. */
export const staysBehind: Readonly<Record<string, string>> = {
  company: 'The transaction that begins the merge moves all companies at once, see `begin-merge.ts`.',
  core_client: 'It says how core sees a client, and a client that was merged is still one for core.',
  client_merge: 'It is the merge.',
  report_link: 'It was given to people of the client that was merged, and opens no longer: a merge shows nobody more.',
};
