import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AlertsPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { Choices } from '../../parts/choices.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { OneChoice } from '../../parts/one-choice.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { severities } from '../../parts/severity.tsx';
import { type AlertsSearch, kinds, mine, nobody, orders, states, usualAlerts } from './search.ts';

type Facets = NonNullable<NonNullable<AlertsPageQuery['bitdefenderAlerts']>['facets']>;

/** How many have a value; undefined where nobody has counted. */
const counted = <Value,>(counts: readonly { value: Value; count: number }[] | undefined, value: Value) =>
  counts && (counts.find((each) => each.value === value)?.count ?? 0);

/** How many are at least this severe. */
function countedFrom(counts: Facets['severities'] | undefined, severity: (typeof severities)[number]) {
  if (counts === undefined) return undefined;
  const enough = severities.slice(0, severities.indexOf(severity) + 1);
  return counts.filter(({ value }) => enough.includes(value)).reduce((sum, { count }) => sum + count, 0);
}

/** The filters of the list, each value with the number of alerts it would show. */
export function AlertFilters({
  search,
  facets,
  onChange,
}: {
  search: AlertsSearch;
  facets: Facets | undefined;
  onChange: (change: Partial<AlertsSearch>) => void;
}) {
  const { t } = useTranslation();
  const clients = (facets?.clients ?? []).flatMap(({ client, count }) =>
    client ? [{ value: client.id, label: client.name, count }] : [],
  );
  const { client } = search;
  // A client that is chosen stays a choice, also while nothing of it matches.
  if (client && !clients.some(({ value }) => value === client))
    clients.push({ value: client, label: client, count: 0 });
  return (
    <FilterBar>
      <Choices
        label={t('alerts.filter.state')}
        choices={states.map((value) => ({
          value,
          label: t(`alerts.state.${value}`),
          count: counted(facets?.states, value),
        }))}
        value={search.state}
        onChange={(state) => onChange({ state: state as AlertsSearch['state'] })}
      />
      <OneChoice
        label={t('alerts.filter.severity')}
        width={150}
        choices={severities.slice(0, -1).map((value) => ({
          value,
          label: t('alerts.filter.atLeast', { severity: t(`severity.${value}`) }),
          count: countedFrom(facets?.severities, value),
        }))}
        value={search.severity}
        onChange={(severity) => onChange({ severity })}
      />
      <OneChoice
        label={t('alerts.filter.client')}
        width={180}
        choices={clients}
        value={client}
        onChange={(value) => onChange({ client: value })}
        searchable
      />
      <OneChoice
        label={t('alerts.filter.kind')}
        choices={kinds.map((value) => ({
          value,
          label: t(`alerts.kind.${value}`),
          count: counted(facets?.kinds, value),
        }))}
        value={search.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <MoreFilters search={search} facets={facets} onChange={onChange} />
      <SearchInput
        label={t('alerts.filter.search')}
        placeholder={t('alerts.filter.searchHint')}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      <Select
        label={t('alerts.order.label')}
        size="xs"
        w={160}
        allowDeselect={false}
        data={orders.map((value) => ({ value, label: t(`alerts.order.${value}`) }))}
        value={search.order}
        onChange={(order) => onChange({ order: (order ?? 'NEWEST') as AlertsSearch['order'] })}
      />
      <Button
        size="xs"
        variant="subtle"
        onClick={() =>
          onChange({
            ...usualAlerts,
            severity: undefined,
            client: undefined,
            kind: undefined,
            held: undefined,
            ticket: undefined,
            assignee: undefined,
            q: undefined,
          })
        }
      >
        {t('filter.reset')}
      </Button>
    </FilterBar>
  );
}

/** Whether suppressed, whether there is a ticket, and whose they are. */
function MoreFilters({
  search,
  facets,
  onChange,
}: {
  search: AlertsSearch;
  facets: Facets | undefined;
  onChange: (change: Partial<AlertsSearch>) => void;
}) {
  const { t } = useTranslation();
  const { subject } = useViewer();
  const assignees = facets?.assignees;
  const byAssignee = (id: string | null) =>
    assignees && (assignees.find(({ assigneeId }) => assigneeId === id)?.count ?? 0);
  const others = (assignees ?? []).flatMap(({ assigneeId, assignee, count }) =>
    assigneeId && assigneeId !== subject ? [{ value: assigneeId, label: assignee?.name ?? assigneeId, count }] : [],
  );
  return (
    <>
      <OneChoice
        label={t('alerts.filter.suppressed')}
        width={120}
        choices={(['no', 'yes'] as const).map((value) => ({
          value,
          label: t(`alerts.filter.suppression.${value}`),
          count: counted(facets?.suppressed, value === 'yes'),
        }))}
        value={search.suppressed === 'any' ? undefined : search.suppressed}
        onChange={(suppressed) => onChange({ suppressed: suppressed ?? 'any' })}
      />
      <OneChoice
        label={t('alerts.filter.held')}
        width={120}
        choices={[{ value: 'yes', label: t('alerts.filter.holding') }]}
        value={search.held ? 'yes' : undefined}
        onChange={(held) => onChange({ held: held === 'yes' || undefined })}
      />
      <OneChoice
        label={t('alerts.filter.ticket')}
        width={140}
        choices={(['with', 'without'] as const).map((value) => ({
          value,
          label: t(`alerts.filter.ticketing.${value}`),
          count: counted(facets?.hasTicket, value === 'with'),
        }))}
        value={search.ticket}
        onChange={(ticket) => onChange({ ticket })}
      />
      <OneChoice
        label={t('alerts.filter.assignee')}
        width={170}
        choices={[
          { value: mine, label: t('alerts.filter.mine'), count: byAssignee(subject) },
          { value: nobody, label: t('alerts.nobody'), count: byAssignee(null) },
          ...others,
        ]}
        value={search.assignee}
        onChange={(assignee) => onChange({ assignee })}
      />
    </>
  );
}
