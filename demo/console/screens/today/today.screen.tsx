import { Grid, Skeleton, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DashboardDocument,
  type DashboardQuery,
  DashboardTablesDocument,
  type DashboardTablesQuery,
} from '../../../../operations/documents.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { type ScreenResult, useScreen } from '../../graph/use-screen.ts';
import { Gaps } from '../../parts/gaps.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityDays } from '../../parts/severity-days.tsx';
import { ProblemNote, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { viewerTimeZone } from '../../parts/time-zone.ts';
import { ClientsInNeed } from './clients-in-need.tsx';
import { Connections } from './connections.tsx';
import { TodayFigures } from './figures.tsx';
import { LiveFeed } from './live-feed.tsx';
import { BusyMachines } from './machines.tsx';
import { OpenAlerts } from './open-alerts.tsx';
import { Sentence } from './sentence.tsx';
import type { Situation } from './state-of-today.ts';

/** As many clients as the sentence counts. */
const asked = 50;
const timeZone = viewerTimeZone();

/** How things stand: one sentence, the numbers, who needs somebody, and what happens right now. */
export default function TodayScreen() {
  const { t } = useTranslation();
  const zone = timeZone ?? null;
  const screen = useScreen(DashboardDocument, { timeZone: zone });
  const tables = useScreen(DashboardTablesDocument, { timeZone: zone, clients: asked });
  const refresh = useCallback(() => {
    screen.refresh();
    tables.refresh();
  }, [screen.refresh, tables.refresh]);
  const calmly = useCalmRefresh(refresh);
  return (
    <>
      <ScreenHead title={t('today.title')} />
      {!screen.problem && <Sentence situation={situationOf(screen.data, tables.data)} />}
      <ScreenState screen={screen}>{(data) => <Numbers data={data} tables={tables} onEvent={calmly} />}</ScreenState>
    </>
  );
}

function Numbers({
  data,
  tables,
  onEvent,
}: {
  data: DashboardQuery;
  tables: ScreenResult<DashboardTablesQuery>;
  onEvent: () => void;
}) {
  const { t } = useTranslation();
  const { days } = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const { bitdefenderThreatCounts: counts, bitdefenderCoverage: coverage } = data;
  return (
    <div>
      <TodayFigures data={data} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 9 }}>
          <Stack gap="md">
            {counts && (
              <SeverityDays
                title={t('today.days')}
                days={counts.monthByDay.steps}
                timeZone={counts.timeZone}
                asOf={counts.asOf}
                stale={counts.stale}
                shape={days ?? 'chart'}
                onShape={(shape) =>
                  void navigate({ search: shape === 'table' ? { days: shape } : {}, replace: true, resetScroll: false })
                }
              />
            )}
            <Tables tables={tables} timeZone={counts?.timeZone} />
            <OpenAlerts alerts={data.openAlerts?.edges.map(({ node }) => node) ?? []} />
            <Machines tables={tables} timeZone={counts?.timeZone} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3 }}>
          <Stack gap="md">
            <Connections integrations={data.bitdefenderIntegrations ?? []} />
            <LiveFeed onEvent={onEvent} />
            <Panel title={t('today.gaps.title')} about={t('today.gaps.about')}>
              <Gaps
                gaps={coverage?.gaps ?? []}
                machines={coverage?.machines ?? 0}
                asOf={coverage?.asOf}
                stale={coverage?.stale}
              />
            </Panel>
          </Stack>
        </Grid.Col>
      </Grid>
    </div>
  );
}

interface TablesProps {
  tables: ScreenResult<DashboardTablesQuery>;
  timeZone: string | undefined;
}

function Tables({ tables: { data, problem, refresh }, timeZone }: TablesProps) {
  if (data) return <ClientsInNeed clients={data.bitdefenderClients ?? []} timeZone={timeZone} />;
  return problem ? <ProblemNote problem={problem} onRetry={refresh} /> : <Skeleton h={280} />;
}

function Machines({ tables: { data, problem }, timeZone }: TablesProps) {
  if (!data) return problem ? null : <Skeleton h={280} />;
  return <BusyMachines machines={data.bitdefenderDevices?.edges.map(({ node }) => node) ?? []} timeZone={timeZone} />;
}

/** What the sentence is about; null until both requests have answered. */
function situationOf(data: DashboardQuery | undefined, tables: DashboardTablesQuery | undefined): Situation | null {
  if (!data || !tables) return null;
  return {
    asked,
    clients: (tables.bitdefenderClients ?? []).map(
      ({ bitdefender }) => bitdefender?.threatCounts.unresolvedBySeverity ?? { critical: 0, high: 0 },
    ),
    unassignedAlerts: data.bitdefenderAlertCounts?.openUnassigned ?? 0,
    integrations: (data.bitdefenderIntegrations ?? []).map(({ state, freshness }) => ({
      state,
      stale: freshness.stale,
    })),
  };
}
