import { Badge, Box, Button, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PortalWeekQuery } from '../../../../operations/documents.ts';
import { formatMoment } from '../../parts/format.ts';
import { Empty } from '../../parts/state.tsx';

type Threat = NonNullable<PortalWeekQuery['portalBitdefenderThreats']>['edges'][number]['node'];

const severityColors = { MINOR: 'gray.7', MODERATE: 'yellow.6', SERIOUS: 'red.9' } as const;

/** The threats on the machines of the client, newest first, in words for people who do not work with them. */
export function PortalThreats({
  rows,
  timeZone,
  onMore,
  loading,
}: {
  rows: readonly Threat[];
  timeZone: string;
  onMore: (() => void) | undefined;
  loading: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} component="section">
      <Title order={2} size="h4">
        {t('portal.threats')}
      </Title>
      {rows.length === 0 ? (
        <Empty title={t('portal.noThreats.title')} text={t('portal.noThreats.text')} />
      ) : (
        <Table fz="sm" verticalSpacing={8} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th visibleFrom="sm" ps={0} w={110}>
                {t('portal.column.severity')}
              </Table.Th>
              <Table.Th ps={{ base: 0, sm: 6 }}>{t('portal.column.name')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('portal.column.machine')}</Table.Th>
              <Table.Th w={125}>{t('portal.column.outcome')}</Table.Th>
              <Table.Th visibleFrom="sm" w={190}>
                {t('portal.column.when')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} timeZone={timeZone} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {onMore && (
        <div>
          <Button size="xs" variant="default" className="not-printed" loading={loading} onClick={onMore}>
            {t('portal.more')}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function Row({ row: { name, severity, outcome, hostName, detectedAt }, timeZone }: { row: Threat; timeZone: string }) {
  const { t } = useTranslation();
  const badge = (
    <Badge color={severityColors[severity]} variant="filled" radius="sm" autoContrast>
      {t(`portal.severity.${severity}`)}
    </Badge>
  );
  const moment = formatMoment(detectedAt, timeZone);
  return (
    <Table.Tr>
      <Table.Td visibleFrom="sm" ps={0}>
        {badge}
      </Table.Td>
      <Table.Td ps={{ base: 0, sm: 6 }} style={{ overflowWrap: 'anywhere' }}>
        {name}
        <Box hiddenFrom="sm">
          {badge}
          <Text size="xs" c="dimmed">
            {[hostName, moment].filter(Boolean).join(' · ')}
          </Text>
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
        {hostName ?? '–'}
      </Table.Td>
      <Table.Td>{t(`portal.outcome.${outcome}`)}</Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
        {moment}
      </Table.Td>
    </Table.Tr>
  );
}
