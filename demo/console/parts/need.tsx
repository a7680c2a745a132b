import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { severityColors } from './severity.tsx';

/** What is urgent of a client, in words and in the colours of severities. */
export function Need({ critical, high }: { critical: number; high: number }) {
  const { t } = useTranslation();
  if (critical + high === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('need.quiet')}
      </Text>
    );
  return (
    <Group gap={4} wrap="nowrap">
      {critical > 0 && (
        <Badge color={severityColors.CRITICAL} radius="sm" autoContrast miw="max-content">
          {t('need.critical', { count: critical })}
        </Badge>
      )}
      {high > 0 && (
        <Badge color={severityColors.HIGH} radius="sm" autoContrast miw="max-content">
          {t('need.high', { count: high })}
        </Badge>
      )}
    </Group>
  );
}
