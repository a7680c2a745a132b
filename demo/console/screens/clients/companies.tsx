import { Group, Stack, Text } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { ClientProtection } from './types.ts';

/** The companies of Bitdefender that are mapped to a client. */
export function Companies({ companies }: { companies: ClientProtection['companies'] }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('clients.client.companies')}
      action={
        <ButtonLink to="/settings/bitdefender/mappings" size="compact-xs">
          {t('clients.client.mapMore')}
        </ButtonLink>
      }
    >
      <Stack gap={6}>
        {companies.map(({ id, name, state }) => (
          <Group key={id} gap="xs" wrap="nowrap" align="flex-start">
            <IconBuilding size={16} stroke={1.6} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {name}
              {state === 'VANISHED' && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  {t('clients.client.vanished')}
                </Text>
              )}
            </Text>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
