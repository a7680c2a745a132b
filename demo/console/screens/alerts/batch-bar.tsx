import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import type { Batch } from '../../graph/use-batch.ts';
import { BatchState } from '../../parts/batch-state.tsx';
import type { Decided } from './decisions.ts';
import { SnoozeMenu } from './snooze-menu.tsx';

/** What can be decided about the selected alerts, how far a decision is, and the way back. */
export function BatchBar({
  count,
  batch,
  onDecide,
  onClear,
  onDismiss,
}: {
  count: number;
  batch: Batch<Decided> | null;
  onDecide: (decided: Omit<Decided, 'ids'>) => void;
  onClear: () => void;
  onDismiss: () => void;
}) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const running = batch?.running ?? false;
  return (
    <Stack gap="xs" mb={count > 0 || batch ? 'xs' : 0}>
      {count > 0 && (
        <Group gap="xs" role="toolbar" aria-label={t('alerts.selected', { count })}>
          <Text size="sm" fw={600}>
            {t('alerts.selected', { count })}
          </Text>
          <Button size="xs" onClick={() => onDecide({ decision: 'ACKNOWLEDGE' })} disabled={running}>
            {t('alerts.decision.ACKNOWLEDGE')}
          </Button>
          <SnoozeMenu
            disabled={running}
            onSnooze={(until) => onDecide({ decision: 'SNOOZE', until: until.toISOString() })}
          />
          <Button
            size="xs"
            variant="default"
            onClick={() => onDecide({ decision: 'ASSIGN', assigneeId: viewer.subject })}
            disabled={running}
          >
            {t('alerts.decision.ASSIGN')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onDecide({ decision: 'RESOLVE' })} disabled={running}>
            {t('alerts.decision.RESOLVE')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onDecide({ decision: 'REOPEN' })} disabled={running}>
            {t('alerts.decision.REOPEN')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {t('alerts.clear')}
          </Button>
        </Group>
      )}
      {batch && (
        <BatchState
          batch={batch}
          done={t(`alerts.done.${batch.decision}`, { count: batch.changed.length })}
          onDismiss={onDismiss}
        />
      )}
    </Stack>
  );
}
