import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount } from './format.ts';

/** One choice of a filter. */
export interface Choice {
  value: string;
  label: string;
  /** How many rows it would show; undefined where nobody has counted. */
  count?: number | undefined;
}

/** A filter that takes several values, each with its number beside it. Nothing chosen is everything. */
export function Choices({
  label,
  choices,
  value,
  onChange,
  searchable = false,
  width = 210,
}: {
  label: string;
  choices: readonly Choice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  searchable?: boolean;
  width?: number | string;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={label}
      size="xs"
      w={width}
      placeholder={value.length === 0 ? t('filter.any') : undefined}
      data={choices.map((choice) => ({
        value: choice.value,
        label: choice.count === undefined ? choice.label : `${choice.label} (${formatCount(choice.count)})`,
      }))}
      value={[...value]}
      onChange={onChange}
      searchable={searchable}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      hidePickedOptions
      comboboxProps={{ withinPortal: true }}
    />
  );
}
