import { useHotkeys } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertsPageDocument, type AlertsPageQuery, LiveAlertsDocument } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useLive } from '../../graph/use-live.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Keys } from '../../parts/keys.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { AlertPanel } from './alert-panel.tsx';
import { BatchBar } from './batch-bar.tsx';
import { useColumns } from './columns.tsx';
import type { Decided } from './decisions.ts';
import { AlertFilters } from './filters.tsx';
import { type AlertsSearch, filterOf } from './search.ts';
import { useDecisions } from './use-decisions.ts';

const pageOf = (data: AlertsPageQuery) => data.bitdefenderAlerts;
const nothing: ReadonlySet<string> = new Set();
const keys = ['move', 'open', 'select', 'acknowledge', 'resolve', 'assign'] as const;

/** The list of alerts of all clients: filters in the address, batches, keyboard, and a side panel. */
export default function AlertsScreen() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const search = useSearch({ from: '/alerts' });
  const navigate = useNavigate({ from: '/alerts' });
  const change = useCallback(
    (part: Partial<AlertsSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const filter = filterOf(search, viewer.subject);
  const screen = usePages(AlertsPageDocument, { filter, orderBy: search.order }, pageOf);
  const [selected, setSelected] = useState(nothing);
  const [changed, setChanged] = useState(0);
  const refreshAll = useCallback(() => {
    screen.refresh();
    setChanged((times) => times + 1);
  }, [screen.refresh]);
  // Of all alerts: one that somebody acknowledges leaves the list of open ones.
  useLive(LiveAlertsDocument, { filter: {} }, useCalmRefresh(refreshAll));
  const { batch, decide, dismiss } = useDecisions(refreshAll);

  const columns = useColumns();
  const [focused, setFocused] = useState<string | null>(search.alert ?? null);
  const row = screen.rows.find(({ id }) => id === focused);
  const decideAbout = (ids: readonly string[], decided: Omit<Decided, 'ids'>) => {
    const before = screen.rows.filter(({ id }) => ids.includes(id)).map(({ state }) => state);
    void decide({ ...decided, ids, before });
  };
  const decideSelected = (decided: Omit<Decided, 'ids'>) => {
    decideAbout([...selected], decided);
    setSelected(nothing);
  };
  const decideHere = (decided: Omit<Decided, 'ids'>) => {
    if (!viewer.may.decide) return;
    if (selected.size > 0) decideSelected(decided);
    else if (row) decideAbout([row.id], decided);
  };
  const move = (step: number) => {
    const index = screen.rows.findIndex(({ id }) => id === focused);
    const next = screen.rows[Math.min(Math.max(index + step, 0), screen.rows.length - 1)];
    if (!next) return;
    setFocused(next.id);
    // The open panel follows.
    if (search.alert) change({ alert: next.id });
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['e', () => decideHere({ decision: 'ACKNOWLEDGE' })],
    ['r', () => decideHere({ decision: 'RESOLVE' })],
    ['a', () => decideHere({ decision: 'ASSIGN', assigneeId: viewer.subject })],
    ['x', () => row && viewer.may.decide && setSelected(toggled(selected, row.id))],
    ['Enter', () => row && change({ alert: row.id }), { preventDefault: false }],
    ['Escape', () => change({ alert: undefined }), { preventDefault: false }],
  ]);
  return (
    <>
      <ScreenHead title={t('alerts.title')} about={t('alerts.about')}>
        <Keys
          title={t('alerts.keys.title')}
          texts={keys
            .filter((key) => viewer.may.decide || key === 'move' || key === 'open')
            .map((key) => t(`alerts.keys.${key}`))}
        />
      </ScreenHead>
      <AlertFilters search={search} facets={screen.data?.bitdefenderAlerts?.facets} onChange={change} />
      <BatchBar
        count={selected.size}
        batch={batch}
        onDecide={decideSelected}
        onClear={() => setSelected(nothing)}
        onDismiss={dismiss}
      />
      <ScreenState screen={screen}>
        {({ bitdefenderAlerts }) =>
          screen.rows.length === 0 ? (
            <Empty title={t('alerts.empty.title')} text={t('alerts.empty.text')} />
          ) : (
            <DataTable
              label={t('alerts.title')}
              columns={columns}
              rows={screen.rows}
              total={bitdefenderAlerts?.totalCount ?? null}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              {...(viewer.may.decide && { selected, onSelect: setSelected })}
              current={focused}
              onCurrent={setFocused}
              onOpen={({ id }) => change({ alert: id })}
              height="calc(100dvh - 300px)"
            />
          )
        }
      </ScreenState>
      <AlertPanel
        id={search.alert}
        rows={screen.rows}
        changed={changed}
        onDecide={(decided) => void decide(decided)}
        onClose={() => change({ alert: undefined })}
      />
    </>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
