import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choice } from './choices.tsx';
import { formatCount } from './format.ts';

/** A filter that takes one value, each with its number beside it. Nothing chosen is everything. */
export function OneChoice<Value extends string>({
  label,
  choices,
  value,
  onChange,
  searchable = false,
  width = 150,
}: {
  label: string;
  choices: readonly (Choice & { value: Value })[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  searchable?: boolean;
  width?: number | string;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      size="xs"
      w={width}
      placeholder={t('filter.any')}
      data={choices.map((choice) => ({
        value: choice.value,
        label: choice.count === undefined ? choice.label : `${choice.label} (${formatCount(choice.count)})`,
      }))}
      value={value ?? null}
      onChange={(next) => onChange((next as Value | null) ?? undefined)}
      searchable={searchable}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
    />
  );
}
