import { Button, Pill, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ThreatsPageQuery } from '../../../../operations/documents.ts';
import { Choices } from '../../parts/choices.tsx';
import { DeviceSelect } from '../../parts/device-select.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { formatMoment } from '../../parts/format.ts';
import { OneChoice } from '../../parts/one-choice.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { severities } from '../../parts/severity.tsx';
import { type Site, siteChoices } from '../../parts/sites.ts';
import { orders, statuses, type ThreatsSearch, usualThreats } from './search.ts';

type Facets = NonNullable<NonNullable<ThreatsPageQuery['bitdefenderThreats']>['facets']>;

/** The filters of the list, each value with the number of threats it would show. */
export function ThreatFilters({
  search,
  facets,
  sites = [],
  onChange,
}: {
  search: ThreatsSearch;
  facets: Facets | undefined;
  /** Sites of the only client that is chosen. */
  sites: readonly Site[] | undefined;
  onChange: (change: Partial<ThreatsSearch>) => void;
}) {
  const { t } = useTranslation();
  const counted = (counts: readonly { value: string; count: number }[] | undefined, value: string) =>
    counts && (counts.find((each) => each.value === value)?.count ?? 0);
  const clients = (facets?.clients ?? []).flatMap(({ client, count }) =>
    client ? [{ value: client.id, label: client.name, count }] : [],
  );
  // A client that is chosen stays a choice, also while nothing of it matches.
  const chosen = search.client.filter((id) => !clients.some(({ value }) => value === id));
  return (
    <FilterBar>
      <Choices
        label={t('threats.filter.severity')}
        choices={severities.map((value) => ({
          value,
          label: t(`severity.${value}`),
          count: counted(facets?.severities, value),
        }))}
        value={search.severity}
        onChange={(severity) => onChange({ severity: severity as ThreatsSearch['severity'] })}
        width={240}
      />
      <Choices
        label={t('threats.filter.status')}
        choices={statuses.map((value) => ({
          value,
          label: t(`threats.status.${value}`),
          count: counted(facets?.statuses, value),
        }))}
        value={search.status}
        onChange={(status) => onChange({ status: status as ThreatsSearch['status'] })}
      />
      <Choices
        label={t('threats.filter.client')}
        choices={[...clients, ...chosen.map((value) => ({ value, label: value }))]}
        value={search.client}
        onChange={(client) => onChange({ client, site: undefined })}
        searchable
      />
      {(sites.length > 0 || search.site) && (
        <OneChoice
          label={t('threats.filter.site')}
          width={148}
          choices={siteChoices(sites, search.site)}
          value={search.site}
          onChange={(site) => onChange({ site })}
          searchable
        />
      )}
      <DeviceSelect
        label={t('threats.filter.device')}
        size="xs"
        width={210}
        value={search.device ?? null}
        onChange={(device) => onChange({ device: device ?? undefined })}
      />
      <SearchInput
        label={t('threats.filter.search')}
        placeholder={t('threats.filter.searchHint')}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      <Select
        label={t('threats.order.label')}
        size="xs"
        w={170}
        allowDeselect={false}
        data={orders.map((value) => ({ value, label: t(`threats.order.${value}`) }))}
        value={search.order}
        onChange={(order) => onChange({ order: (order ?? 'NEWEST') as ThreatsSearch['order'] })}
      />
      {search.from && search.to && (
        <Pill
          withRemoveButton
          size="md"
          onRemove={() => onChange({ from: undefined, to: undefined })}
          removeButtonProps={{ 'aria-label': t('threats.filter.rangeClear'), 'aria-hidden': false, tabIndex: 0 }}
        >
          {t('threats.filter.range', { from: formatMoment(search.from), to: formatMoment(search.to) })}
        </Pill>
      )}
      <Button
        size="xs"
        variant="subtle"
        onClick={() =>
          onChange({
            ...usualThreats,
            site: undefined,
            device: undefined,
            from: undefined,
            to: undefined,
            q: undefined,
          })
        }
      >
        {t('threats.filter.reset')}
      </Button>
    </FilterBar>
  );
}
