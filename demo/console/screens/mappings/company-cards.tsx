import { Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../parts/data-table.tsx';
import type { CompanyRow } from './company-columns.tsx';

/** The companies below each other, for a screen that is too narrow for a table: the same columns, each with its name. */
export function CompanyCards({
  label,
  columns,
  rows,
  selected,
  onSelect,
  onMore,
  loadingMore,
}: {
  label: string;
  columns: readonly Column<CompanyRow>[];
  rows: readonly CompanyRow[];
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  onMore: (() => void) | undefined;
  loadingMore: boolean;
}) {
  const { t } = useTranslation();
  const [name, ...others] = columns;
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  return (
    <Stack gap="sm" role="list" aria-label={label}>
      {rows.map((row) => (
        <Paper key={row.id} p="sm" role="listitem">
          <Stack gap={8}>
            <Group gap="sm" wrap="nowrap">
              {selected && (
                <Checkbox
                  size="xs"
                  aria-label={`${t('table.select')}: ${row.name}`}
                  checked={selected.has(row.id)}
                  onChange={() => toggle(row.id)}
                />
              )}
              <div style={{ minWidth: 0, fontWeight: 600 }}>{name?.cell(row)}</div>
            </Group>
            {others.map((column) => (
              <Group key={column.id} gap="xs" wrap="nowrap" align="center">
                <Text size="xs" c="dimmed" w={84} style={{ flex: 'none' }}>
                  {column.header}
                </Text>
                <div style={{ minWidth: 0, flex: 1, overflow: 'hidden', fontSize: 'var(--mantine-font-size-sm)' }}>
                  {column.cell(row)}
                </div>
              </Group>
            ))}
          </Stack>
        </Paper>
      ))}
      {onMore && (
        <Button variant="default" size="xs" loading={loadingMore} onClick={onMore}>
          {t('mappings.more')}
        </Button>
      )}
    </Stack>
  );
}
