import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function DiagnosticsScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('diagnostics.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
