import { Group, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WholeReportFragment } from '../../../../operations/documents.ts';
import { formatCount, formatMoment } from '../../parts/format.ts';
import { StaleNote } from '../../parts/state.tsx';
import './report.css';
import { lastMomentOf } from './periods.ts';
import { Part } from './report-part.tsx';
import { ReportProtection } from './report-protection.tsx';
import { ReportResponse } from './report-response.tsx';
import { ReportTable } from './report-table.tsx';
import { ReportThreats } from './report-threats.tsx';
import { SitesNote } from './sites-note.tsx';

type Threats = WholeReportFragment['threats'];

/** A report, on screen and on paper. */
export function ReportView({ report }: { report: WholeReportFragment }) {
  const { t } = useTranslation();
  const { threats, actions, timeZone } = report;
  return (
    <Stack gap="xl" className="report">
      {report.stale && <StaleNote>{t('report.stale')}</StaleNote>}
      <SitesNote sites={report.sites ?? null} />
      <Headline report={report} />
      <Part title={t('report.found')}>
        <Numbers threats={threats} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="md">
          <CountsTable
            label={t('report.bySeverity')}
            of={t('report.severity')}
            rows={threats.bySeverity.map((row) => ({ ...row, name: t(`portal.severity.${row.severity}`) }))}
          />
          {threats.byKind.length > 0 && (
            <CountsTable
              label={t('report.byKind')}
              of={t('report.kindOf')}
              rows={threats.byKind.map((row) => ({ ...row, name: t(`report.kind.${row.kind}`) }))}
            />
          )}
        </SimpleGrid>
        {threats.mostConcerned.length > 0 && <MostConcerned machines={threats.mostConcerned} />}
      </Part>
      <Part title={t('report.done')}>
        {actions.length === 0 ? (
          <Text size="sm">{t(threats.total === 0 ? 'report.doneNothing' : 'report.doneNothingYet')}</Text>
        ) : (
          <List size="sm" spacing={4}>
            {actions.map(({ kind, text, before }) => (
              <List.Item key={kind}>
                {text}{' '}
                <Text span size="xs" c="dimmed">
                  {t('report.before', { number: before })}
                </Text>
              </List.Item>
            ))}
          </List>
        )}
      </Part>
      <ReportProtection report={report} />
      <ReportResponse response={report.response} />
      <ReportThreats threats={threats} timeZone={timeZone} />
      <Text size="xs" c="dimmed">
        {report.asOf
          ? t('report.drawnUp', {
              at: formatMoment(report.drawnUpAt, timeZone),
              asOf: formatMoment(report.asOf, timeZone),
              zone: timeZone,
            })
          : t('report.drawnUpNever', { at: formatMoment(report.drawnUpAt, timeZone) })}
      </Text>
    </Stack>
  );
}

function Headline({ report }: { report: WholeReportFragment }) {
  const { t } = useTranslation();
  const day = (at: string) =>
    new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: report.timeZone }).format(new Date(at));
  return (
    <Paper
      p={{ base: 'md', sm: 'xl' }}
      bg="var(--mantine-primary-color-light)"
      withBorder={false}
      className="report-row"
    >
      <Stack gap="xs">
        <Group gap="xs">
          {report.clientName && (
            <Text size="sm" fw={600}>
              {report.clientName}
            </Text>
          )}
          <Text size="sm" fw={600}>
            {t('report.range', { from: day(report.from), to: day(lastMomentOf(report)) })}
          </Text>
        </Group>
        <Text fz={{ base: 20, sm: 24 }} lh={1.35} fw={600}>
          {report.threats.sentence}
        </Text>
        {!report.isOver && <Text size="sm">{t('report.soFar')}</Text>}
      </Stack>
    </Paper>
  );
}

function Numbers({ threats }: { threats: Threats }) {
  const { t } = useTranslation();
  const numbers = [
    { name: 'total', value: threats.total, before: threats.before.total },
    { name: 'stopped', value: threats.stopped, before: threats.before.stopped },
    { name: 'handled', value: threats.handled, before: threats.before.handled },
    { name: 'beingHandled', value: threats.beingHandled, before: threats.before.beingHandled },
    { name: 'machines', value: threats.machines, before: threats.machinesBefore },
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, sm: 5 }} spacing="sm">
      {numbers.map(({ name, value, before }) => (
        <Paper key={name} p="sm" className="report-row">
          <Text size="sm" c="dimmed">
            {t(`report.${name}`)}
          </Text>
          <Text fz={28} lh={1.15} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {formatCount(value)}
          </Text>
          <Text size="xs" c="dimmed">
            {t('report.before', { number: before })}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

interface CountsRow {
  name: string;
  total: number;
  stopped: number;
  handled: number;
  beingHandled: number;
}

function CountsTable({ label, of, rows }: { label: string; of: string; rows: readonly CountsRow[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {label}
      </Title>
      <ReportTable<CountsRow>
        label={label}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', header: of, cell: ({ name }) => name },
          ...(['total', 'stopped', 'handled', 'beingHandled'] as const).map((name) => ({
            id: name,
            header: t(`report.${name}`),
            isNumber: true,
            cell: (row: CountsRow) => formatCount(row[name]),
          })),
        ]}
      />
    </Stack>
  );
}

function MostConcerned({ machines }: { machines: Threats['mostConcerned'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        {t('report.mostConcerned')}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xl" verticalSpacing={4}>
        {machines.map(({ hostName, total }) => (
          <Group key={hostName} justify="space-between" gap="xs" wrap="nowrap" className="report-row">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {hostName}
            </Text>
            <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
              {t('portal.perMachine', { count: total })}
            </Text>
          </Group>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
