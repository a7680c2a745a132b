import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IgnoreCompaniesDocument, UnignoreCompaniesDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';

interface Answer {
  outcomes?: readonly { userErrors: readonly UserError[] }[] | null;
  userErrors: readonly UserError[];
}

const refusalsOf = (answer: Answer) => [
  ...answer.userErrors,
  ...(answer.outcomes ?? []).flatMap(({ userErrors }) => userErrors),
];

/** What can be done with selected companies: ignore them, or put ignored ones back. */
export function IgnoreBar({
  ids,
  ignored,
  onClear,
  onDone,
}: {
  ids: readonly string[];
  /** Whether they are ignored, so that they can be put back. */
  ignored: boolean;
  onClear: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const putting = useAction(UnignoreCompaniesDocument);
  if (ids.length === 0) return null;
  const putBack = async () => {
    const answer = (await putting.run({ input: { companyIds: [...ids] } }))?.unignoreBitdefenderCompanies;
    if (!answer) return;
    const [refused] = refusalsOf(answer);
    notifications.show(
      refused
        ? { color: 'red', message: refused.message }
        : { color: 'teal', message: t('mappings.ignore.back', { count: ids.length }) },
    );
    onDone();
  };
  const selected = t('mappings.ignore.selected', { count: ids.length });
  return (
    <Group gap="xs" mb="xs" role="toolbar" aria-label={selected}>
      <Text size="sm" fw={600}>
        {selected}
      </Text>
      {ignored ? (
        <Button size="xs" loading={putting.busy} onClick={() => void putBack()}>
          {t('mappings.ignore.putBack')}
        </Button>
      ) : (
        <Button size="xs" variant="default" onClick={open}>
          {t('mappings.ignore.ignore')}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={onClear}>
        {t('mappings.ignore.clear')}
      </Button>
      <Dialog opened={asking} title={t('mappings.ignore.title', { count: ids.length })} onClose={close} size="md">
        <IgnoreForm
          ids={ids}
          onClose={close}
          onDone={() => {
            close();
            onDone();
          }}
        />
      </Dialog>
    </Group>
  );
}

function IgnoreForm({ ids, onClose, onDone }: { ids: readonly string[]; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(IgnoreCompaniesDocument);
  const ignore = async () => {
    const answer = (await run({ input: { companyIds: [...ids], reason } }))?.ignoreBitdefenderCompanies;
    if (!answer) return;
    const refused = refusalsOf(answer);
    setUserErrors(refused);
    if (refused.length > 0) return;
    notifications.show({ color: 'teal', message: t('mappings.ignore.ignored', { count: ids.length }) });
    onDone();
  };
  const errors = Object.values(errorsByField(userErrors)).join(' ');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ignore();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('mappings.ignore.about')}</Text>
        <Textarea
          label={t('mappings.ignore.reason')}
          placeholder={t('mappings.ignore.reasonHint')}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          error={errors || undefined}
          data-autofocus
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('mappings.ignore.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
            {t('mappings.ignore.ignore')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
