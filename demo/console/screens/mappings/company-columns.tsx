import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MappingsPageQuery } from '../../../../operations/documents.ts';
import { Age } from '../../parts/age.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { ClientCell } from './client-cell.tsx';
import type { Drafts } from './drafts.ts';
import type { CompanyView } from './search.ts';
import { SuggestionCell } from './suggestion-cell.tsx';

export type CompanyRow = NonNullable<MappingsPageQuery['bitdefenderCompanies']>['edges'][number]['node'];
export type FoundSuggestion = NonNullable<MappingsPageQuery['bitdefenderMappingSuggestions']>[number];
type Client = NonNullable<MappingsPageQuery['clients']>['edges'][number]['node'];

interface Given {
  show: CompanyView;
  clients: readonly Client[];
  suggestions: ReadonlyMap<string, FoundSuggestion>;
  drafts: Drafts;
  refused: ReadonlyMap<string, string>;
  /** Ids of integrations that are disconnected, whose companies are no longer read. */
  stopped: ReadonlySet<string>;
  onChange: (company: CompanyRow, to: Client | null) => void;
}

/** The columns of the companies, by what is shown. */
export function useCompanyColumns(given: Given): readonly Column<CompanyRow>[] {
  const { t } = useTranslation();
  const { show, clients, suggestions, drafts, refused, stopped, onChange } = given;
  return useMemo(() => {
    const client: Column<CompanyRow> = {
      id: 'client',
      header: t('mappings.column.client'),
      width: '240px',
      cell: (company) => (
        <ClientCell
          company={company}
          clients={clients}
          draft={drafts.get(company.id)}
          refused={refused.get(company.id)}
          onChange={(to) => onChange(company, to)}
        />
      ),
    };
    const suggestion: Column<CompanyRow> = {
      id: 'suggestion',
      header: t('mappings.column.suggestion'),
      width: '280px',
      cell: (company) => {
        const found = company.client === null ? suggestions.get(company.id) : undefined;
        return <SuggestionCell suggestion={found} onTake={() => found && onChange(company, found.client)} />;
      },
    };
    const ignored: Column<CompanyRow> = {
      id: 'ignored',
      header: t('mappings.column.ignored'),
      width: '320px',
      cell: ({ ignored: decision }) =>
        decision && (
          <Tooltip label={decision.reason}>
            <Text size="sm" truncate tabIndex={0}>
              {decision.reason}
            </Text>
          </Tooltip>
        ),
    };
    const mapped: Column<CompanyRow> = {
      id: 'mapped',
      header: t('mappings.column.mapped'),
      width: '150px',
      from: 'lg',
      cell: ({ mappedAt, mappedBy, mappedByUser }) => (
        <Group gap={6} wrap="nowrap">
          <Age at={mappedAt} size="sm" />
          {mappedAt && (
            <Text size="xs" c="dimmed" truncate>
              {t('mappings.by', { name: mappedByUser?.name ?? mappedBy ?? '' })}
            </Text>
          )}
        </Group>
      ),
    };
    const synced: Column<CompanyRow> = {
      id: 'synced',
      header: t('mappings.column.synced'),
      width: '150px',
      cell: ({ integrationId, lastSyncedAt, restsSince }) =>
        restsSince || stopped.has(integrationId) ? (
          <Text size="sm" c="dimmed" truncate title={restsSince ? t('mappings.rests') : undefined}>
            {restsSince ? t('mappings.rests') : t('mappings.stopped')}
          </Text>
        ) : (
          <Age at={lastSyncedAt} size="sm" />
        ),
    };
    const byView: Readonly<Record<CompanyView, Column<CompanyRow>[]>> = {
      unmapped: [client, suggestion],
      mapped: [client, mapped, synced],
      ignored: [ignored],
      all: [client, synced],
    };
    return [
      { id: 'company', header: t('mappings.column.company'), cell: (company) => <CompanyName company={company} /> },
      {
        id: 'devices',
        header: t('mappings.column.devices'),
        width: '80px',
        cell: ({ deviceCount, lastSyncedAt }) => <Count value={deviceCount} of={{ asOf: lastSyncedAt }} />,
      },
      {
        id: 'threats',
        header: t('mappings.column.threats'),
        width: '140px',
        cell: ({ unresolvedThreatCount, worstSeverity, lastSyncedAt }) => (
          <Group gap={6} wrap="nowrap">
            <Count value={unresolvedThreatCount} of={{ asOf: lastSyncedAt }} />
            {worstSeverity && <SeverityBadge severity={worstSeverity} />}
          </Group>
        ),
      },
      ...byView[show],
    ];
  }, [t, show, clients, suggestions, drafts, refused, stopped, onChange]);
}

function CompanyName({ company: { name, path, state, suspended } }: { company: CompanyRow }) {
  const { t } = useTranslation();
  const above = path.slice(0, -1).join(' › ');
  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip label={path.join(' › ')}>
        <Text size="sm" truncate>
          {name}
        </Text>
      </Tooltip>
      {above && (
        <Text size="xs" c="dimmed" truncate style={{ flexShrink: 1_000 }}>
          {above}
        </Text>
      )}
      {state === 'VANISHED' && (
        <Badge size="sm" variant="outline" color="gray" radius="sm" style={{ flex: 'none' }}>
          {t('mappings.vanished')}
        </Badge>
      )}
      {suspended && (
        <Badge size="sm" variant="outline" color="gray" radius="sm" style={{ flex: 'none' }}>
          {t('mappings.suspended')}
        </Badge>
      )}
    </Group>
  );
}
