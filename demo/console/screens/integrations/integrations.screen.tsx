import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function IntegrationsScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('integrations.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
