import { Group, Progress, Text, Tooltip } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { JobsPageDocument, type JobsPageQuery } from '../../../../operations/documents.ts';
import { usePages } from '../../graph/use-pages.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { formatCount, formatSeconds, useNow } from '../../parts/format.ts';
import { OneChoice } from '../../parts/one-choice.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { isOver, secondsBetween } from './run-words.ts';
import { jobKinds } from './search.ts';
import { RecordState } from './state-badge.tsx';

type Job = NonNullable<JobsPageQuery['bitdefenderJobs']>['edges'][number]['node'];

const pageOf = (data: JobsPageQuery) => data.bitdefenderJobs;
const lookAgainMilliseconds = 5_000;

/** Background jobs. While one of them goes on, the list is read again every few seconds: no subscription follows jobs. */
export default function JobsScreen() {
  const { t } = useTranslation();
  const { kind } = useSearch({ from: '/jobs' });
  const navigate = useNavigate({ from: '/jobs' });
  const screen = usePages(JobsPageDocument, { ...(kind && { kind }) }, pageOf);
  const goesOn = screen.rows.some(({ state }) => !isOver(state));
  const { start, stop } = useInterval(screen.refresh, lookAgainMilliseconds);
  useEffect(() => {
    if (goesOn) start();
    return stop;
  }, [goesOn, start, stop]);
  const columns = useColumns();
  return (
    <>
      <ScreenHead title={t('records.jobs.title')} about={t('records.jobs.about')} />
      <FilterBar>
        <OneChoice
          label={t('records.jobs.kind')}
          width={240}
          choices={jobKinds.map((value) => ({ value, label: t(`records.jobs.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => void navigate({ search: { kind: value }, replace: true })}
        />
      </FilterBar>
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Empty title={t('records.jobs.empty.title')} text={t('records.jobs.empty.text')} />
          ) : (
            <DataTable
              label={t('records.jobs.title')}
              columns={columns}
              rows={screen.rows}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
            />
          )
        }
      </ScreenState>
    </>
  );
}

function useColumns(): readonly Column<Job>[] {
  const { t } = useTranslation();
  const now = useNow();
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('records.jobs.kind'),
        cell: ({ kind }) => (
          <Tooltip label={t(`records.jobs.abouts.${kind}`)}>
            <span>{t(`records.jobs.kinds.${kind}`)}</span>
          </Tooltip>
        ),
      },
      {
        id: 'state',
        header: t('records.column.state'),
        width: '124px',
        cell: ({ state }) => <RecordState state={state} />,
      },
      {
        id: 'done',
        header: t('records.jobs.done'),
        width: '180px',
        from: 'sm',
        cell: (job) => <Done job={job} />,
      },
      {
        id: 'error',
        header: t('records.jobs.error'),
        from: 'md',
        cell: ({ error }) =>
          error ? (
            <Tooltip label={error}>
              <span>{error}</span>
            </Tooltip>
          ) : (
            '–'
          ),
      },
      {
        id: 'by',
        header: t('records.column.by'),
        width: '170px',
        from: 'md',
        cell: ({ requestedBy, requestedByUser }) =>
          requestedBy === 'schedule' ? t('records.schedule') : (requestedByUser?.name ?? requestedBy),
      },
      {
        id: 'requested',
        header: t('records.column.requested'),
        width: '120px',
        from: 'sm',
        cell: ({ requestedAt }) => <Age at={requestedAt} size="sm" />,
      },
      {
        id: 'took',
        header: t('records.column.took'),
        width: '90px',
        from: 'sm',
        cell: ({ startedAt, endedAt }) => {
          const seconds = secondsBetween(startedAt, endedAt, now);
          return seconds === null ? '–' : formatSeconds(seconds);
        },
      },
    ],
    [t, now],
  );
}

function Done({ job: { state, done, total } }: { job: Job }) {
  const { t } = useTranslation();
  const text =
    total === null
      ? formatCount(done)
      : t('records.jobs.doneOf', { done: formatCount(done), total: formatCount(total) });
  if (isOver(state) || total === null) return text;
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={(100 * done) / Math.max(total, 1)} flex={1} aria-label={t('records.jobs.done')} />
      <Text size="sm">{text}</Text>
    </Group>
  );
}
