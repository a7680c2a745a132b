import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount, formatMonth, formatSeconds, formatShare } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { shownMonths, wholePercent } from '../../parts/response.ts';
import { ShortTable } from '../../parts/short-table.tsx';
import { isLate, type ResponseMonth, type ResponseStep, type Responses, steps } from './response-steps.ts';

/** How fast the threats of a client were handled in each month, against what is promised. */
export function ResponseMonths({ responses }: { responses: Responses }) {
  const { t } = useTranslation();
  const months = shownMonths(responses.clients[0]?.months ?? []);
  const promised = steps.some((step) => responses.promise[step] !== null);
  return (
    <Panel
      title={t('clients.client.response.title')}
      about={`${t('clients.client.response.about')} ${promised ? '' : t('clients.client.response.noPromise')}`.trim()}
    >
      {months.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('clients.client.response.none')}
        </Text>
      ) : (
        <ShortTable<ResponseMonth>
          label={t('clients.client.response.title')}
          rows={months}
          keyOf={({ month }) => month}
          minWidth={620}
          columns={[
            {
              id: 'month',
              header: t('clients.client.response.month'),
              isShort: true,
              cell: ({ from }) => formatMonth(from, responses.timeZone),
            },
            {
              id: 'threats',
              header: t('clients.client.response.threats'),
              isNumber: true,
              cell: ({ threats, removed }) => (
                <Stack gap={0}>
                  {formatCount(threats)}
                  {removed > 0 && <Small>{t('clients.client.response.removed', { count: removed })}</Small>}
                </Stack>
              ),
            },
            ...steps.map((step) => ({
              id: step,
              header: t(`clients.client.response.step.${step}`),
              isNumber: true,
              cell: (month: ResponseMonth) => <Step step={month[step]} promised={responses.promise[step]} />,
            })),
          ]}
        />
      )}
    </Panel>
  );
}

/** What stands out is written in the colour of the text, bold. */
const Small = ({ children, standsOut = false }: { children: string; standsOut?: boolean }) => (
  <Text size="xs" span {...(standsOut ? { c: 'var(--mantine-color-text)', fw: 600 } : { c: 'dimmed' })}>
    {children}
  </Text>
);

/** Median and 95th percentile; below, what was kept of the promise, or how many still wait where nothing is promised. */
function Step({ step, promised }: { step: ResponseStep; promised: number | null }) {
  const { t } = useTranslation();
  const { p50Seconds, p95Seconds, keptShare, overdue, waiting } = step;
  return (
    <Stack gap={0}>
      {p50Seconds === null || p95Seconds === null
        ? '–'
        : t('clients.client.response.percentiles', {
            p50: formatSeconds(p50Seconds),
            p95: formatSeconds(p95Seconds),
          })}
      {promised !== null && keptShare !== null && (
        <Small standsOut={isLate(step)}>
          {t('clients.client.response.kept', {
            share: formatShare(wholePercent(keptShare)),
            time: formatSeconds(promised * 60),
          })}
        </Small>
      )}
      {overdue !== null && overdue > 0 && (
        <Small standsOut>{t('clients.client.response.overdue', { count: overdue })}</Small>
      )}
      {promised === null && waiting > 0 && <Small>{t('clients.client.response.waiting', { count: waiting })}</Small>}
    </Stack>
  );
}
