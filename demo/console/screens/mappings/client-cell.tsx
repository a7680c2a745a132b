import { Select, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import type { Draft } from './drafts.ts';

interface Client {
  id: string;
  name: string;
}

/** The client of a company: a dropdown for those who may map, else its name. A choice that is not saved is marked. */
export function ClientCell({
  company,
  clients,
  draft,
  refused,
  onChange,
}: {
  company: Client & { client: Client | null };
  clients: readonly Client[];
  draft: Draft | undefined;
  refused: string | undefined;
  onChange: (to: Client | null) => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const chosen = draft ? draft.to : company.client;
  const data = useMemo(() => {
    const known = clients.map(({ id, name }) => ({ value: id, label: name }));
    // A client beyond those that were read is a choice while it is chosen.
    return chosen && !clients.some(({ id }) => id === chosen.id)
      ? [...known, { value: chosen.id, label: chosen.name }]
      : known;
  }, [clients, chosen]);
  if (!may.arrange)
    return (
      <Text size="sm" c={chosen ? undefined : 'dimmed'} truncate>
        {chosen?.name ?? t('mappings.noClient')}
      </Text>
    );
  return (
    <Select
      size="xs"
      aria-label={t('mappings.clientOf', { company: company.name })}
      placeholder={t('mappings.choose')}
      data={data}
      value={chosen?.id ?? null}
      onChange={(id, option) => onChange(id === null ? null : { id, name: option.label })}
      searchable
      clearable
      clearButtonProps={{
        'aria-label': t('mappings.unmap', { company: company.name }),
        'aria-hidden': false,
        tabIndex: 0,
        style: { width: 24, height: 24 },
      }}
      nothingFoundMessage={t('mappings.noSuchClient')}
      error={refused !== undefined}
      title={refused}
      styles={
        draft && !refused
          ? { input: { borderColor: 'var(--mantine-primary-color-filled)', borderWidth: 2, fontWeight: 600 } }
          : undefined
      }
      comboboxProps={{ withinPortal: true, width: 260, position: 'bottom-start' }}
    />
  );
}
