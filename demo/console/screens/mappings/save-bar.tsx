import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Drafts } from './drafts.ts';

/** The changes that are not saved: one button saves them all. Stays in sight while the list is scrolled. */
export function SaveBar({
  drafts,
  refused,
  busy,
  onSave,
  onDiscard,
}: {
  drafts: Drafts;
  refused: ReadonlyMap<string, string>;
  busy: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  if (drafts.size === 0 && refused.size === 0) return null;
  return (
    <Paper
      p="xs"
      mb="xs"
      shadow="xs"
      component="section"
      aria-label={t('mappings.save.label')}
      pos="sticky"
      top={64}
      style={{ zIndex: 20 }}
    >
      <Stack gap="xs">
        {refused.size > 0 && (
          <Alert color="red" role="alert" p="xs">
            {[...refused].map(([id, reason]) => (
              <Text size="sm" key={id}>
                {reason}
              </Text>
            ))}
          </Alert>
        )}
        <Group justify="space-between">
          <Text size="sm" fw={600} role="status">
            {drafts.size > 0 && t('mappings.save.changes', { count: drafts.size })}
          </Text>
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={onDiscard} disabled={busy}>
              {t(drafts.size > 0 ? 'mappings.save.discard' : 'mappings.save.seen')}
            </Button>
            {drafts.size > 0 && (
              <Button size="xs" onClick={onSave} loading={busy}>
                {t('mappings.save.save')}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
