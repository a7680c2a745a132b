import type { Notice } from './raise-notice.js';

/** How a connection is doing. */
export interface ConnectionHealth {
  id: string;
  name: string;
  /** `CONNECTED`, `FAILING` or `DISCONNECTED`. */
  state: string;
  error: { message: string; hint: string } | null;
  /** Of the companies that are polled: how many there are, and how many were not read in time. */
  companies: number;
  staleCompanies: number;
  lastSucceededAt: Date | null;
}

/** What the notice of a connection is about. */
export const subjectOf = ({ id }: Pick<ConnectionHealth, 'id'>) => `connection:${id}`;

/**
 * What there is to tell of a connection, or null when it does its work: it fails, or companies were not read in time
 * although it does not. One that was ended is in no trouble.
 */
export function connectionTrouble(connection: ConnectionHealth): Notice | null {
  const { name, state, error, companies, staleCompanies, lastSucceededAt } = connection;
  if (state === 'DISCONNECTED' || (state !== 'FAILING' && staleCompanies === 0)) return null;
  const last =
    lastSucceededAt === null
      ? 'It has not been read in full yet.'
      : `It was last read in full at ${lastSucceededAt.toISOString()}.`;
  const why = error === null ? [] : [`${error.message} ${error.hint}`];
  const behind = staleCompanies === 0 ? [] : [`${staleCompanies} of ${companies} companies were not read in time.`];
  return {
    subject: subjectOf(connection),
    title: state === 'FAILING' ? `The connection "${name}" fails` : `The data of the connection "${name}" are stale`,
    detail: [...why, ...behind, last].join(' '),
    severity: 'HIGH',
  };
}
