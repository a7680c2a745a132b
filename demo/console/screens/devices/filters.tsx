import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DevicesPageQuery } from '../../../../operations/documents.ts';
import { Choices } from '../../parts/choices.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { OneChoice } from '../../parts/one-choice.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { type Site, siteChoices } from '../../parts/sites.ts';
import { type DevicesSearch, gaps, healths, knownTos, orders } from './search.ts';

type Facets = NonNullable<NonNullable<DevicesPageQuery['bitdefenderDevices']>['facets']>;

const nothing = {
  knownTo: undefined,
  health: undefined,
  gaps: undefined,
  policy: undefined,
  client: undefined,
  site: undefined,
  q: undefined,
} satisfies DevicesSearch;

/** The chosen values, or that none filters. */
const orAll = <Value extends string>(values: string[]) => (values.length > 0 ? (values as Value[]) : undefined);

/** What is chosen stays a choice, also while nothing of it matches. */
const withChosen = <Choice extends { value: string; label: string }>(choices: readonly Choice[], value?: string) =>
  value === undefined || choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: value }];

/** The filters of the list, each value with the number of machines it would show. */
export function DeviceFilters({
  search,
  facets,
  sites = [],
  onChange,
}: {
  search: DevicesSearch;
  facets: Facets | undefined;
  /** Sites of the client that is chosen. */
  sites: readonly Site[] | undefined;
  onChange: (change: Partial<DevicesSearch>) => void;
}) {
  const { t } = useTranslation();
  const counted = (counts: readonly { value: string; count: number }[] | undefined, value: string) =>
    counts && (counts.find((each) => each.value === value)?.count ?? 0);
  const policies = (facets?.policies ?? []).flatMap(({ name, count }) =>
    name ? [{ value: name, label: name, count }] : [],
  );
  const clients = (facets?.clients ?? []).flatMap(({ client, count }) =>
    client ? [{ value: client.id, label: client.name, count }] : [],
  );
  return (
    <FilterBar>
      <SearchInput
        label={t('devices.filter.search')}
        placeholder={t('devices.filter.searchHint')}
        width={148}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      <Choices
        label={t('devices.filter.health')}
        width={148}
        choices={healths.map((value) => ({
          value,
          label: t(`devices.health.${value}`),
          count: counted(facets?.healths, value),
        }))}
        value={search.health ?? []}
        onChange={(health) => onChange({ health: orAll(health) })}
      />
      <Choices
        label={t('devices.filter.gaps')}
        width={148}
        choices={gaps.map((value) => ({
          value,
          label: t(`devices.gap.${value}`),
          count: counted(facets?.gaps, value),
        }))}
        value={search.gaps ?? []}
        onChange={(chosen) => onChange({ gaps: orAll(chosen) })}
      />
      <Choices
        label={t('devices.filter.knownTo')}
        width={148}
        choices={knownTos.map((value) => ({
          value,
          label: t(`devices.knownTo.${value}`),
          count: counted(facets?.knownTo, value),
        }))}
        value={search.knownTo ?? []}
        onChange={(knownTo) => onChange({ knownTo: orAll(knownTo) })}
      />
      <OneChoice
        label={t('devices.filter.client')}
        width={148}
        choices={withChosen(clients, search.client)}
        value={search.client}
        onChange={(client) => onChange({ client, site: undefined })}
        searchable
      />
      {(sites.length > 0 || search.site) && (
        <OneChoice
          label={t('devices.filter.site')}
          width={148}
          choices={siteChoices(sites, search.site)}
          value={search.site}
          onChange={(site) => onChange({ site })}
          searchable
        />
      )}
      <OneChoice
        label={t('devices.filter.policy')}
        width={148}
        choices={withChosen(policies, search.policy)}
        value={search.policy}
        onChange={(policy) => onChange({ policy })}
        searchable
      />
      <Select
        label={t('devices.order.label')}
        size="xs"
        w={148}
        allowDeselect={false}
        data={orders.map((value) => ({ value, label: t(`devices.order.${value}`) }))}
        value={search.order ?? 'NAME'}
        onChange={(order) => onChange({ order: order === 'NAME' || order === null ? undefined : order })}
      />
      <Button size="xs" variant="subtle" px={4} onClick={() => onChange(nothing)}>
        {t('devices.filter.reset')}
      </Button>
    </FilterBar>
  );
}
