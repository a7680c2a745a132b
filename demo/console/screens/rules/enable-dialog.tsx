import { Button, Group, Loader, Modal, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formOf, type Rule, trialInputOf } from './rule-form.ts';
import { TrialResult } from './trial-result.tsx';
import { useTrial } from './use-rules.ts';

/** What a rule would have done in the last 30 days, before it is switched on. */
export function EnableDialog({
  rule,
  onConfirm,
  onClose,
}: {
  rule: Rule | null;
  onConfirm: (id: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={rule !== null}
      onClose={onClose}
      size="lg"
      title={rule && t('rules.trial.dialog', { name: rule.name })}
      closeButtonProps={{ 'aria-label': t('rules.trial.cancel') }}
    >
      {rule && (
        <Stack>
          <TrialOf rule={rule} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('rules.trial.cancel')}
            </Button>
            <Button data-autofocus onClick={() => onConfirm(rule.id)}>
              {t('rules.trial.confirm')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function TrialOf({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  const { trial, tryIt } = useTrial();
  useEffect(() => void tryIt(trialInputOf(formOf(rule), rule)), [tryIt, rule]);
  return trial ? <TrialResult trial={trial} /> : <Loader size="sm" aria-label={t('state.loading')} />;
}
