import type { Notice } from './raise-notice.js';

/** How an integration is doing. */
export interface IntegrationHealth {
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

/** What the notice of an integration is about, as alerts store it: in the word of the first release. */
export const subjectOf = ({ id }: Pick<IntegrationHealth, 'id'>) => `connection:${id}`;

/**
 * What there is to tell of an integration, or null when it does its work: it fails, or companies were not read in time
 * although it does not. One that was ended is in no trouble.
 */
export function integrationTrouble(integration: IntegrationHealth): Notice | null {
  const { name, state, error, companies, staleCompanies, lastSucceededAt } = integration;
  if (state === 'DISCONNECTED' || (state !== 'FAILING' && staleCompanies === 0)) return null;
  const last =
    lastSucceededAt === null
      ? 'It has not been read in full yet.'
      : `It was last read in full at ${lastSucceededAt.toISOString()}.`;
  const why = error === null ? [] : [`${error.message} ${error.hint}`];
  const behind = staleCompanies === 0 ? [] : [`${staleCompanies} of ${companies} companies were not read in time.`];
  return {
    subject: subjectOf(integration),
    title: state === 'FAILING' ? `The integration "${name}" fails` : `The data of the integration "${name}" are stale`,
    detail: [...why, ...behind, last].join(' '),
    severity: 'HIGH',
  };
}
