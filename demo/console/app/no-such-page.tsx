import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../parts/state.tsx';

export function NoSuchPage() {
  const { t } = useTranslation();
  return (
    <Empty title={t('missing.title')} text={t('missing.text')}>
      <Button component={Link} to="/" variant="default">
        {t('missing.home')}
      </Button>
    </Empty>
  );
}
