import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GapBadges } from '../../parts/gap-badges.tsx';
import { HealthBadge } from '../../parts/health.tsx';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import type { ClientProtection } from './types.ts';

type Device = ClientProtection['devices']['edges'][number]['node'];

/** The machines of a client, merged from both products, those in the worst health first. */
export function ClientDevices({
  clientId,
  devices,
  total,
}: {
  clientId: string;
  devices: readonly Device[];
  total: number;
}) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('clients.client.devices.title')}
      about={t('clients.client.devices.about')}
      action={
        <ButtonLink to="/devices" search={{ client: clientId }} size="compact-xs">
          {t('clients.client.devices.all', { count: total })}
        </ButtonLink>
      }
    >
      {devices.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('clients.client.devices.none')}
        </Text>
      ) : (
        <ShortTable
          label={t('clients.client.devices.title')}
          rows={devices}
          keyOf={({ id }) => id}
          minWidth={560}
          maxHeight={420}
          columns={[
            {
              id: 'name',
              header: t('clients.client.devices.name'),
              width: 170,
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
              id: 'knownTo',
              header: t('clients.client.devices.knownTo'),
              isShort: true,
              cell: ({ knownTo }) => t(`devices.knownTo.${knownTo}`),
            },
            {
              id: 'health',
              header: t('clients.client.devices.health'),
              cell: ({ health }) => <HealthBadge health={health} />,
            },
            {
              id: 'gaps',
              header: t('clients.client.devices.gaps'),
              cell: ({ gaps }) => <GapBadges gaps={gaps} />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
