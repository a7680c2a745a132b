import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ClientChoicesDocument } from '../../../operations/documents.ts';
import { useScreen } from '../graph/use-screen.ts';

/** A client of a form, or none. */
export function ClientSelect({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { data } = useScreen(ClientChoicesDocument, {});
  return (
    <Select
      label={label}
      placeholder={t('filter.any')}
      data={(data?.clients.edges ?? []).map(({ node }) => ({ value: node.id, label: node.name }))}
      value={value}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      onChange={onChange}
    />
  );
}
