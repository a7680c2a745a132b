import { Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientsPageQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Count, type FigureOf } from '../../parts/figure.tsx';
import { TextLink } from '../../parts/link.tsx';
import { Need } from '../../parts/need.tsx';
import { type ClientName, gapsOf } from './find.ts';
import { StateBadge } from './state-badge.tsx';

/** A client with a company in Bitdefender. */
export type Found = NonNullable<ClientsPageQuery['bitdefenderClients']>[number];
/** A client of the list; without `bitdefender` where no company is mapped to it. */
export type ClientRow = Found | (ClientName & { bitdefender: null });

const ofThreats = ({ bitdefender }: ClientRow, window: string): FigureOf => ({
  window,
  timeZone: bitdefender?.threatCounts.timeZone ?? null,
  asOf: bitdefender?.threatCounts.asOf ?? null,
  stale: bitdefender?.threatCounts.stale ?? false,
});

const threatCounts = [
  { id: 'today', count: 'today', window: 'todayWindow', from: 'sm' },
  { id: 'week', count: 'thisWeek', window: 'weekWindow', from: 'lg' },
  { id: 'month', count: 'thisMonth', window: 'monthWindow', from: 'sm' },
  { id: 'unresolved', count: 'unresolved', window: 'unresolvedWindow', from: 'lg' },
] as const;

/** The columns of the list of clients. */
export function useClientColumns(): readonly Column<ClientRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('clients.column.name'),
        cell: ({ id, name, bitdefender }) => (
          <Group gap={6} wrap="nowrap">
            <TextLink to="/clients/$clientId" params={{ clientId: id }}>
              {name}
            </TextLink>
            <StateBadge state={bitdefender?.state} />
          </Group>
        ),
      },
      {
        id: 'need',
        header: t('clients.column.need'),
        width: '170px',
        cell: ({ bitdefender }) =>
          bitdefender ? (
            <Need {...bitdefender.threatCounts.unresolvedBySeverity} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('clients.unmapped')}
            </Text>
          ),
      },
      ...threatCounts.map(
        ({ id, count, window, from }): Column<ClientRow> => ({
          id,
          header: t(`clients.column.${id}`),
          width: id === 'unresolved' ? '105px' : '75px',
          ...(from && { from }),
          cell: (client) => (
            <Count
              value={client.bitdefender?.threatCounts[count]}
              of={client.bitdefender ? ofThreats(client, t(`today.figure.${window}`)) : {}}
            />
          ),
        }),
      ),
      {
        id: 'alerts',
        header: t('clients.column.alerts'),
        width: '75px',
        from: 'lg',
        cell: ({ bitdefender }) => (
          <Count
            value={bitdefender?.alertCounts.open}
            of={bitdefender ? { window: t('today.figure.alertsWindow') } : {}}
          />
        ),
      },
      {
        id: 'protected',
        header: t('clients.column.protected'),
        width: '100px',
        from: 'sm',
        cell: ({ bitdefender }) =>
          bitdefender ? (
            <>
              <Count
                value={bitdefender.coverage.protectedAgents}
                of={{ window: t('today.figure.protectedWindow'), asOf: bitdefender.coverage.asOf }}
              />{' '}
              / {bitdefender.coverage.agents}
            </>
          ) : (
            '–'
          ),
      },
      {
        id: 'gaps',
        header: t('clients.column.gaps'),
        width: '70px',
        from: 'sm',
        cell: ({ bitdefender }) => (
          <Count
            value={bitdefender && gapsOf(bitdefender.coverage.gaps)}
            of={bitdefender ? { window: t('clients.gapsWindow'), asOf: bitdefender.coverage.asOf } : {}}
          />
        ),
      },
      {
        id: 'synced',
        header: t('clients.column.synced'),
        width: '130px',
        from: 'sm',
        cell: ({ bitdefender }) =>
          bitdefender && !bitdefender.syncing ? (
            <Text size="sm" c="dimmed">
              {bitdefender.state === 'ARCHIVED' ? t('clients.rests') : t('clients.disconnected')}
            </Text>
          ) : (
            <Age at={bitdefender?.lastSyncedAt} size="sm" c={bitdefender?.freshness.stale ? 'dimmed' : undefined} />
          ),
      },
    ],
    [t],
  );
}
