import { Button, Group, NumberInput, SegmentedControl, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox, IconSparkles } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  LiveSyncRunsDocument,
  MappingsPageDocument,
  type MappingsPageQuery,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useLive } from '../../graph/use-live.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { formatCount } from '../../parts/format.ts';
import { OneChoice } from '../../parts/one-choice.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { hasEnded } from '../../parts/sync-run.ts';
import { CompanyCards } from './company-cards.tsx';
import { type CompanyRow, useCompanyColumns } from './company-columns.tsx';
import { CompanyInbox } from './company-inbox.tsx';
import { bestSuggestions, type Draft, draftsToPreview, withDraft, withSuggestions } from './drafts.ts';
import { IgnoreBar } from './ignore-bar.tsx';
import { PreviewDialog } from './preview-dialog.tsx';
import { SaveBar } from './save-bar.tsx';
import { type CompanyView, companyFilterOf, companyViews, type MappingsSearch } from './search.ts';
import { useMapping } from './use-mapping.ts';

const pageOf = (data: MappingsPageQuery) => data.bitdefenderCompanies;
const nothing: ReadonlySet<string> = new Set();
const noPreview: readonly Draft[] = [];

/** Which company is which client: a dropdown each, and one button that saves all. */
export default function MappingsScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const search = useSearch({ from: '/settings/bitdefender/mappings' });
  const navigate = useNavigate({ from: '/settings/bitdefender/mappings' });
  const [selected, setSelected] = useState(nothing);
  const change = useCallback(
    (part: Partial<MappingsSearch>) => {
      setSelected(nothing);
      void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
    },
    [navigate],
  );
  const screen = usePages(MappingsPageDocument, { filter: companyFilterOf(search) }, pageOf);
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveSyncRunsDocument, {}, ({ bitdefenderSyncProgressed: run }) => {
    if (run && hasEnded(run.state)) calmly();
  });
  const mapping = useMapping(screen.refresh);
  const { drafts, setDrafts, save } = mapping;
  const [previewed, setPreviewed] = useState(noPreview);

  const { clients, suggestions, events, integrations } = useBeside(screen.data);
  const columns = useCompanyColumns({
    show: search.show,
    clients,
    suggestions: useMemo(() => bestSuggestions(suggestions), [suggestions]),
    drafts,
    refused: mapping.refused,
    stopped: useMemo(
      () => new Set(integrations.flatMap(({ id, state }) => (state === 'DISCONNECTED' ? [id] : []))),
      [integrations],
    ),
    onChange: useCallback(
      (company: CompanyRow, to: { id: string; name: string } | null) =>
        setDrafts((before) => withDraft(before, { company, from: company.client, to })),
      [setDrafts],
    ),
  });
  const startSave = () => {
    const toPreview = draftsToPreview(drafts);
    if (toPreview.length > 0) setPreviewed(toPreview);
    else void save();
  };
  const isSelectable = may.arrange && (search.show === 'unmapped' || search.show === 'ignored');
  const List = useIsPhone() ? CompanyCards : DataTable<CompanyRow>;
  const isFiltered = search.q !== undefined || search.integration !== undefined;
  return (
    <>
      <ScreenHead title={t('mappings.title')} about={t('mappings.about')}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconInbox size={14} />}
          aria-expanded={search.inbox === 'open'}
          onClick={() => change({ inbox: search.inbox === 'open' ? undefined : 'open' })}
        >
          {events.length > 0 ? t('mappings.inbox.counted', { count: events.length }) : t('mappings.inbox.open')}
        </Button>
      </ScreenHead>
      <Views show={search.show} data={screen.data} onChange={(show) => change({ show })} />
      <FilterBar>
        <SearchInput
          label={t('mappings.filter.search')}
          placeholder={t('mappings.filter.searchHint')}
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined })}
        />
        {integrations.length > 1 && (
          <OneChoice
            label={t('mappings.filter.integration')}
            choices={integrations.map(({ id, name }) => ({ value: id, label: name }))}
            value={search.integration}
            onChange={(integration) => change({ integration })}
            width={210}
          />
        )}
        {may.arrange && search.show === 'unmapped' && suggestions.length > 0 && (
          <TakeAll
            count={(least) => withSuggestions(drafts, suggestions, least).size - drafts.size}
            onTake={(least) => setDrafts((before) => withSuggestions(before, suggestions, least))}
          />
        )}
      </FilterBar>
      <SaveBar
        drafts={drafts}
        refused={mapping.refused}
        busy={mapping.busy}
        onSave={startSave}
        onDiscard={mapping.discard}
      />
      {isSelectable && (
        <IgnoreBar
          ids={[...selected]}
          ignored={search.show === 'ignored'}
          onClear={() => setSelected(nothing)}
          onDone={() => {
            setSelected(nothing);
            screen.refresh();
          }}
        />
      )}
      <ScreenState screen={screen}>
        {({ bitdefenderCompanies }) =>
          screen.rows.length === 0 ? (
            <Empty
              title={t(`mappings.empty.${isFiltered ? 'search' : search.show}.title`)}
              text={t(`mappings.empty.${isFiltered ? 'search' : search.show}.text`)}
            />
          ) : (
            <List
              label={t('mappings.view.label')}
              columns={columns}
              rows={screen.rows}
              total={bitdefenderCompanies?.totalCount ?? null}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              {...(isSelectable && { selected, onSelect: setSelected })}
            />
          )
        }
      </ScreenState>
      <CompanyInbox
        opened={search.inbox === 'open'}
        events={events}
        onClose={() => change({ inbox: undefined })}
        onChanged={screen.refresh}
      />
      <PreviewDialog
        drafts={previewed}
        busy={mapping.busy}
        onClose={() => setPreviewed(noPreview)}
        onSave={() => void save().then(() => setPreviewed(noPreview))}
      />
    </>
  );
}

