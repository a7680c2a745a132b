import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WholeReportFragment } from '../../../../operations/documents.ts';
import { formatSeconds, formatShare } from '../../parts/format.ts';
import { wholePercent } from '../../parts/response.ts';
import { Part } from './report-part.tsx';
import { ReportTable } from './report-table.tsx';

type Response = WholeReportFragment['response'];
type StepName = 'known' | 'ticket' | 'person';

/** How fast threats were handled, beside the period before and the promise. */
export function ReportResponse({ response }: { response: Response }) {
  const { t } = useTranslation();
  const times = ({ p50Seconds, p95Seconds }: Response['known']) =>
    typeof p50Seconds === 'number' && typeof p95Seconds === 'number'
      ? t('portal.response.percentiles', { p50: formatSeconds(p50Seconds), p95: formatSeconds(p95Seconds) })
      : '–';
  return (
    <Part title={t('report.response')} about={t('report.responseAbout')}>
      <Text size="sm" fw={600}>
        {response.sentence}
      </Text>
      {(response.threats > 0 || response.before.threats > 0) && (
        <ReportTable<StepName>
          label={t('report.response')}
          rows={['known', 'ticket', 'person']}
          keyOf={(step) => step}
          columns={[
            { id: 'step', header: t('report.step'), cell: (step) => t(`report.${step}`) },
            { id: 'times', header: t('report.times'), isNumber: true, cell: (step) => times(response[step]) },
            {
              id: 'promised',
              header: t('report.promised'),
              isNumber: true,
              cell: (step) => {
                const { promisedMinutes } = response[step];
                return typeof promisedMinutes === 'number' ? formatSeconds(promisedMinutes * 60) : '–';
              },
            },
            {
              id: 'kept',
              header: t('report.kept'),
              isNumber: true,
              cell: (step) => {
                const { keptShare } = response[step];
                return typeof keptShare === 'number' ? formatShare(wholePercent(keptShare)) : '–';
              },
            },
            {
              id: 'before',
              header: t('report.timesBefore'),
              isNumber: true,
              cell: (step) => times(response.before[step]),
            },
          ]}
        />
      )}
    </Part>
  );
}
