import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function ClientScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('clients.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
