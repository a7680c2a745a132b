import { Anchor, Badge, Button, Group, Popover, Text, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  LiveAlertsDocument,
  LiveThreatsDocument,
  ThreatsExportDocument,
  ThreatsPageDocument,
  type ThreatsPageQuery,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useLive } from '../../graph/use-live.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportButton } from '../../parts/export-button.tsx';
import { Keys } from '../../parts/keys.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { sitesOf } from '../../parts/sites.ts';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { BatchBar } from './batch-bar.tsx';
import { ThreatFilters } from './filters.tsx';
import { filterOf, type ThreatsSearch } from './search.ts';
import { ThreatPanel } from './threat-panel.tsx';
import { useTriage } from './use-triage.ts';
import { builtInViews, isShown, useSavedViews } from './views.ts';

type Row = NonNullable<ThreatsPageQuery['bitdefenderThreats']>['edges'][number]['node'];

const pageOf = (data: ThreatsPageQuery) => data.bitdefenderThreats;
const keys = ['move', 'open', 'select', 'resolve', 'assign'] as const;
const nothing: ReadonlySet<string> = new Set();

/** The list of threats of all clients: filters in the address, batches, keyboard, and a side panel. */
export default function ThreatsScreen() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const search = useSearch({ from: '/threats' });
  const navigate = useNavigate({ from: '/threats' });
  const change = useCallback(
    (part: Partial<ThreatsSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const filter = filterOf(search);
  const screen = usePages(
    ThreatsPageDocument,
    { filter, orderBy: search.order, ...sitesOf(search.client.length === 1 ? search.client[0] : undefined) },
    pageOf,
  );
  const [selected, setSelected] = useState(nothing);
  const [changed, setChanged] = useState(0);
  const refreshAll = useCallback(() => {
    screen.refresh();
    setChanged((times) => times + 1);
  }, [screen.refresh]);
  const calmly = useCalmRefresh(refreshAll);
  useLive(LiveThreatsDocument, { filter: { ...filter, status: ['ALL'] } }, calmly);
  // An alert gets its ticket a moment after its threat was seen.
  useLive(LiveAlertsDocument, {}, calmly);
  const { batch, decide, dismiss } = useTriage(refreshAll);

  const columns = useColumns();
  const current = search.threat ?? null;
  const [focused, setFocused] = useState<string | null>(current);
  const row = screen.rows.find(({ id }) => id === focused);
  const decideHere = (decision: 'RESOLVE' | 'ASSIGN') => {
    if (!viewer.may.decide) return;
    const ids = selected.size > 0 ? [...selected] : row ? [row.id] : [];
    void decide({ ids, decision, ...(decision === 'ASSIGN' && { assigneeId: viewer.subject }) });
    setSelected(nothing);
  };
  const move = (step: number) => {
    const index = screen.rows.findIndex(({ id }) => id === focused);
    const next = screen.rows[Math.min(Math.max(index + step, 0), screen.rows.length - 1)];
    if (!next) return;
    setFocused(next.id);
    // The open panel follows.
    if (search.threat) change({ threat: next.id });
  };
  useHotkeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['r', () => decideHere('RESOLVE')],
    ['a', () => decideHere('ASSIGN')],
    ['x', () => row && viewer.may.decide && setSelected(toggled(selected, row.id))],
    ['Enter', () => row && change({ threat: row.id }), { preventDefault: false }],
    ['Escape', () => change({ threat: undefined }), { preventDefault: false }],
  ]);
  return (
    <>
      <ScreenHead title={t('threats.title')} about={t('threats.about')}>
        <Keys
          title={t('threats.keys.title')}
          texts={keys
            .filter((key) => viewer.may.decide || key === 'move' || key === 'open')
            .map((key) => t(`threats.keys.${key}`))}
        />
        <ExportButton
          document={ThreatsExportDocument}
          variables={{ filter }}
          urlOf={(data) => data.exportBitdefenderThreats?.url}
          about={t('threats.exportAbout')}
        />
      </ScreenHead>
      <Views search={search} onChange={change} />
      <ThreatFilters
        search={search}
        facets={screen.data?.bitdefenderThreats?.facets}
        sites={screen.data?.client?.bitdefender?.sites}
        onChange={change}
      />
      <BatchBar
        selected={selected}
        batch={batch}
        onDecide={(decided) => {
          void decide(decided);
          setSelected(nothing);
        }}
        onClear={() => setSelected(nothing)}
        onDismiss={dismiss}
      />
      <ScreenState screen={screen}>
        {({ bitdefenderThreats }) =>
          screen.rows.length === 0 ? (
            <Empty title={t('threats.empty.title')} text={t('threats.empty.text')} />
          ) : (
            <DataTable
              label={t('threats.title')}
              columns={columns}
              rows={screen.rows}
              total={bitdefenderThreats?.totalCount ?? null}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              {...(viewer.may.decide && { selected, onSelect: setSelected })}
              current={focused}
              onCurrent={setFocused}
              onOpen={({ id }) => change({ threat: id })}
            />
          )
        }
      </ScreenState>
      <ThreatPanel
        id={search.threat}
        changed={changed}
        onDecide={(decided) => void decide(decided)}
        onClose={() => change({ threat: undefined })}
      />
    </>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'severity',
        header: t('threats.column.severity'),
        width: '92px',
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        id: 'name',
        header: t('threats.column.name'),
        cell: ({ name, occurrences }) => (
          <Tooltip label={name}>
            <span>
              {name}
              {occurrences > 1 && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  {t('threats.times', { count: occurrences })}
                </Text>
              )}
            </span>
          </Tooltip>
        ),
      },
      {
        id: 'device',
        header: t('threats.column.device'),
        width: '132px',
        from: 'xs',
        cell: ({ hostName, device }) =>
          device ? (
            <Anchor component={Link} to={`/devices/${device.id}`} size="sm">
              {hostName ?? device.name}
            </Anchor>
          ) : (
            (hostName ?? '–')
          ),
      },
      {
        id: 'client',
        header: t('threats.column.client'),
        width: '150px',
        from: 'md',
        cell: ({ client }) =>
          client ? (
            <Anchor component={Link} to={`/clients/${client.id}`} size="sm">
              {client.name}
            </Anchor>
          ) : (
            <Text size="sm" c="dimmed">
              {t('threats.noClient')}
            </Text>
          ),
      },
      {
        id: 'action',
        header: t('threats.column.action'),
        width: '112px',
        from: 'lg',
        cell: ({ action }) => t(`threats.action.${action}`),
      },
      {
        id: 'status',
        header: t('threats.column.status'),
        width: '110px',
        from: 'xl',
        cell: ({ status }) => (
          <Badge variant="outline" color="gray" radius="sm">
            {t(`threats.status.${status}`)}
          </Badge>
        ),
      },
      {
        id: 'ticket',
        header: t('threats.column.ticket'),
        width: '92px',
        from: 'sm',
        cell: ({ alert }) =>
          alert?.ticket ? (
            <Tooltip label={`${alert.ticket.title} (${t(`threats.ticketState.${alert.ticket.state}`)})`}>
              {alert.ticket.url ? (
                <Anchor href={alert.ticket.url} target="_blank" rel="noreferrer" size="sm">
                  {alert.ticket.reference}
                </Anchor>
              ) : (
                <span>{alert.ticket.reference}</span>
              )}
            </Tooltip>
          ) : (
            '–'
          ),
      },
      {
        id: 'assignee',
        header: t('threats.column.assignee'),
        width: '100px',
        from: 'xl',
        cell: ({ assignee, assigneeId }) => assignee?.name ?? assigneeId ?? t('threats.unassigned'),
      },
      {
        id: 'detected',
        header: t('threats.column.detected'),
        width: '105px',
        from: 'sm',
        cell: ({ detectedAt }) => <Age at={detectedAt} size="sm" />,
      },
    ],
    [t],
  );
}

