import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function AlertsScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('alerts.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
