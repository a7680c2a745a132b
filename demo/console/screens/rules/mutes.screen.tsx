import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function MutesScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('rules.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
