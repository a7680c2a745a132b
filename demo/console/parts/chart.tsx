import { Box, Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';

const Bars = lazy(() => import('./charts.tsx').then(({ SeverityBars }) => ({ default: SeverityBars })));
const Lines = lazy(() => import('./charts.tsx').then((charts) => ({ default: charts.Lines })));
const Spark = lazy(() => import('./charts.tsx').then((charts) => ({ default: charts.Spark })));

/** Threats by day, stacked by severity. Give the same as a table, for those who do not see it. */
export function SeverityChart({ label, ...chart }: { label: string } & ComponentProps<typeof Bars>) {
  return (
    <Box role="img" aria-label={label}>
      <Suspense fallback={<Skeleton h={chart.height} />}>
        <Bars {...chart} />
      </Suspense>
    </Box>
  );
}

/** How numbers went over days. */
export function LineChart({ label, ...chart }: { label: string } & ComponentProps<typeof Lines>) {
  return (
    <Box role="img" aria-label={label}>
      <Suspense fallback={<Skeleton h={chart.height} />}>
        <Lines {...chart} />
      </Suspense>
    </Box>
  );
}

/** A small curve that says nothing which is not written beside it. */
export function SparkLine({ values }: { values: readonly number[] }) {
  return (
    <Box aria-hidden h={28}>
      <Suspense fallback={null}>
        <Spark values={values} />
      </Suspense>
    </Box>
  );
}