const none: readonly never[] = [];
const useIsPhone = () => useMediaQuery('(max-width: 36em)') ?? false;

/** What the first page has beside the list. */
function useBeside(data: MappingsPageQuery | undefined) {
  return useMemo(
    () => ({
      clients: data?.clients?.edges.map(({ node }) => node) ?? none,
      suggestions: data?.bitdefenderMappingSuggestions ?? none,
      events: data?.bitdefenderCompanyEvents?.edges.map(({ node }) => node) ?? none,
      integrations: data?.bitdefenderIntegrations ?? none,
    }),
    [data],
  );
}

function Views({
  show,
  data,
  onChange,
}: {
  show: CompanyView;
  data: MappingsPageQuery | undefined;
  onChange: (show: CompanyView) => void;
}) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const label = (view: CompanyView) => {
    const count = view === 'all' ? undefined : data?.[view]?.totalCount;
    const text = t(`mappings.view.${view}`);
    return count === undefined ? text : t('mappings.view.counted', { view: text, number: formatCount(count) });
  };
  return (
    <SegmentedControl
      size="xs"
      mb="sm"
      fullWidth={isPhone}
      aria-label={t('mappings.view.label')}
      value={show}
      onChange={(next) => onChange(next as CompanyView)}
      data={companyViews.map((value) => ({ value, label: label(value) }))}
    />
  );
}

/** Takes all suggestions from a score on. */
function TakeAll({ count, onTake }: { count: (least: number) => number; onTake: (least: number) => void }) {
  const { t } = useTranslation();
  const [least, setLeast] = useState(80);
  const found = count(least);
  if (count(1) === 0) return null;
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <Button
        size="xs"
        variant="light"
        leftSection={<IconSparkles size={14} />}
        disabled={found === 0}
        onClick={() => onTake(least)}
      >
        {t('mappings.suggestion.takeAll', { count: found })}
      </Button>
      <Text size="sm" pb={5} id="least-score">
        {t('mappings.suggestion.least')}
      </Text>
      <NumberInput
        size="xs"
        w={64}
        min={1}
        max={99}
        allowDecimal={false}
        aria-labelledby="least-score"
        value={least}
        onChange={(value) => setLeast(Number(value) || 1)}
      />
    </Group>
  );
}
