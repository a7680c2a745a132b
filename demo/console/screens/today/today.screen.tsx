import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function TodayScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('today.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