function Views({ search, onChange }: { search: ThreatsSearch; onChange: (change: Partial<ThreatsSearch>) => void }) {
  const { t } = useTranslation();
  const { subject } = useViewer();
  const { views, save, remove } = useSavedViews(subject);
  const [name, setName] = useState('');
  const [opened, setOpened] = useState(false);
  const cleared = { device: undefined, from: undefined, to: undefined, q: undefined, threat: undefined };
  const button = (label: string, view: ThreatsSearch) => (
    <Button
      key={label}
      size="compact-sm"
      variant={isShown(search, view) ? 'light' : 'subtle'}
      aria-pressed={isShown(search, view)}
      onClick={() => onChange({ ...cleared, ...view })}
    >
      {label}
    </Button>
  );
  return (
    <Group gap={4} mb="xs" role="group" aria-label={t('threats.view.label')}>
      {button(t('threats.view.usual'), builtInViews.usual)}
      {button(t('threats.view.dailyReview'), builtInViews.dailyReview)}
      {views.map((view) => (
        <Group key={view.name} gap={0}>
          {button(view.name, view.search)}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            px={4}
            aria-label={t('threats.view.remove', { name: view.name })}
            onClick={() => remove(view.name)}
          >
            <IconX size={14} />
          </Button>
        </Group>
      ))}
      <Popover opened={opened} onChange={setOpened} trapFocus withArrow>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconBookmark size={14} />}
            onClick={() => setOpened((before) => !before)}
          >
            {t('threats.view.save')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() === '') return;
              const { threat: _, ...shown } = search;
              save({ name: name.trim(), search: shown });
              setName('');
              setOpened(false);
            }}
          >
            <Group align="flex-end" gap="xs">
              <TextInput
                label={t('threats.view.name')}
                size="xs"
                value={name}
                maxLength={60}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
              <Button size="xs" type="submit">
                {t('threats.batch.save')}
              </Button>
            </Group>
          </form>
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}
