import { Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertsPageQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { formatMoment } from '../../parts/format.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { TicketLink } from './ticket-link.tsx';

export type AlertRow = NonNullable<AlertsPageQuery['bitdefenderAlerts']>['edges'][number]['node'];

/** How an alert stands, and until when. */
export function StateBadge({ alert }: { alert: Pick<AlertRow, 'state' | 'snoozedUntil'> }) {
  const { t } = useTranslation();
  const badge = (
    <Badge variant="outline" color="gray" radius="sm">
      {t(`alerts.state.${alert.state}`)}
    </Badge>
  );
  if (alert.state !== 'SNOOZED' || !alert.snoozedUntil) return badge;
  return <Tooltip label={t('alerts.until', { moment: formatMoment(alert.snoozedUntil) })}>{badge}</Tooltip>;
}

/** Until when a maintenance window holds actions for an alert, and which; nothing where none does. */
export function HeldBadge({ heldUntil, heldBy }: Pick<AlertRow, 'heldUntil' | 'heldBy'>) {
  const { t } = useTranslation();
  if (!heldUntil) return null;
  const moment = formatMoment(heldUntil);
  return (
    <Tooltip label={heldBy ? t('alerts.heldBy', { moment, name: heldBy.name }) : t('alerts.heldUntil', { moment })}>
      <Badge variant="outline" color="gray" radius="sm" style={{ flexShrink: 0 }}>
        {t('alerts.held')}
      </Badge>
    </Tooltip>
  );
}

export function useColumns(): readonly Column<AlertRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('alerts.column.severity'),
        width: '100px',
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        id: 'title',
        header: t('alerts.column.title'),
        cell: ({ title, suppressedBy, suppressedReason, heldUntil, heldBy }) => (
          <Group gap={6} wrap="nowrap">
            {suppressedBy && (
              <Tooltip label={`${t(`alerts.suppressedBy.${suppressedBy}`)} ${suppressedReason ?? ''}`.trim()}>
                <IconBellOff size={14} role="img" aria-label={t('alerts.suppressed')} style={{ flexShrink: 0 }} />
              </Tooltip>
            )}
            <HeldBadge heldUntil={heldUntil} heldBy={heldBy} />
            <Tooltip label={title}>
              <Text size="sm" truncate c={suppressedBy ? 'dimmed' : undefined}>
                {title}
              </Text>
            </Tooltip>
          </Group>
        ),
      },
      {
        id: 'kind',
        header: t('alerts.column.kind'),
        width: '96px',
        from: 'xl',
        cell: ({ kind }) => t(`alerts.kind.${kind}`),
      },
      {
        id: 'host',
        header: t('alerts.column.device'),
        width: '140px',
        from: 'md',
        cell: ({ hostName, device }) =>
          device ? (
            <Anchor component={Link} to={`/devices/${device.id}`} size="sm">
              {hostName ?? device.name}
            </Anchor>
          ) : (
            (hostName ?? '–')
          ),
      },
      {
        id: 'client',
        header: t('alerts.column.client'),
        width: '160px',
        from: 'sm',
        cell: ({ client }) =>
          client ? (
            <Anchor component={Link} to={`/clients/${client.id}`} size="sm">
              {client.name}
            </Anchor>
          ) : (
            '–'
          ),
      },
      {
        id: 'state',
        header: t('alerts.column.state'),
        width: '124px',
        from: 'md',
        cell: (alert) => <StateBadge alert={alert} />,
      },
      {
        id: 'ticket',
        header: t('alerts.column.ticket'),
        width: '90px',
        from: 'sm',
        cell: ({ ticket }) => <TicketLink ticket={ticket} />,
      },
      {
        id: 'assignee',
        header: t('alerts.column.assignee'),
        width: '120px',
        from: 'xl',
        cell: ({ assignee, assigneeId }) =>
          assignee?.name ??
          assigneeId ?? (
            <Text span size="sm" c="dimmed">
              {t('alerts.nobody')}
            </Text>
          ),
      },
      {
        id: 'raised',
        header: t('alerts.column.raised'),
        width: '105px',
        from: 'sm',
        cell: ({ raisedAt }) => <Age at={raisedAt} size="sm" />,
      },
    ],
    [t],
  );
}
