import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BitdefenderWeekday } from '../../../../operations/documents.ts';
import { hours, weekdays } from './digest-times.ts';

/** When a digest comes. */
export interface DigestTime {
  weekday: BitdefenderWeekday;
  hour: number;
}

/** The day and the hour of a digest; `labels` tell several of them on a page apart. */
export function DigestTimeFields({
  labels,
  time,
  refusedHour,
  onChange,
}: {
  labels: { day: string; hour: string };
  time: DigestTime;
  refusedHour: string | undefined;
  onChange: (time: DigestTime) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={labels.day}
        w={180}
        data={weekdays.map((value) => ({ value, label: t(`digest.weekdays.${value}`) }))}
        value={time.weekday}
        allowDeselect={false}
        onChange={(value) => value && onChange({ ...time, weekday: value as BitdefenderWeekday })}
      />
      <Select
        label={labels.hour}
        w={120}
        data={[...hours]}
        value={String(time.hour)}
        allowDeselect={false}
        error={refusedHour}
        onChange={(value) => value && onChange({ ...time, hour: Number(value) })}
      />
    </>
  );
}
