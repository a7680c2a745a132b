import { Box, Table } from '@mantine/core';
import type { ShortColumn } from '../../parts/short-table.tsx';

/** A table of a report: it scrolls to the side on a narrow screen, and on paper takes the width of the page. Its look is in `report.css`. */
export function ReportTable<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  columns: readonly ShortColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  const classOf = ({ isNumber, isShort }: ShortColumn<Row>) =>
    [isNumber && 'report-number', isShort && 'report-short'].filter(Boolean).join(' ');
  return (
    <Box tabIndex={0} role="region" aria-label={label} className="report-scroll">
      <Table verticalSpacing={5} horizontalSpacing="xs" fz="sm" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.id} className={classOf(column)}>
                {column.header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map((column) => (
                <Table.Td key={column.id} className={classOf(column)}>
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
