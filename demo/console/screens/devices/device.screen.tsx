import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function DeviceScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('devices.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
