import { Box, Checkbox, Group, Loader, Table, Text } from '@mantine/core';
import { type ColumnDef, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

const features = tableFeatures({ rowSelectionFeature });

/** A column: what is in its head, and what a row shows in it. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** CSS width of the column; those without share what is left. */
  width?: string;
  /** The width of the window from which on it is shown; always by default. */
  from?: 'xs' | 'sm' | 'md' | 'lg' | 'xl';
}

export interface DataTableProps<Row extends { id: string }> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Of the whole list, which may be longer than the rows. */
  total?: number | null;
  /** Called when the last known row comes near the screen and there are more. */
  onMore?: (() => void) | undefined;
  loadingMore?: boolean;
  /** Ids of chosen rows; without it, rows cannot be chosen. */
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  /** The row that the keyboard is on. */
  current?: string | null;
  onCurrent?: (id: string) => void;
  onOpen?: (row: Row) => void;
  height?: number | string;
  /** From the width of a tablet on: where there is less room, the table scrolls to the side. A phone shows the columns that are always shown. */
  minWidth?: number;
}

const rowHeight = 40;

/** A dense table that holds only the rows on screen in the page, whatever its length. Keys that move and choose are the screen's. */
export function DataTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  total,
  onMore,
  loadingMore = false,
  selected,
  onSelect,
  current,
  onCurrent,
  onOpen,
  height = 'calc(100dvh - 260px)',
  minWidth = 680,
}: DataTableProps<Row>) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // Cells are components: with new ones at each render, what is open or focused in them would be lost.
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          cell: ({ row }) => column.cell(row.original),
        }),
      ),
    [columns],
  );
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: ({ id }) => id,
  });
  const models = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (onMore && !loadingMore && last >= models.length - 15) onMore();
  }, [last, models.length, onMore, loadingMore]);

  const index = current ? models.findIndex(({ id }) => id === current) : -1;
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index);
  }, [index, virtual]);

  const toggle = (id: string) => {
    if (!selected || !onSelect) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const all = selected !== undefined && rows.length > 0 && rows.every(({ id }) => selected.has(id));
  return (
    <Box>
      <Box
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label={label}
        style={{ overflow: 'auto', maxHeight: height, minHeight: 160 }}
      >
        <Table
          stickyHeader
          highlightOnHover
          verticalSpacing={6}
          fz="sm"
          aria-rowcount={(total ?? models.length) + 1}
          aria-label={label}
          miw={{ base: 0, sm: minWidth }}
          style={{ tableLayout: 'fixed' }}
        >
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id} aria-rowindex={1}>
                {selected && (
                  <Table.Th w={40}>
                    <Checkbox
                      size="xs"
                      aria-label={t('table.selectAll')}
                      checked={all}
                      indeterminate={!all && selected.size > 0}
                      onChange={() => onSelect?.(all ? new Set() : new Set(rows.map(({ id }) => id)))}
                    />
                  </Table.Th>
                )}
                {group.headers.map((header, place) => (
                  <Table.Th key={header.id} w={columns[place]?.width} visibleFrom={columns[place]?.from}>
                    <table.FlexRender header={header} />
                  </Table.Th>
                ))}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {before > 0 && <Spacer height={before} />}
            {items.map((item) => {
              const row = models[item.index];
              if (row === undefined) return null;
              return (
                <Table.Tr
                  key={row.id}
                  data-row={row.id}
                  aria-rowindex={item.index + 2}
                  aria-current={row.id === current || undefined}
                  bg={row.id === current ? 'var(--mantine-primary-color-light)' : undefined}
                  h={rowHeight}
                  style={onOpen && { cursor: 'pointer' }}
                  onClick={(event) => {
                    if (isTyping(event.target) || (event.target as Element).closest('a, button')) return;
                    onCurrent?.(row.id);
                    onOpen?.(row.original);
                  }}
                >
                  {selected && (
                    <Table.Td>
                      <Checkbox
                        size="xs"
                        aria-label={t('table.select')}
                        checked={selected.has(row.id)}
                        onChange={() => toggle(row.id)}
                      />
                    </Table.Td>
                  )}
                  {row.getAllCells().map((cell, place) => (
                    <Table.Td
                      key={cell.id}
                      visibleFrom={columns[place]?.from}
                      style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
                    >
                      <table.FlexRender cell={cell} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
            {after > 0 && <Spacer height={after} />}
          </Table.Tbody>
        </Table>
      </Box>
      <Group justify="space-between" mt={6}>
        <Text size="xs" c="dimmed">
          {typeof total !== 'number' && onMore
            ? t('table.more', { shown: rows.length })
            : t('table.shown', { shown: rows.length, total: total ?? rows.length })}
        </Text>
        {loadingMore && <Loader size="xs" aria-label={t('state.loading')} />}
      </Group>
    </Box>
  );
}

const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden style={{ height }}>
    <td />
  </tr>
);

/** Whether keys belong to what they are pressed in. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
