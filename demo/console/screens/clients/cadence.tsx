import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../parts/age.tsx';
import { Facts } from '../../parts/facts.tsx';
import { formatSeconds } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import type { ClientProtection } from './types.ts';

/** How often a client is read: what is aimed at and why, and what is reached. */
export function Cadence({
  cadence,
  lastSyncedAt,
}: {
  cadence: ClientProtection['cadence'];
  lastSyncedAt: string | null;
}) {
  const { t } = useTranslation();
  const every = (seconds: number) => t('clients.client.cadence.every', { time: formatSeconds(seconds) });
  const facts: [string, ReactNode][] = [
    [t('clients.client.figure.lastRead'), <Age key="last" at={lastSyncedAt} size="sm" />],
    [
      t('clients.client.cadence.next'),
      cadence.nextSyncAt ? <Age key="next" at={cadence.nextSyncAt} size="sm" /> : t('clients.client.cadence.notPolled'),
    ],
    // Nothing is aimed at where nothing is read.
    [t('clients.client.cadence.aimed'), cadence.nextSyncAt && every(cadence.aimedSeconds)],
    [
      t('clients.client.cadence.why'),
      cadence.nextSyncAt && (cadence.active ? capital(cadence.reasons.join(', ')) : t('clients.client.cadence.quiet')),
    ],
    [
      t('clients.client.cadence.median'),
      cadence.medianSeconds === null
        ? t('clients.client.cadence.tooFew')
        : t('clients.client.cadence.medianOf', { time: formatSeconds(cadence.medianSeconds) }),
    ],
    [
      t('clients.client.cadence.longest'),
      cadence.longestSeconds === null ? null : formatSeconds(cadence.longestSeconds),
    ],
    [t('clients.client.cadence.syncs'), t('clients.client.cadence.syncsOf', { count: cadence.syncs })],
  ];
  return (
    <Panel title={t('clients.client.cadence.title')}>
      <Facts facts={facts} nameWidth={105} />
    </Panel>
  );
}

/** A sentence that begins with a word of the graph. */
const capital = (text: string) => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
