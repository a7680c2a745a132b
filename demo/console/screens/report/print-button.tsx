import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Prints the page as it is. */
export function PrintButton() {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      className="not-printed"
      leftSection={<IconPrinter size={14} />}
      onClick={() => window.print()}
    >
      {t('report.print')}
    </Button>
  );
}
