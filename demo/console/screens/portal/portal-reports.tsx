import { Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PortalReportDocument } from '../../../../operations/documents.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { PeriodChoice } from '../report/period-choice.tsx';
import { kindOf } from '../report/periods.ts';
import { PrintButton } from '../report/print-button.tsx';
import { ReportView } from '../report/report-view.tsx';

/** Reports of weeks and months, for the people of a client. */
export function PortalReports() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/portal' });
  const navigate = useNavigate({ from: '/portal' });
  const kind = kindOf(search);
  const screen = useScreen(PortalReportDocument, { period: kind, ...(search.day && { day: search.day }) });
  const report = screen.data?.portalBitdefenderReport ?? undefined;
  return (
    <Stack maw={980} mx="auto" gap={0}>
      <ScreenHead title={t('report.title')} about={t('report.about')}>
        <ButtonLink to="/portal" search={{}} className="not-printed">
          {t('report.toWeek')}
        </ButtonLink>
        {report && <PrintButton />}
      </ScreenHead>
      <Stack gap="md">
        <PeriodChoice kind={kind} shown={report} onChoose={(chosen) => void navigate({ search: chosen })} />
        <ScreenState screen={screen}>
          {({ portalBitdefenderReport: shown }) =>
            shown ? (
              <ReportView report={shown} />
            ) : screen.problem === null ? (
              <Empty title={t('report.off.title')} text={t('report.off.text')} />
            ) : (
              <ButtonLink to="/portal" search={{ report: 'month' }}>
                {t('report.refused.back')}
              </ButtonLink>
            )
          }
        </ScreenState>
      </Stack>
    </Stack>
  );
}
