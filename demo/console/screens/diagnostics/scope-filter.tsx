import { Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DeviceChoicesDocument,
  MatchChoicesDocument,
  ThreatChoicesDocument,
  ThreatDeliveriesDocument,
} from '../../../../operations/documents.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { OneChoice } from '../../parts/one-choice.tsx';
import type { DiagnosticsSearch } from './search.ts';

interface Option {
  value: string;
  label: string;
}

/** Whether the whole MSP is diagnosed, or one client, machine or threat. */
export function ScopeFilter({
  search,
  clients,
  onChange,
}: {
  search: DiagnosticsSearch;
  clients: readonly { id: string; name: string }[];
  onChange: (search: DiagnosticsSearch) => void;
}) {
  const { t } = useTranslation();
  const chosen = search.client && !clients.some(({ id }) => id === search.client) ? [search.client] : [];
  return (
    <FilterBar>
      <OneChoice
        label={t('diagnostics.scope.client')}
        choices={[
          ...clients.map(({ id, name }) => ({ value: id, label: name })),
          ...chosen.map((id) => ({ value: id, label: id })),
        ]}
        value={search.client}
        onChange={(client) => onChange({ client })}
        searchable
        width={230}
      />
      <DeviceScope value={search.device} onChange={(device) => onChange({ device })} />
      <ThreatScope value={search.threat} onChange={(threat) => onChange({ threat })} />
    </FilterBar>
  );
}

interface ScopeProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

const useTyped = () => {
  const [search, setSearch] = useState('');
  return { search, type: useDebouncedCallback(setSearch, 250), pause: search.trim().length < 3 };
};

function DeviceScope(props: ScopeProps) {
  const { t } = useTranslation();
  const { search, type, pause } = useTyped();
  const { data } = useScreen(DeviceChoicesDocument, { search }, { pause });
  const chosen = useScreen(MatchChoicesDocument, { deviceId: props.value ?? '' }, { pause: !props.value });
  const found = (pause ? [] : (data?.bitdefenderDevices?.edges ?? [])).flatMap(({ node: { device, name, client } }) =>
    device ? [{ value: device.id, label: client ? `${name} (${client.name})` : name }] : [],
  );
  return (
    <Searched
      label={t('diagnostics.scope.device')}
      name={chosen.data?.bitdefenderDevice?.name}
      found={found}
      short={pause}
      onType={type}
      {...props}
    />
  );
}

function ThreatScope(props: ScopeProps) {
  const { t } = useTranslation();
  const { search, type, pause } = useTyped();
  const { data } = useScreen(ThreatChoicesDocument, { search }, { pause });
  const chosen = useScreen(ThreatDeliveriesDocument, { threatId: props.value ?? '' }, { pause: !props.value });
  const found = (pause ? [] : (data?.bitdefenderThreats?.edges ?? [])).map(({ node: { id, name, hostName } }) => ({
    value: id,
    label: hostName ? `${name} (${hostName})` : name,
  }));
  return (
    <Searched
      label={t('diagnostics.scope.threat')}
      name={chosen.data?.bitdefenderThreat?.name}
      found={found}
      short={pause}
      onType={type}
      {...props}
    />
  );
}

/** A choice among what the graph finds for what was typed. */
function Searched({
  label,
  found,
  short,
  value,
  name,
  onType,
  onChange,
}: ScopeProps & {
  label: string;
  name: string | undefined;
  found: readonly Option[];
  short: boolean;
  onType: (text: string) => void;
}) {
  const { t } = useTranslation();
  const isKnown = value === undefined || found.some((option) => option.value === value);
  return (
    <Select
      label={label}
      size="xs"
      w={230}
      placeholder={t('filter.any')}
      data={isKnown ? [...found] : [{ value, label: name ?? value }, ...found]}
      filter={({ options }) => options}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      onSearchChange={onType}
      nothingFoundMessage={t(short ? 'diagnostics.scope.hint' : 'diagnostics.scope.none')}
    />
  );
}
