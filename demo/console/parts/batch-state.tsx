import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../graph/use-batch.ts';

/** How far a batch is, what came of it, and the way back. */
export function BatchState({ batch, done, onDismiss }: { batch: Batch; done: string; onDismiss: () => void }) {
  const { t } = useTranslation();
  const { total, running, changed, refused, undone, undo } = batch;
  if (running) {
    const text = t('batch.running', { done: batch.done, total });
    return (
      <Group gap="sm" role="status">
        <Progress value={(100 * batch.done) / Math.max(total, 1)} flex={1} aria-label={text} />
        <Text size="sm">{text}</Text>
      </Group>
    );
  }
  return (
    <Alert color={refused.length > 0 ? 'yellow' : 'teal'} role="status" p="xs">
      <Group justify="space-between" gap="xs">
        <Stack gap={0}>
          {changed.length > 0 && <Text size="sm">{undone ? t('batch.undone') : done}</Text>}
          {refused.length > 0 && (
            <Text size="sm">{t('batch.refused', { count: refused.length, message: refused[0] ?? '' })}</Text>
          )}
        </Stack>
        <Group gap="xs">
          {undo && !undone && (
            <Button size="compact-sm" variant="default" onClick={undo}>
              {t('batch.undo')}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={onDismiss}>
            {t('batch.dismiss')}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
