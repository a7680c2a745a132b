import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import type { Batch } from '../../graph/use-batch.ts';
import { BatchState } from '../../parts/batch-state.tsx';
import type { Decided } from './use-triage.ts';

/** What can be decided about the selected threats, how far a decision is, and the way back. */
export function BatchBar({
  selected,
  batch,
  onDecide,
  onClear,
  onDismiss,
}: {
  selected: ReadonlySet<string>;
  batch: Batch<Decided> | null;
  onDecide: (decided: Decided) => void;
  onClear: () => void;
  onDismiss: () => void;
}) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [noting, { open, close }] = useDisclosure();
  const ids = [...selected];
  return (
    <Stack gap="xs" mb={selected.size > 0 || batch ? 'xs' : 0}>
      {selected.size > 0 && (
        <Group gap="xs" role="toolbar" aria-label={t('threats.batch.selected', { count: selected.size })}>
          <Text size="sm" fw={600}>
            {t('threats.batch.selected', { count: selected.size })}
          </Text>
          <Button size="xs" onClick={() => onDecide({ ids, decision: 'RESOLVE' })} disabled={batch?.running}>
            {t('threats.batch.resolve')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => onDecide({ ids, decision: 'FALSE_POSITIVE' })}
            disabled={batch?.running}
          >
            {t('threats.batch.falsePositive')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => onDecide({ ids, decision: 'REOPEN' })}
            disabled={batch?.running}
          >
            {t('threats.batch.reopen')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => onDecide({ ids, decision: 'ASSIGN', assigneeId: viewer.subject })}
            disabled={batch?.running}
          >
            {t('threats.batch.assign')}
          </Button>
          <Button size="xs" variant="default" onClick={open} disabled={batch?.running}>
            {t('threats.batch.note')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {t('threats.batch.clear')}
          </Button>
        </Group>
      )}
      {batch && (
        <BatchState
          batch={batch}
          done={t(`threats.batch.done.${batch.decision}`, { count: batch.changed.length })}
          onDismiss={onDismiss}
        />
      )}
      <NoteDialog
        opened={noting}
        onClose={close}
        onSave={(note) => {
          close();
          onDecide({ ids, decision: 'NOTE', note });
        }}
      />
    </Stack>
  );
}

function NoteDialog({
  opened,
  onClose,
  onSave,
}: {
  opened: boolean;
  onClose: () => void;
  onSave: (note: string) => void;
}) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('threats.batch.note')}
      closeButtonProps={{ 'aria-label': t('threats.batch.cancel') }}
      onExitTransitionEnd={() => setNote('')}
    >
      <Stack>
        <Textarea
          label={t('threats.batch.noteText')}
          placeholder={t('threats.batch.notePlaceholder')}
          value={note}
          maxLength={2_000}
          autosize
          minRows={3}
          data-autofocus
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('threats.batch.cancel')}
          </Button>
          <Button onClick={() => onSave(note)} disabled={note.trim() === ''}>
            {t('threats.batch.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
