import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientChoicesDocument, ClientsPageDocument, LiveThreatsDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { ButtonLink } from '../../parts/link.tsx';
import { Empty, ProblemNote, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { type ClientRow, type Found, useClientColumns } from './columns.tsx';
import { type ClientName, clientsNamed, withUnmapped } from './find.ts';
import { type ClientsSearch, orders } from './search.ts';

/** At most so many clients are listed; a search finds the others. */
const longest = 100;
const nobody: readonly ClientName[] = [];

/** The clients of the MSP, those that need somebody first. */
export default function ClientsScreen() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/clients' });
  const navigate = useNavigate({ from: '/clients' });
  const change = useCallback(
    (part: Partial<ClientsSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const names = useScreen(ClientChoicesDocument, {});
  const all = useMemo(() => names.data?.clients.edges.map(({ node }) => node) ?? nobody, [names.data]);
  const matching = search.q === undefined ? all : clientsNamed(all, search.q);
  const needsNames = search.q !== undefined && names.data === undefined;
  const isNobody = search.q !== undefined && names.data !== undefined && matching.length === 0;
  const screen = useScreen(
    ClientsPageDocument,
    {
      first: longest,
      orderBy: search.order ?? 'NEED',
      filter: {
        ...(search.q !== undefined && matching.length > 0 && { clientIds: matching.map(({ id }) => id) }),
        ...(search.gaps && { withGaps: true }),
      },
    },
    // A search needs the names first, and nothing where none matches.
    { pause: needsNames || isNobody },
  );
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveThreatsDocument, { filter: { minimumSeverity: 'UNKNOWN', status: ['ALL'] } }, calmly);
  return (
    <>
      <ScreenHead title={t('clients.title')} about={t('clients.about')} />
      <ClientFilters search={search} onChange={change} />
      {isNobody ? (
        <NoClients isSearch />
      ) : needsNames && names.problem ? (
        <ProblemNote problem={names.problem} onRetry={names.refresh} />
      ) : (
        <ScreenState screen={screen}>
          {({ bitdefenderClients }) => (
            <ClientList
              found={bitdefenderClients ?? []}
              names={matching}
              isSearch={search.q !== undefined || search.gaps !== undefined}
              isFiltered={search.gaps !== undefined}
            />
          )}
        </ScreenState>
      )}
    </>
  );
}

function ClientList({
  found,
  names,
  isSearch,
  isFiltered,
}: {
  found: readonly Found[];
  names: readonly ClientName[];
  isSearch: boolean;
  /** Whether clients are missing in what was found that have a company all the same. */
  isFiltered: boolean;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/clients' });
  const columns = useClientColumns();
  const isWhole = found.length < longest;
  const rows: readonly ClientRow[] = isWhole && !isFiltered ? withUnmapped(found, names) : found;
  if (rows.length === 0) return <NoClients isSearch={isSearch} />;
  return (
    <>
      <DataTable
        label={t('clients.title')}
        columns={columns}
        rows={rows}
        minWidth={800}
        onOpen={({ id }) => void navigate({ to: '/clients/$clientId', params: { clientId: id } })}
      />
      {!isWhole && (
        <Text size="sm" c="dimmed">
          {t('clients.tooMany')}
        </Text>
      )}
    </>
  );
}

function NoClients({ isSearch }: { isSearch: boolean }) {
  const { t } = useTranslation();
  if (isSearch) return <Empty title={t('clients.empty.title')} text={t('clients.empty.text')} />;
  return (
    <Empty title={t('clients.none.title')} text={t('clients.none.text')}>
      <ButtonLink to="/settings/bitdefender/mappings">{t('today.clients.map')}</ButtonLink>
    </Empty>
  );
}

function ClientFilters({
  search,
  onChange,
}: {
  search: ClientsSearch;
  onChange: (change: Partial<ClientsSearch>) => void;
}) {
  const { t } = useTranslation();
  const given = search.q ?? '';
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const later = useDebouncedCallback((q: string) => onChange({ q: q.trim() === '' ? undefined : q }), 300);
  return (
    <Group gap="sm" align="flex-end" mb="sm">
      <TextInput
        label={t('clients.search')}
        placeholder={t('clients.searchHint')}
        size="xs"
        w={240}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          later(currentTarget.value);
        }}
      />
      <Select
        label={t('clients.order.label')}
        size="xs"
        w={190}
        allowDeselect={false}
        data={orders.map((value) => ({ value, label: t(`clients.order.${value}`) }))}
        value={search.order ?? 'NEED'}
        onChange={(order) => onChange({ order: order === 'NEED' || order === null ? undefined : order })}
      />
      <Checkbox
        size="xs"
        mb={7}
        label={t('clients.gapsOnly')}
        checked={search.gaps === 'yes'}
        onChange={({ currentTarget }) => onChange({ gaps: currentTarget.checked ? 'yes' : undefined })}
      />
    </Group>
  );
}
