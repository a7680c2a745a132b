import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RotateKeyDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField } from '../../parts/user-errors.ts';
import { KeyInput } from './key-input.tsx';
import { TestChecklist } from './test-checklist.tsx';
import { useKeyTest } from './use-key-test.ts';

interface RotateProps {
  integration: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}

/** A new key for an integration: tested first, then it replaces the stored one. */
export function RotateDialog({ integration, opened, onClose, onDone }: RotateProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} title={t('integrations.rotate.title', { name: integration.name })} onClose={onClose}>
      <RotateForm integration={integration} onClose={onClose} onDone={onDone} />
    </Dialog>
  );
}

function RotateForm({ integration: { id, name }, onClose, onDone }: RotateProps) {
  const { t } = useTranslation();
  const [apiKey, setApiKey] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const tested = useKeyTest();
  const rotating = useAction(RotateKeyDocument);
  const isUsable = tested.result?.test?.ok ?? false;
  const replace = async () => {
    const answer = (await rotating.run({ input: { integrationId: id, apiKey } }))?.rotateBitdefenderKey;
    if (!answer) return;
    if (answer.userErrors.length > 0) {
      setErrors(errorsByField(answer.userErrors));
      return;
    }
    setApiKey('');
    notifications.show({ color: 'teal', message: t('integrations.rotate.done', { name }) });
    onClose();
    onDone();
  };
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        setErrors({});
        void (isUsable ? replace() : tested.start({ integrationId: id, apiKey }));
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('integrations.rotate.about')}</Text>
        <KeyInput
          label={t('integrations.rotate.key')}
          value={apiKey}
          error={tested.result?.test === null ? tested.result.errors.apiKey : undefined}
          onChange={(typed) => {
            setApiKey(typed);
            setErrors({});
            tested.reset();
          }}
        />
        <TestChecklist result={tested.result} running={tested.busy} />
        <Refusals errors={errors} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('integrations.cancel')}
          </Button>
          <Button type="submit" disabled={apiKey.trim() === ''} loading={tested.busy || rotating.busy}>
            {t(isUsable ? 'integrations.rotate.replace' : 'integrations.wizard.test')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
