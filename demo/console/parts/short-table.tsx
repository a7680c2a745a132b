import { Box, Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A column of a short table. */
export interface ShortColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end of their column, one below the other. */
  isNumber?: boolean;
  /** Kept on one line. */
  isShort?: boolean;
  width?: number;
}

/** A table of a few rows, whole in the page. It scrolls to the side where it is wider than the screen. */
export function ShortTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  minWidth = 0,
  maxHeight,
}: {
  label: string;
  columns: readonly ShortColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  minWidth?: number;
  /** From which on it scrolls. */
  maxHeight?: number;
}) {
  const sideOf = ({ isNumber }: ShortColumn<Row>) => (isNumber ? 'end' : 'start');
  return (
    <Box tabIndex={0} role="region" aria-label={label} mah={maxHeight} style={{ overflow: 'auto' }}>
      <Table
        verticalSpacing={5}
        horizontalSpacing="xs"
        fz="sm"
        aria-label={label}
        miw={minWidth}
        highlightOnHover
        stickyHeader={maxHeight !== undefined}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th
                key={column.id}
                ta={sideOf(column)}
                w={column.width}
                miw={column.width}
                style={{ whiteSpace: 'nowrap' }}
              >
                {column.header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map((column) => (
                <Table.Td
                  key={column.id}
                  ta={sideOf(column)}
                  style={{ fontVariantNumeric: 'tabular-nums', ...(column.isShort && { whiteSpace: 'nowrap' }) }}
                >
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
