import { Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DevicesPageQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { DeviceBadge } from '../../parts/device-badge.tsx';
import { Count } from '../../parts/figure.tsx';
import { GapBadges } from '../../parts/gap-badges.tsx';
import { HealthBadge } from '../../parts/health.tsx';
import { TextLink } from '../../parts/link.tsx';

export type DeviceRow = NonNullable<DevicesPageQuery['bitdefenderDevices']>['edges'][number]['node'];

/** The columns of the merged list. */
export function useDeviceColumns(): readonly Column<DeviceRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { id: 'name', header: t('devices.column.name'), cell: (row) => <Name row={row} /> },
      {
        id: 'badge',
        header: t('devices.column.badge'),
        width: '135px',
        cell: ({ device, health }) => (device ? <DeviceBadge device={device} /> : <HealthBadge health={health} />),
      },
      {
        id: 'client',
        header: t('devices.column.client'),
        width: '180px',
        from: 'sm',
        cell: ({ client }) =>
          client ? (
            <TextLink to="/clients/$clientId" params={{ clientId: client.id }}>
              {client.name}
            </TextLink>
          ) : (
            <Text size="sm" c="dimmed">
              {t('devices.noClient')}
            </Text>
          ),
      },
      {
        id: 'policy',
        header: t('devices.column.policy'),
        width: '140px',
        from: 'lg',
        cell: ({ device }) =>
          device?.policy ? (
            <Tooltip label={device.policy.name}>
              <span>{device.policy.name}</span>
            </Tooltip>
          ) : (
            '–'
          ),
      },
      {
        id: 'month',
        header: t('devices.column.month'),
        width: '75px',
        from: 'sm',
        cell: ({ device }) => (
          <Count
            value={device?.threatCounts.thisMonth}
            of={
              device
                ? {
                    window: t('today.figure.monthWindow'),
                    asOf: device.threatCounts.asOf,
                    stale: device.threatCounts.stale,
                  }
                : {}
            }
          />
        ),
      },
      {
        id: 'gaps',
        header: t('devices.column.gaps'),
        width: '215px',
        from: 'xl',
        cell: ({ gaps }) => <GapBadges gaps={gaps} wrap={false} />,
      },
      {
        id: 'scripts',
        header: t('devices.column.scripts'),
        width: '90px',
        from: 'lg',
        cell: ({ abilities }) => (
          <Text span size="sm" c={abilities.canRunScripts ? undefined : 'dimmed'}>
            {t(abilities.canRunScripts ? 'devices.scripts.yes' : 'devices.scripts.no')}
          </Text>
        ),
      },
      {
        id: 'seen',
        header: t('devices.column.seen'),
        width: '120px',
        from: 'sm',
        cell: ({ device }) => <Age at={device?.state?.lastSeenAt} size="sm" />,
      },
    ],
    [t],
  );
}

function Name({ row: { name, device, knownTo } }: { row: DeviceRow }) {
  const { t } = useTranslation();
  return (
    <>
      {device ? (
        <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }}>
          {name}
        </TextLink>
      ) : (
        name
      )}
      {knownTo === 'BITDEFENDER_ONLY' && (
        <Text span size="xs" c="dimmed" ms={6}>
          {t('devices.noScripts')}
        </Text>
      )}
    </>
  );
}
