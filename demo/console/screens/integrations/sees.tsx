import { Accordion, Badge, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { IntegrationsPageQuery } from '../../../../operations/documents.ts';

type Integration = NonNullable<IntegrationsPageQuery['bitdefenderIntegrations']>[number];
type Finding = NonNullable<IntegrationsPageQuery['bitdefenderDiagnostics']>['findings'][number];

const colors = { SEEN: 'teal', PARTLY: 'yellow', NOT_SEEN: 'gray' } as const;

/** What the key of an integration cannot show, why, and what would help. */
export function Sees({ integration, findings }: { integration: Integration; findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const { kinds, modulesOff } = integration.visibility;
  const unseen = kinds.filter(({ visibility }) => visibility !== 'SEEN');
  const missing = findings.filter(
    ({ code, integrationId }) => integrationId === integration.id && (code === 'MISSING_API' || code === 'NO_LICENCE'),
  );
  if (unseen.length === 0 && missing.length === 0 && modulesOff.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('integrations.sees.all')}
      </Text>
    );
  return (
    <Accordion variant="contained" chevronPosition="left" order={4}>
      <Accordion.Item value="sees">
        <Accordion.Control>
          <Text size="sm" fw={600}>
            {t('integrations.sees.title')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('integrations.sees.some', { count: unseen.length })}
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            {missing.map(({ message, remedy }) => (
              <Text size="sm" key={message}>
                {message} {remedy.message}
              </Text>
            ))}
            {unseen.map(({ kind, visibility, message }) => (
              <Group key={kind} gap="sm" wrap="nowrap" align="flex-start">
                <Badge color={colors[visibility]} variant="dot" radius="sm" w={104} style={{ flex: 'none' }}>
                  {t(`integrations.sees.level.${visibility}`)}
                </Badge>
                <Stack gap={0} style={{ minWidth: 0 }}>
                  <Text size="sm">{t(`integrations.sees.kind.${kind}`)}</Text>
                  <Text size="xs" c="dimmed">
                    {message}
                  </Text>
                </Stack>
              </Group>
            ))}
            {modulesOff.length > 0 && (
              <List size="sm">
                {modulesOff.map(({ module, deviceCount }) => (
                  <List.Item key={module}>{t('integrations.sees.moduleOff', { module, count: deviceCount })}</List.Item>
                ))}
              </List>
            )}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
