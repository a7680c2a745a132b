import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PortalWeekQuery } from '../../../../operations/documents.ts';
import { formatCount, formatMonth, formatSeconds, formatShare } from '../../parts/format.ts';
import { shownMonths, wholePercent } from '../../parts/response.ts';
import { ShortTable } from '../../parts/short-table.tsx';

type Responses = NonNullable<PortalWeekQuery['portalBitdefenderResponseTimes']>;
type Month = Responses['months'][number];

const steps = ['known', 'ticket', 'person'] as const;

/** How fast threats were handled, by month; nothing as long as there is none. */
export function PortalResponse({ responses }: { responses: Responses | null }) {
  const { t } = useTranslation();
  const months = shownMonths(responses?.months ?? []);
  if (responses === null || months.length === 0) return null;
  return (
    <Stack gap={6} component="section">
      <Title order={2} size="h4">
        {t('portal.response.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('portal.response.about')}
      </Text>
      <ShortTable<Month>
        label={t('portal.response.title')}
        rows={months}
        keyOf={({ month }) => month}
        minWidth={560}
        columns={[
          {
            id: 'month',
            header: t('portal.response.month'),
            isShort: true,
            cell: ({ from }) => formatMonth(from, responses.timeZone),
          },
          {
            id: 'threats',
            header: t('portal.response.threats'),
            isNumber: true,
            cell: ({ threats }) => formatCount(threats),
          },
          ...steps.map((step) => ({
            id: step,
            header: t(`portal.response.${step}`),
            isNumber: true,
            cell: (month: Month) => <Step step={month[step]} />,
          })),
        ]}
      />
    </Stack>
  );
}

function Step({ step: { p50Seconds, p95Seconds, promisedMinutes, keptShare } }: { step: Month['known'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={0}>
      {p50Seconds === null || p95Seconds === null
        ? '–'
        : t('portal.response.percentiles', { p50: formatSeconds(p50Seconds), p95: formatSeconds(p95Seconds) })}
      {promisedMinutes !== null && keptShare !== null && (
        <Text size="xs" c="dimmed" span>
          {t('portal.response.kept', {
            share: formatShare(wholePercent(keptShare)),
            time: formatSeconds(promisedMinutes * 60),
          })}
        </Text>
      )}
    </Stack>
  );
}
