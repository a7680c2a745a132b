import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WholeReportFragment } from '../../../../operations/documents.ts';
import { Part } from './report-part.tsx';

/** How well the machines are protected, and which problems they have; of a report that is limited to sites it is not known. */
export function ReportProtection({ report }: { report: WholeReportFragment }) {
  const protection = report.protection ?? null;
  const { t } = useTranslation();
  if (!protection)
    return (
      <Part title={t('report.protection')}>
        <Text size="sm">{report.sites ? t('report.protectionOfAll') : t('report.protectionNever')}</Text>
      </Part>
    );
  const { problems, machinesBefore, protectedMachinesBefore } = protection;
  // A day has no zone: it is written as it is.
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(protection.day));
  return (
    <Part title={t('report.protection')} about={t('report.protectionOn', { day })}>
      <Text size="sm" fw={600}>
        {protection.sentence}{' '}
        <Text span size="xs" c="dimmed" fw={400}>
          {typeof machinesBefore === 'number' && typeof protectedMachinesBefore === 'number'
            ? t('report.before', {
                number: t('report.protectedOf', { protected: protectedMachinesBefore, machines: machinesBefore }),
              })
            : t('report.beforeNotKnown')}
        </Text>
      </Text>
      {problems.length === 0 ? (
        <Text size="sm">{t('report.noProblems')}</Text>
      ) : (
        <List size="sm" spacing={4}>
          {problems.map(({ problem, text, before }) => (
            <List.Item key={problem}>
              {text}{' '}
              <Text span size="xs" c="dimmed">
                {typeof before === 'number' ? t('report.before', { number: before }) : t('report.beforeNotKnown')}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </Part>
  );
}
