import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function PortalScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('portal.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
