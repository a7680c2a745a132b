import { Button } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityChart } from './chart.tsx';
import { Count } from './figure.tsx';
import { formatDay, useNow } from './format.ts';
import { TextLink } from './link.tsx';
import { Panel } from './panel.tsx';
import { severities } from './severity.tsx';
import { ShortTable } from './short-table.tsx';
import { threatsOfDay } from './threat-address.ts';

/** A day with its threats, as the graph gives it. */
export interface SeverityDay {
  from: string;
  to: string;
  bySeverity: { critical: number; high: number; medium: number; low: number; unknown: number };
}

/** Threats by day and severity: as a chart, where a bar that is clicked leads to its threats, or as a table with the same as links. */
export function SeverityDays({
  title,
  days,
  timeZone,
  asOf,
  stale = false,
  of = {},
  shape,
  onShape,
}: {
  title: string;
  days: readonly SeverityDay[];
  timeZone?: string | undefined;
  asOf?: string | null | undefined;
  stale?: boolean | undefined;
  /** Whose threats they are, if not everybody's. */
  of?: { client?: string; device?: string };
  shape: 'chart' | 'table';
  onShape: (shape: 'chart' | 'table') => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isTable = shape === 'table';
  return (
    <Panel
      title={title}
      about={t(isTable ? 'chart.openFromTable' : 'chart.openFromBar')}
      action={
        <Button
          size="compact-xs"
          variant="default"
          leftSection={isTable ? <IconChartBar size={14} /> : <IconTable size={14} />}
          onClick={() => onShape(isTable ? 'chart' : 'table')}
        >
          {t(isTable ? 'chart.asChart' : 'chart.asTable')}
        </Button>
      }
    >
      {isTable ? (
        <DayTable label={title} days={days} timeZone={timeZone} asOf={asOf} stale={stale} of={of} />
      ) : (
        <SeverityChart
          label={title}
          height={240}
          bars={days.map(({ from, bySeverity }) => ({ label: formatDay(from, timeZone), ...bySeverity }))}
          onOpen={(index) => {
            const day = days[index];
            if (day) void navigate({ to: '/threats', search: threatsOfDay(day, of) });
          }}
        />
      )}
    </Panel>
  );
}

function DayTable({
  label,
  days,
  timeZone,
  asOf,
  stale,
  of,
}: {
  label: string;
  days: readonly SeverityDay[];
  timeZone: string | undefined;
  asOf: string | null | undefined;
  stale: boolean;
  of: { client?: string; device?: string };
}) {
  const { t } = useTranslation();
  const now = useNow().toISOString();
  const past = days.filter(({ from }) => from <= now).reverse();
  return (
    <ShortTable
      label={label}
      rows={past}
      keyOf={({ from }) => from}
      minWidth={420}
      maxHeight={240}
      columns={[
        {
          id: 'day',
          header: t('chart.day'),
          cell: (day) => (
            <TextLink to="/threats" search={threatsOfDay(day, of)}>
              {formatDay(day.from, timeZone)}
            </TextLink>
          ),
        },
        ...severities.map((severity) => ({
          id: severity,
          header: t(`severity.${severity}`),
          isNumber: true,
          cell: ({ from, bySeverity }: SeverityDay) => (
            <Count
              value={bySeverity[severity.toLowerCase() as Lowercase<typeof severity>]}
              of={{ window: formatDay(from, timeZone), timeZone: timeZone ?? null, asOf: asOf ?? null, stale }}
            />
          ),
        })),
      ]}
    />
  );
}
