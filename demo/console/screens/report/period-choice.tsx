import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PortalBitdefenderReportPeriod } from '../../../../operations/documents.ts';
import { dayAfter, dayBefore, type PeriodSearch, searchOf } from './periods.ts';

/** Chooses the week or the month of a report; beside the one that is shown, the one before and the one after it. */
export function PeriodChoice({
  kind,
  shown,
  onChoose,
}: {
  kind: PortalBitdefenderReportPeriod;
  /** Undefined until it is known. */
  shown: { day: string; isOver: boolean } | undefined;
  onChoose: (search: PeriodSearch) => void;
}) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" className="not-printed">
      <SegmentedControl
        size="xs"
        aria-label={t('report.period')}
        data={(['WEEK', 'MONTH'] as const).map((value) => ({ value, label: t(`report.${value}`) }))}
        value={kind}
        onChange={(value) => onChoose(searchOf(value as PortalBitdefenderReportPeriod))}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconChevronLeft size={14} />}
        disabled={shown === undefined}
        onClick={() => shown && onChoose(searchOf(kind, dayBefore(shown.day)))}
      >
        {t('report.earlier')}
      </Button>
      <Button
        size="xs"
        variant="default"
        rightSection={<IconChevronRight size={14} />}
        disabled={!shown?.isOver}
        onClick={() => shown && onChoose(searchOf(kind, dayAfter(shown.day, kind)))}
      >
        {t('report.later')}
      </Button>
    </Group>
  );
}
