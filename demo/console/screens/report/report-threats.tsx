import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WholeReportFragment } from '../../../../operations/documents.ts';
import { formatMoment } from '../../parts/format.ts';
import { Part } from './report-part.tsx';
import { ReportTable } from './report-table.tsx';

type Threats = WholeReportFragment['threats'];

/** The threats themselves, in words for people who do not work with them. */
export function ReportThreats({ threats, timeZone }: { threats: Threats; timeZone: string }) {
  const { t } = useTranslation();
  return (
    <Part title={t('report.listed')}>
      {threats.listed.length === 0 ? (
        <Text size="sm">{t('report.listedNone')}</Text>
      ) : (
        <ReportTable<Threats['listed'][number]>
          label={t('report.listed')}
          rows={threats.listed}
          keyOf={({ id }) => id}
          columns={[
            {
              id: 'severity',
              header: t('portal.column.severity'),
              isShort: true,
              cell: ({ severity }) => t(`portal.severity.${severity}`),
            },
            {
              id: 'name',
              header: t('portal.column.name'),
              cell: ({ name }) => <span style={{ overflowWrap: 'anywhere' }}>{name}</span>,
            },
            {
              id: 'machine',
              header: t('portal.column.machine'),
              cell: ({ hostName }) => <span style={{ overflowWrap: 'anywhere' }}>{hostName ?? '–'}</span>,
            },
            {
              id: 'outcome',
              header: t('portal.column.outcome'),
              isShort: true,
              cell: ({ outcome }) => t(`portal.outcome.${outcome}`),
            },
            {
              id: 'when',
              header: t('portal.column.when'),
              isShort: true,
              cell: ({ detectedAt }) => formatMoment(detectedAt, timeZone),
            },
          ]}
        />
      )}
      {threats.unlisted > 0 && <Text size="sm">{t('report.unlisted', { count: threats.unlisted })}</Text>}
    </Part>
  );
}
