import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DashboardTablesQuery } from '../../../../operations/documents.ts';
import { Count } from '../../parts/figure.tsx';
import { TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ShortTable } from '../../parts/short-table.tsx';

type Machine = NonNullable<DashboardTablesQuery['bitdefenderDevices']>['edges'][number]['node'];

const windows = [
  { id: 'today', count: 'today', window: 'todayWindow' },
  { id: 'week', count: 'thisWeek', window: 'weekWindow' },
  { id: 'month', count: 'thisMonth', window: 'monthWindow' },
  { id: 'unresolved', count: 'unresolved', window: 'unresolvedWindow' },
] as const;

/** The machines that had the most threats this month. */
export function BusyMachines({ machines, timeZone }: { machines: readonly Machine[]; timeZone: string | undefined }) {
  const { t } = useTranslation();
  const busy = machines.filter(({ device }) => (device?.threatCounts.thisMonth ?? 0) > 0);
  return (
    <Panel title={t('today.machines.title')}>
      {busy.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('today.machines.none')}
        </Text>
      ) : (
        <ShortTable
          label={t('today.machines.title')}
          rows={busy}
          keyOf={({ id }) => id}
          minWidth={560}
          columns={[
            {
              id: 'name',
              header: t('today.machines.name'),
              cell: ({ name, device }) =>
                device ? (
                  <TextLink
                    to="/devices/$deviceId"
                    params={{ deviceId: device.id }}
                    style={{ overflowWrap: 'anywhere' }}
                  >
                    {name}
                  </TextLink>
                ) : (
                  name
                ),
            },
            {
              id: 'client',
              header: t('today.machines.client'),
              cell: ({ client }) =>
                client ? (
                  <TextLink to="/clients/$clientId" params={{ clientId: client.id }}>
                    {client.name}
                  </TextLink>
                ) : (
                  t('today.machines.noClient')
                ),
            },
            ...windows.map(({ id, count, window }) => ({
              id,
              header: t(`today.machines.${id}`),
              isNumber: true,
              cell: ({ device }: Machine) => (
                <Count
                  value={device?.threatCounts[count]}
                  of={{
                    window: t(`today.figure.${window}`),
                    timeZone: timeZone ?? null,
                    asOf: device?.threatCounts.asOf ?? null,
                    stale: device?.threatCounts.stale ?? false,
                  }}
                />
              ),
            })),
          ]}
        />
      )}
    </Panel>
  );
}
