import { Group, Progress, Text, Tooltip } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AllSyncProgressDocument, RunsPageDocument, type RunsPageQuery } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { formatCount, formatSeconds, formatShare, useNow } from '../../parts/format.ts';
import { OneChoice } from '../../parts/one-choice.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { RunPanel } from './run-panel.tsx';
import { isOver, secondsBetween } from './run-words.ts';
import type { RunsSearch } from './search.ts';
import { RecordState } from './state-badge.tsx';

type Run = NonNullable<RunsPageQuery['bitdefenderSyncRuns']>['edges'][number]['node'];

const pageOf = (data: RunsPageQuery) => data.bitdefenderSyncRuns;

/** Past and present sync runs; one of them opened with its streams. */
export default function RunsScreen() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const change = useCallback(
    (part: Partial<RunsSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const { integration } = search;
  const screen = usePages(RunsPageDocument, { ...(integration && { integrationId: integration }) }, pageOf);
  useLive(AllSyncProgressDocument, {}, useCalmRefresh(screen.refresh));
  const columns = useColumns();
  const integrations = screen.data?.bitdefenderIntegrations ?? [];
  return (
    <>
      <ScreenHead title={t('records.runs.title')} about={t('records.runs.about')} />
      {(integrations.length > 1 || integration) && (
        <FilterBar>
          <OneChoice
            label={t('records.runs.integration')}
            width={240}
            choices={integrations.map(({ id, name }) => ({ value: id, label: name }))}
            value={integration}
            onChange={(value) => change({ integration: value })}
          />
        </FilterBar>
      )}
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Empty title={t('records.runs.empty.title')} text={t('records.runs.empty.text')} />
          ) : (
            <DataTable
              label={t('records.runs.title')}
              columns={columns}
              rows={screen.rows}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              current={search.run ?? null}
              onOpen={({ id }) => change({ run: id })}
              height="calc(100dvh - 200px)"
            />
          )
        }
      </ScreenState>
      <RunPanel id={search.run} onClose={() => change({ run: undefined })} />
    </>
  );
}

/** Who or what asked for a run. */
export function useRequester(): (run: Pick<Run, 'trigger' | 'requestedBy' | 'requestedByUser'>) => string {
  const { t } = useTranslation();
  return ({ trigger, requestedBy, requestedByUser }) =>
    trigger === 'SCHEDULE' ? t('records.schedule') : (requestedByUser?.name ?? requestedBy);
}

function useColumns(): readonly Column<Run>[] {
  const { t } = useTranslation();
  const now = useNow();
  const requester = useRequester();
  return useMemo(
    () => [
      {
        id: 'state',
        header: t('records.column.state'),
        width: '124px',
        cell: ({ state }) => <RecordState state={state} />,
      },
      {
        id: 'queued',
        header: t('records.column.requested'),
        width: '120px',
        cell: ({ queuedAt }) => <Age at={queuedAt} size="sm" />,
      },
      {
        id: 'integration',
        header: t('records.runs.integration'),
        width: '160px',
        from: 'md',
        cell: ({ integration }) => integration.name,
      },
      {
        id: 'by',
        header: t('records.column.by'),
        width: '165px',
        from: 'sm',
        cell: requester,
      },
      {
        id: 'client',
        header: t('records.column.client'),
        width: '165px',
        from: 'lg',
        cell: ({ client }) => client?.name ?? t('records.runs.allDue'),
      },
      {
        id: 'plan',
        header: t('records.runs.plan'),
        from: 'md',
        cell: (run) => <Plan run={run} />,
      },
      {
        id: 'calls',
        header: t('records.runs.calls'),
        width: '80px',
        from: 'xl',
        cell: ({ calls }) => formatCount(calls),
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
    [t, now, requester],
  );
}

function Plan({ run: { state, plan, shareDone } }: { run: Run }) {
  const { t } = useTranslation();
  if (!isOver(state) && state !== 'QUEUED')
    return (
      <Group gap="xs" wrap="nowrap">
        <Progress value={100 * shareDone} flex={1} aria-label={t('records.runs.progress')} />
        <Text size="sm">{formatShare(shareDone)}</Text>
      </Group>
    );
  return plan ? (
    <Tooltip label={plan}>
      <span>{plan}</span>
    </Tooltip>
  ) : (
    '–'
  );
}
