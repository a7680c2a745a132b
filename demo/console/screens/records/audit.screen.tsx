import { useTranslation } from 'react-i18next';
import { Empty, ScreenHead } from '../../parts/state.tsx';

export default function AuditScreen() {
  const { t } = useTranslation();
  return (
    <>
      <ScreenHead title={t('records.title')} />
      <Empty title={t('wait')} />
    </>
  );
}
