import { useTranslation } from 'react-i18next';
import type { DashboardTablesQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import { Count, type FigureOf } from '../../parts/figure.tsx';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Need } from '../../parts/need.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { Empty } from '../../parts/state.tsx';

type Client = NonNullable<DashboardTablesQuery['bitdefenderClients']>[number];

/** As many as a glance takes in; the rest are one click away. */
const shown = 8;

/** The clients that need somebody, those with the worst unresolved threats first. */
export function ClientsInNeed({ clients, timeZone }: { clients: readonly Client[]; timeZone: string | undefined }) {
  const { t } = useTranslation();
  const columns = useColumns(timeZone);
  return (
    <Panel
      title={t('today.clients.title')}
      about={t('today.clients.about')}
      action={
        <ButtonLink to="/clients" size="compact-xs">
          {t('today.clients.all')}
        </ButtonLink>
      }
    >
      {clients.length === 0 ? (
        <Empty title={t('today.clients.empty')} text={t('today.clients.emptyText')}>
          <ButtonLink to="/settings/bitdefender/mappings">{t('today.clients.map')}</ButtonLink>
        </Empty>
      ) : (
        <ShortTable
          label={t('today.clients.title')}
          rows={clients.slice(0, shown)}
          keyOf={({ id }) => id}
          minWidth={640}
          columns={columns}
        />
      )}
    </Panel>
  );
}

function useColumns(timeZone: string | undefined): readonly ShortColumn<Client>[] {
  const { t } = useTranslation();
  const of = ({ bitdefender }: Client, window: string): FigureOf => ({
    window,
    timeZone: timeZone ?? null,
    asOf: bitdefender?.lastSyncedAt ?? null,
    stale: bitdefender?.threatCounts.stale ?? false,
  });
  return [
    {
      id: 'name',
      header: t('today.clients.name'),
      width: 170,
      cell: ({ id, name }) => (
        <TextLink to="/clients/$clientId" params={{ clientId: id }}>
          {name}
        </TextLink>
      ),
    },
    {
      id: 'need',
      header: t('today.clients.need'),
      cell: ({ bitdefender }) => (
        <Need {...(bitdefender?.threatCounts.unresolvedBySeverity ?? { critical: 0, high: 0 })} />
      ),
    },
    {
      id: 'today',
      header: t('today.clients.today'),
      isNumber: true,
      cell: (client) => (
        <Count value={client.bitdefender?.threatCounts.today} of={of(client, t('today.figure.todayWindow'))} />
      ),
    },
    {
      id: 'month',
      header: t('today.clients.month'),
      isNumber: true,
      cell: (client) => (
        <Count value={client.bitdefender?.threatCounts.thisMonth} of={of(client, t('today.figure.monthWindow'))} />
      ),
    },
    {
      id: 'alerts',
      header: t('today.clients.alerts'),
      isNumber: true,
      cell: ({ bitdefender }) => (
        <Count value={bitdefender?.alertCounts.open} of={{ window: t('today.figure.alertsWindow') }} />
      ),
    },
    {
      id: 'protected',
      header: t('today.clients.protected'),
      isNumber: true,
      cell: ({ bitdefender }) => (
        <span style={{ whiteSpace: 'nowrap' }}>
          <Count
            value={bitdefender?.coverage.protectedAgents}
            of={{ window: t('today.figure.protectedWindow'), asOf: bitdefender?.lastSyncedAt ?? null }}
          />
          {bitdefender && ` / ${bitdefender.coverage.agents}`}
        </span>
      ),
    },
    {
      id: 'synced',
      header: t('today.clients.synced'),
      isNumber: true,
      cell: ({ bitdefender }) => <Age at={bitdefender?.lastSyncedAt} size="sm" style={{ whiteSpace: 'nowrap' }} />,
    },
  ];
}
