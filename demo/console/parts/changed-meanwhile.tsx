import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UserError } from './user-errors.ts';

/** Whether a change was refused since somebody else made one first. */
export const isChangedMeanwhile = (errors: readonly UserError[]): boolean =>
  errors.some(({ code }) => code === 'CHANGED_MEANWHILE');

/** Says that somebody else saved first, and what to do about it. */
export function ChangedMeanwhile({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" fw={600}>
          {t('integrations.changedMeanwhile.title')}
        </Text>
        <Text size="sm">{t('integrations.changedMeanwhile.text')}</Text>
        <Button size="xs" variant="default" onClick={onReload}>
          {t('integrations.changedMeanwhile.reload')}
        </Button>
      </Stack>
    </Alert>
  );
}
