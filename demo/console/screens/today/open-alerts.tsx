import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DashboardQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';

type Alert = NonNullable<DashboardQuery['openAlerts']>['edges'][number]['node'];

/** The open alerts that should be taken first. */
export function OpenAlerts({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <Panel
      title={t('today.alerts.title')}
      about={t('today.alerts.about')}
      action={
        <ButtonLink to="/alerts" size="compact-xs">
          {t('today.alerts.all')}
        </ButtonLink>
      }
    >
      {alerts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('today.alerts.none')}
        </Text>
      ) : (
        <ShortTable
          label={t('today.alerts.title')}
          rows={alerts}
          keyOf={({ id }) => id}
          minWidth={640}
          columns={columns}
        />
      )}
    </Panel>
  );
}

function useColumns(): readonly ShortColumn<Alert>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'severity',
      header: t('today.alerts.severity'),
      width: 96,
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'name',
      header: t('today.alerts.name'),
      cell: ({ id, title, hostName }) => (
        <>
          <TextLink to="/alerts" search={{ alert: id }} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </TextLink>
          {hostName && (
            <Text size="xs" c="dimmed">
              {hostName}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'client',
      header: t('today.alerts.client'),
      cell: ({ client }) =>
        client ? (
          <TextLink to="/clients/$clientId" params={{ clientId: client.id }}>
            {client.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'ticket',
      header: t('today.alerts.ticket'),
      isShort: true,
      cell: ({ ticket }) =>
        ticket?.url ? (
          <Anchor href={ticket.url} target="_blank" rel="noreferrer" size="sm">
            {ticket.reference}
          </Anchor>
        ) : (
          (ticket?.reference ?? '–')
        ),
    },
    {
      id: 'raised',
      header: t('today.alerts.raised'),
      isNumber: true,
      cell: ({ raisedAt }) => <Age at={raisedAt} size="sm" style={{ whiteSpace: 'nowrap' }} />,
    },
  ];
}
