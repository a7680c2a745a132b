import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Age } from '../../parts/age.tsx';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import { allThreats, oneThreat } from '../../parts/threat-address.ts';
import type { OneDevice } from './types.ts';

/** The last threats of a device, whatever their severity and status. */
export function DeviceThreats({ device: { id: deviceId, threats } }: { device: OneDevice }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('devices.device.threats.title')}
      action={
        threats.totalCount > 0 && (
          <ButtonLink to="/threats" search={allThreats({ device: deviceId })} size="compact-xs">
            {t('devices.device.threats.all', { count: threats.totalCount })}
          </ButtonLink>
        )
      }
    >
      {threats.edges.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('devices.device.threats.none')}
        </Text>
      ) : (
        <ShortTable
          label={t('devices.device.threats.title')}
          rows={threats.edges.map(({ node }) => node)}
          keyOf={({ id }) => id}
          minWidth={560}
          columns={[
            {
              id: 'severity',
              header: t('devices.device.threats.severity'),
              width: 96,
              cell: ({ severity }) => <SeverityBadge severity={severity} />,
            },
            {
              id: 'name',
              header: t('devices.device.threats.name'),
              cell: ({ id, name }) => (
                <TextLink to="/threats" search={oneThreat(id)} style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </TextLink>
              ),
            },
            {
              id: 'action',
              header: t('devices.device.threats.action'),
              isShort: true,
              cell: ({ action }) => t(`threats.action.${action}`),
            },
            {
              id: 'status',
              header: t('devices.device.threats.status'),
              cell: ({ status }) => (
                <Badge variant="default" radius="sm" miw="max-content">
                  {t(`threats.status.${status}`)}
                </Badge>
              ),
            },
            {
              id: 'detected',
              header: t('devices.device.threats.detected'),
              isNumber: true,
              isShort: true,
              cell: ({ detectedAt }) => <Age at={detectedAt} size="sm" />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
