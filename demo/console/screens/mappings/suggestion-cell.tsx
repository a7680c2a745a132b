import { Button, Stack, Text, Tooltip } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import type { Suggestion } from './drafts.ts';

/** Which client a company is likely to be, and why; taken with one press. */
export function SuggestionCell({
  suggestion,
  onTake,
}: {
  suggestion: (Suggestion & { reasons: readonly { code: string; message: string }[] }) | undefined;
  onTake: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  if (!suggestion)
    return (
      <Text size="sm" c="dimmed">
        –
      </Text>
    );
  const { client, company, score, reasons } = suggestion;
  const label = (
    <Stack gap={2}>
      {reasons.map(({ code, message }) => (
        <Text size="xs" key={code}>
          {message}
        </Text>
      ))}
    </Stack>
  );
  const text = `${client.name} · ${score}`;
  return (
    <Tooltip label={label} w={280}>
      {may.arrange ? (
        <Button
          size="compact-sm"
          variant="subtle"
          maw="100%"
          leftSection={<IconSparkles size={14} />}
          aria-label={t('mappings.suggestion.take', { client: client.name, company: company.name, score })}
          onClick={onTake}
        >
          {text}
        </Button>
      ) : (
        <Text size="sm" tabIndex={0} truncate>
          {text}
        </Text>
      )}
    </Tooltip>
  );
}
