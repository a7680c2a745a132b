import { Button, Code, List, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts, Mono, Section } from '../../parts/facts.tsx';
import { formatCount, formatMoment } from '../../parts/format.ts';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty } from '../../parts/state.tsx';
import { Wide } from '../../parts/wide.tsx';
import { type AuditEntry, actionWords } from './audit-actions.ts';
import { type Difference, readDetail } from './differences.ts';

const shownIds = 50;
const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value as people read it: times as they write them. */
const readable = (text: string) => (moment.test(text) ? formatMoment(text) : text);

/** One entry of the audit: who, what, when, from where, and what differs. */
export function AuditPanel({
  id,
  entry,
  onSubject,
  onClose,
}: {
  id: string | undefined;
  entry: AuditEntry | undefined;
  /** Shows all entries about the same thing. */
  onSubject: (subject: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <SidePanel
      opened={id !== undefined}
      title={t('records.audit.one')}
      close={t('records.close')}
      onClose={onClose}
      size="xl"
    >
      {id !== undefined && !entry && <Empty title={t('records.audit.missing')} />}
      {entry && <EntryView entry={entry} onSubject={onSubject} />}
    </SidePanel>
  );
}

function EntryView({ entry, onSubject }: { entry: AuditEntry; onSubject: (subject: string) => void }) {
  const { t } = useTranslation();
  const { differences, ids, others } = readDetail(entry.detail);
  return (
    <Stack gap="lg">
      <Text fw={650} size="lg">
        {actionWords(entry.action, t)}
      </Text>
      <Facts
        facts={[
          [t('records.audit.actor'), entry.actorUser ? `${entry.actorUser.name} (${entry.actor})` : entry.actor],
          [t('records.audit.at'), formatMoment(entry.at)],
          [t('records.audit.action'), <Code key="action">{entry.action}</Code>],
          [t('records.audit.subject'), <Mono key="subject" text={entry.subject} />],
          [t('records.audit.address'), entry.address],
          [t('records.audit.userAgent'), entry.userAgent],
          ...others.map(([name, text]): [string, string] => [name, readable(text)]),
        ]}
      />
      {differences.length > 0 && (
        <Section title={t('records.audit.difference')}>
          <Differences differences={differences} />
        </Section>
      )}
      {ids.length > 0 && (
        <Section title={t('records.audit.objects', { count: ids.length })}>
          <List size="sm" listStyleType="none">
            {ids.slice(0, shownIds).map((id) => (
              <List.Item key={id}>
                <Mono text={id} />
              </List.Item>
            ))}
          </List>
          {ids.length > shownIds && (
            <Text size="sm" c="dimmed">
              {t('records.audit.moreObjects', {
                count: ids.length - shownIds,
                text: formatCount(ids.length - shownIds),
              })}
            </Text>
          )}
        </Section>
      )}
      <div>
        <Button size="xs" variant="default" onClick={() => onSubject(entry.subject)}>
          {t('records.audit.sameSubject')}
        </Button>
      </div>
    </Stack>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation();
  const value = (text: string | null) =>
    text === null ? (
      <Text span size="sm" c="dimmed">
        {t('records.audit.nothing')}
      </Text>
    ) : (
      readable(text)
    );
  return (
    <Wide label={t('records.audit.difference')} minWidth={440}>
      <Table fz="sm" verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ps={0} w="30%">
              {t('records.audit.field')}
            </Table.Th>
            <Table.Th>{t('records.audit.before')}</Table.Th>
            <Table.Th>{t('records.audit.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ path, before, after, count }) => (
            <Table.Tr key={`${path} ${before} ${after}`}>
              <Table.Td ps={0} style={{ overflowWrap: 'anywhere' }}>
                {path || t('records.audit.whole')}
                {count > 1 && (
                  <Text size="xs" c="dimmed">
                    {t('records.audit.objects', { count })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value(before)}</Table.Td>
              <Table.Td fw={600} style={{ overflowWrap: 'anywhere' }}>
                {value(after)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
