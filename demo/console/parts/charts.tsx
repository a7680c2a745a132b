import '@mantine/charts/styles.css';
import { AreaChart, BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { formatCount } from './format.ts';
import { severities, severityColors } from './severity.tsx';

// In a file of its own, which is loaded when a chart is shown first: see chart.tsx.

/** A day of a chart, with its numbers by severity in lower case. */
export interface Bar {
  label: string;
  critical: number;
  high: number;
  medium: number;
  low: number;
  unknown: number;
}

const common = {
  dataKey: 'label',
  gridAxis: 'x',
  tickLine: 'none',
  withLegend: true,
  accessibilityLayer: false,
  valueFormatter: formatCount,
  legendProps: { verticalAlign: 'bottom', itemSorter: null },
} as const;

/** Threats by day, a colour for each severity; a day that is clicked is opened. */
export function SeverityBars({
  bars,
  height,
  onOpen,
}: {
  bars: readonly Bar[];
  height: number;
  onOpen?: ((index: number) => void) | undefined;
}) {
  const { t } = useTranslation();
  const shown = severities.filter(
    (severity) =>
      severity !== 'UNKNOWN' || bars.some((bar) => bar[severity.toLowerCase() as Lowercase<typeof severity>] > 0),
  );
  return (
    <BarChart
      {...common}
      h={height}
      data={[...bars]}
      type="stacked"
      // The worst stands on the axis, where days are compared best.
      series={shown.map((severity) => ({
        name: severity.toLowerCase(),
        label: t(`severity.${severity}`),
        color: severityColors[severity],
      }))}
      barProps={{
        radius: 0,
        isAnimationActive: false,
        // The chart below learns which day is under the pointer only a moment after it has moved there.
        onClick: (_bar, index, event) => {
          event.stopPropagation();
          onOpen?.(index);
        },
      }}
      maxBarWidth={28}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 16 }}
      yAxisProps={{ allowDecimals: false, width: 36, interval: 0 }}
      tooltipProps={{ isAnimationActive: false }}
      barChartProps={{
        style: { cursor: onOpen ? 'pointer' : undefined },
        onClick: ({ activeTooltipIndex }) => {
          const index = Number(activeTooltipIndex ?? Number.NaN);
          if (Number.isInteger(index)) onOpen?.(index);
        },
      }}
    />
  );
}

/** How numbers went over days: a line for each. */
export function Lines({
  points,
  series,
  height,
}: {
  points: readonly Record<string, string | number>[];
  series: readonly { name: string; label: string; color: string }[];
  height: number;
}) {
  return (
    <AreaChart
      {...common}
      h={height}
      data={[...points]}
      series={[...series]}
      curveType="monotone"
      fillOpacity={0.15}
      withDots={points.length < 10}
      areaProps={{ isAnimationActive: false }}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
      yAxisProps={{ allowDecimals: false, width: 36, interval: 0 }}
      tooltipProps={{ isAnimationActive: false }}
    />
  );
}

/** A small curve within a figure. */
export function Spark({ values }: { values: readonly number[] }) {
  return (
    <AreaChart
      h={28}
      data={values.map((value, place) => ({ place, value }))}
      dataKey="place"
      series={[{ name: 'value', color: 'ink.6' }]}
      curveType="monotone"
      strokeWidth={1.5}
      gridAxis="none"
      withXAxis={false}
      withYAxis={false}
      withDots={false}
      withTooltip={false}
      accessibilityLayer={false}
      areaProps={{ isAnimationActive: false }}
      areaChartProps={{ margin: { top: 2, right: 0, bottom: 0, left: 0 } }}
    />
  );
}
