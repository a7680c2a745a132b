import { Code, Stack, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a panel, under its name. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6} component="section">
      <Title order={3} size="h6" tt="uppercase" c="dimmed">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

/** What is known of one thing: names and values. What is not known is left out. */
export function Facts({
  facts,
  nameWidth = 150,
}: {
  facts: readonly [name: string, value: ReactNode][];
  nameWidth?: number;
}) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <Table verticalSpacing={3} horizontalSpacing={0} withRowBorders={false} fz="sm">
      <Table.Tbody>
        {known.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={nameWidth} fw={400} c="dimmed" ps={0} pe="xs" style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A path, a hash or an id. */
export const Mono = ({ text }: { text: string | null | undefined }) =>
  text ? <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code> : null;
