import { Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClockExclamation, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DashboardQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import { Panel } from '../../parts/panel.tsx';

type Integration = NonNullable<DashboardQuery['bitdefenderIntegrations']>[number];

const looks = {
  upToDate: { color: 'teal', icon: IconCheck },
  behind: { color: 'yellow', icon: IconClockExclamation },
  failing: { color: 'red', icon: IconAlertTriangle },
  disconnected: { color: 'gray', icon: IconPlugConnectedX },
} as const;

function lookOf({ state, freshness }: Integration): keyof typeof looks {
  if (state === 'DISCONNECTED') return 'disconnected';
  if (state === 'FAILING') return 'failing';
  return freshness.stale ? 'behind' : 'upToDate';
}

/** Whether each GravityZone is read as it should be. */
export function Connections({ integrations }: { integrations: readonly Integration[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('today.connections.title')}>
      <Stack gap="sm">
        {integrations.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('today.connections.none')}
          </Text>
        )}
        {integrations.map((integration) => {
          const look = lookOf(integration);
          const { color, icon: Icon } = looks[look];
          const { id, name, problem, freshness } = integration;
          return (
            <Group key={id} gap="sm" wrap="nowrap" align="flex-start">
              <ThemeIcon variant="light" color={color} radius="xl" size={28} aria-hidden>
                <Icon size={17} />
              </ThemeIcon>
              <Stack gap={0} miw={0}>
                <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Text>
                <Text size="xs" c="dimmed" component="div">
                  {t(`today.connections.${look}`)} ·{' '}
                  {t(freshness.lastSyncedAt ? 'today.connections.synced' : 'today.connections.never')}{' '}
                  {freshness.lastSyncedAt && <Age at={freshness.lastSyncedAt} size="xs" c="dimmed" />}
                </Text>
                {problem && (
                  <Text size="xs" mt={2}>
                    {problem.message} {problem.hint}
                  </Text>
                )}
              </Stack>
            </Group>
          );
        })}
      </Stack>
    </Panel>
  );
}
