import { Checkbox, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ClientChoicesDocument,
  SeatsExportDocument,
  SeatsPageDocument,
  type SeatsPageQuery,
} from '../../../../operations/documents.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportButton } from '../../parts/export-button.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { formatCount } from '../../parts/format.ts';
import { OneChoice } from '../../parts/one-choice.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { numbersOf, useSeatColumns } from './columns.tsx';
import type { SeatsSearch } from './search.ts';
import { SeatsPanel } from './seats-panel.tsx';

type Month = NonNullable<SeatsPageQuery['bitdefenderSeatMonths']>[number];
const pageOf = (data: SeatsPageQuery) => data.bitdefenderSeats;

/** The seats of each company in a month: what GravityZone counts, and what explains it. */
export default function SeatsScreen() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/seats' });
  const navigate = useNavigate({ from: '/seats' });
  const change = useCallback(
    (part: Partial<SeatsSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const { month = null, client: clientId = null, differing = false, seats } = search;
  const screen = usePages(SeatsPageDocument, { month, clientId, differing }, pageOf);
  const columns = useSeatColumns();
  const months = screen.data?.bitdefenderSeatMonths ?? [];
  const sums = months.find((each) => each.month === (month ?? presentMonth()));
  const exported = (rows: 'COMPANIES' | 'MACHINES', about: string) => (
    <ExportButton
      document={SeatsExportDocument}
      variables={{ month, clientId, rows }}
      urlOf={(data) => data.exportBitdefenderSeats?.url}
      about={about}
    />
  );
  return (
    <>
      <ScreenHead title={t('seats.title')} about={t('seats.about')}>
        {exported('COMPANIES', t('seats.exportCompanies'))}
        {exported('MACHINES', t('seats.exportMachines'))}
      </ScreenHead>
      <SeatFilters search={search} months={months} onChange={change} />
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Empty
              title={t(differing && sums ? 'seats.nothingDiffers.title' : 'seats.empty.title')}
              text={t(differing && sums ? 'seats.nothingDiffers.text' : 'seats.empty.text')}
            />
          ) : (
            <Stack gap="xs">
              {sums && <Sums of={sums} />}
              <DataTable
                label={t('seats.title')}
                columns={columns}
                rows={screen.rows}
                onMore={screen.more}
                loadingMore={screen.loadingMore}
                current={seats ?? null}
                onOpen={({ id }) => change({ seats: id, category: undefined })}
                minWidth={760}
              />
            </Stack>
          )
        }
      </ScreenState>
      <SeatsPanel
        id={seats}
        seats={screen.rows.find(({ id }) => id === seats)}
        category={search.category}
        onCategory={(category) => change({ category })}
        onClose={() => change({ seats: undefined, category: undefined })}
      />
    </>
  );
}

/** Months are those of UTC. */
const presentMonth = () => new Date().toISOString().slice(0, 7);

/** The sum of all companies of the month, in a sentence. */
function Sums({ of: sums }: { of: Month }) {
  const { t } = useTranslation();
  const { month, companies: count, notRead, counted, unexplained } = sums;
  const texts = { ...numbersOf(sums), counted: formatCount(counted), unexplained: formatCount(unexplained) };
  return (
    <Text size="sm">
      {t('seats.sum', { month, count, ...texts })}
      {notRead > 0 && ` ${t('seats.notRead', { count: notRead })}`}
    </Text>
  );
}

function SeatFilters({
  search: { month, client, differing },
  months,
  onChange,
}: {
  search: SeatsSearch;
  months: readonly Month[];
  onChange: (change: Partial<SeatsSearch>) => void;
}) {
  const { t } = useTranslation();
  const { data } = useScreen(ClientChoicesDocument, {});
  const clients = (data?.clients?.edges ?? []).map(({ node: { id, name } }) => ({ value: id, label: name }));
  if (client && !clients.some(({ value }) => value === client)) clients.push({ value: client, label: client });
  const present = presentMonth();
  const choices = [...new Set([present, ...(month ? [month] : []), ...months.map((each) => each.month)])]
    .toSorted((a, b) => (a < b ? 1 : -1))
    .map((value) => ({ value, label: value }));
  return (
    <FilterBar>
      <OneChoice
        label={t('seats.month')}
        choices={choices}
        value={month ?? present}
        onChange={(next) => onChange({ month: next, seats: undefined, category: undefined })}
      />
      <OneChoice
        label={t('seats.client')}
        width={210}
        searchable
        choices={clients}
        value={client}
        onChange={(next) => onChange({ client: next, seats: undefined, category: undefined })}
      />
      <Checkbox
        size="xs"
        mb={6}
        label={t('seats.differing')}
        checked={differing ?? false}
        onChange={({ currentTarget }) => onChange({ differing: currentTarget.checked || undefined })}
      />
    </FilterBar>
  );
}
