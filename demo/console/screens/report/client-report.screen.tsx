import { Alert, Stack, Text } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ClientReportDocument, type ClientReportQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { usePages } from '../../graph/use-pages.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { LinkForm } from './link-form.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { kindOf } from './periods.ts';
import { PrintButton } from './print-button.tsx';
import { ReportLinks } from './report-links.tsx';
import { ReportView } from './report-view.tsx';

const pageOf = (data: ClientReportQuery) => data.bitdefenderReportLinks;

/** The report of one client as its people see it, and the links by which it is shared. */
export default function ClientReportScreen() {
  const { t } = useTranslation();
  const { clientId } = useParams({ from: '/clients/$clientId/report' });
  const search = useSearch({ from: '/clients/$clientId/report' });
  const navigate = useNavigate({ from: '/clients/$clientId/report' });
  const { may } = useViewer();
  const kind = kindOf(search);
  const screen = usePages(
    ClientReportDocument,
    { clientId, period: kind, ...(search.day && { day: search.day }) },
    pageOf,
  );
  const shown = screen.data?.bitdefenderClientReport ?? undefined;
  const name = shown?.report.clientName;
  return (
    <Stack maw={980} gap={0}>
      <ScreenHead title={name ? t('report.titleOf', { name }) : t('report.title')} about={t('report.forClient')}>
        <ButtonLink to="/clients/$clientId" params={{ clientId }} className="not-printed">
          {t('report.back')}
        </ButtonLink>
        {shown && <PrintButton />}
      </ScreenHead>
      <Stack gap="md">
        <PeriodChoice kind={kind} shown={shown?.report} onChoose={(chosen) => void navigate({ search: chosen })} />
        <ScreenState screen={screen}>
          {({ bitdefenderClientReport: found }) =>
            found ? (
              <Stack gap="xl">
                <Stack gap="md" className="not-printed">
                  {!found.isShared && (
                    <Alert color="yellow" role="status">
                      <Text size="sm">{t('report.notShared')}</Text>
                    </Alert>
                  )}
                  {may.decide && (
                    <LinkForm
                      key={`${found.report.period} ${found.report.day}`}
                      clientId={clientId}
                      report={found.report}
                      isShared={found.isShared}
                      onCreated={screen.refresh}
                    />
                  )}
                  <ReportLinks
                    links={screen.rows}
                    mayRevoke={may.decide}
                    onChanged={screen.refresh}
                    onMore={screen.more}
                    loading={screen.loadingMore}
                  />
                </Stack>
                <ReportView report={found.report} />
              </Stack>
            ) : screen.problem === null ? (
              <Empty title={t('report.missing')}>
                <ButtonLink to="/clients">{t('clients.client.back')}</ButtonLink>
              </Empty>
            ) : null
          }
        </ScreenState>
      </Stack>
    </Stack>
  );
}
