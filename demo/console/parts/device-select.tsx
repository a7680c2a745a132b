import { Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeviceChoicesDocument } from '../../../operations/documents.ts';
import { useScreen } from '../graph/use-screen.ts';

/** A device, found by a part of its name of at least three characters. */
export function DeviceSelect({
  label,
  value,
  onChange,
  error,
  size = 'sm',
  width,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
  size?: 'xs' | 'sm';
  width?: number;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const later = useDebouncedCallback(setSearch, 250);
  const isLong = search.trim().length >= 3;
  const { data } = useScreen(DeviceChoicesDocument, { search }, { pause: !isLong });
  const found = (isLong ? (data?.bitdefenderDevices?.edges ?? []) : []).flatMap(({ node: { device, name, client } }) =>
    device ? [{ value: device.id, label: client ? `${name} (${client.name})` : name }] : [],
  );
  const options =
    value && !found.some((each) => each.value === value) ? [{ value, label: text || value }, ...found] : found;
  return (
    <Select
      label={label}
      size={size}
      {...(width !== undefined && { w: width })}
      placeholder={t('filter.any')}
      data={options}
      filter={({ options: all }) => all}
      value={value}
      error={error}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      searchValue={text}
      onSearchChange={(typed) => {
        setText(typed);
        later(typed);
      }}
      nothingFoundMessage={t(isLong ? 'filter.deviceNone' : 'filter.deviceHint')}
    />
  );
}
