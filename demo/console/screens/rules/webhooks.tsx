import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RulesPageQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import { Mono } from '../../parts/facts.tsx';
import { formatMoment } from '../../parts/format.ts';

type Webhook = NonNullable<RulesPageQuery['bitdefenderWebhooks']>[number];

/** The receivers that rules can name. */
export function Webhooks({ webhooks }: { webhooks: readonly Webhook[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {t('rules.webhooks.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('rules.webhooks.about')}
      </Text>
      {webhooks.length === 0 && <Text size="sm">{t('rules.webhooks.none')}</Text>}
      {webhooks.map(({ id, name, url, secretSetAt, previousUntil }) => (
        <Group key={id} gap="sm">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Mono text={url} />
          <Group gap={4}>
            <Text size="sm" c="dimmed">
              {t('rules.webhooks.secret')}
            </Text>
            <Age at={secretSetAt} size="sm" c="dimmed" />
          </Group>
          {previousUntil && (
            <Text size="sm" c="dimmed">
              {t('rules.webhooks.previous', { moment: formatMoment(previousUntil) })}
            </Text>
          )}
        </Group>
      ))}
    </Stack>
  );
}
