import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A search of at least three characters, passed on when the typing pauses. */
export function SearchInput({
  label,
  placeholder,
  value,
  onChange,
  width = 210,
}: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  width?: number | string;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback(onChange, 300);
  const isShort = text.trim().length > 0 && text.trim().length < 3;
  return (
    <TextInput
      label={label}
      size="xs"
      w={width}
      placeholder={placeholder}
      value={text}
      error={isShort && t('filter.short')}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        later(currentTarget.value);
      }}
    />
  );
}
