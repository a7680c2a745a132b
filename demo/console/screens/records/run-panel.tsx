import { Alert, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RunPageDocument, type RunPageQuery, SyncProgressDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Age } from '../../parts/age.tsx';
import { Facts, Section } from '../../parts/facts.tsx';
import { formatCount, formatMoment, formatSeconds, formatShare, useNow } from '../../parts/format.ts';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import { Wide } from '../../parts/wide.tsx';
import { isOver, secondsBetween } from './run-words.ts';
import { RecordState } from './state-badge.tsx';

type Run = NonNullable<RunPageQuery['bitdefenderSyncRun']>;

/** One run beside the list, with its streams; while it goes on, live. */
export function RunPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel
      opened={id !== undefined}
      title={t('records.runs.one')}
      close={t('records.close')}
      onClose={onClose}
      size="xl"
    >
      {id !== undefined && <RunLife key={id} id={id} />}
    </SidePanel>
  );
}

function RunLife({ id }: { id: string }) {
  const { t } = useTranslation();
  const screen = useScreen(RunPageDocument, { id });
  const run = screen.data?.bitdefenderSyncRun;
  useLive(SyncProgressDocument, { runId: id }, useCalmRefresh(screen.refresh), { pause: !run || isOver(run.state) });
  return (
    <ScreenState screen={screen}>
      {({ bitdefenderSyncRun }) =>
        bitdefenderSyncRun ? <RunView run={bitdefenderSyncRun} /> : <Empty title={t('records.runs.missing')} />
      }
    </ScreenState>
  );
}

function RunView({ run }: { run: Run }) {
  const { t } = useTranslation();
  const now = useNow();
  const seconds = secondsBetween(run.startedAt, run.endedAt, now);
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <RecordState state={run.state} />
        <Text size="sm" c="dimmed">
          {formatMoment(run.queuedAt)}
        </Text>
      </Group>
      {!isOver(run.state) && (
        <Group gap="sm" role="status">
          <Progress value={100 * run.shareDone} flex={1} aria-label={t('records.runs.progress')} />
          <Text size="sm">{formatShare(run.shareDone)}</Text>
        </Group>
      )}
      <Section title={t('records.runs.facts')}>
        <Facts
          facts={[
            [t('records.runs.integration'), run.integration.name],
            [t('records.column.client'), run.client?.name],
            [
              t('records.column.by'),
              run.trigger === 'SCHEDULE' ? t('records.schedule') : (run.requestedByUser?.name ?? run.requestedBy),
            ],
            [t('records.runs.plan'), run.plan],
            [t('records.runs.calls'), formatCount(run.calls)],
            [t('records.column.took'), seconds === null ? null : formatSeconds(seconds)],
            [t('records.runs.attempt'), run.attempt > 1 ? formatCount(run.attempt) : null],
            [t('records.column.ended'), run.endedAt && <Age key="ended" at={run.endedAt} size="sm" />],
          ]}
        />
      </Section>
      <Section title={t('records.runs.streams')}>
        {run.streams.length === 0 ? <Text size="sm">{t('records.runs.noStreams')}</Text> : <Streams run={run} />}
      </Section>
      <StreamNotes run={run} />
    </Stack>
  );
}

function Streams({ run: { streams } }: { run: Run }) {
  const { t } = useTranslation();
  const now = useNow();
  const numbers = ['fetched', 'stored', 'matched', 'skipped', 'calls'] as const;
  return (
    <Wide label={t('records.runs.streams')} minWidth={640}>
      <Table fz="sm" verticalSpacing={6} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ps={0}>{t('records.runs.stream')}</Table.Th>
            <Table.Th>{t('records.column.state')}</Table.Th>
            {numbers.map((name) => (
              <Table.Th key={name} ta="end">
                {t(`records.runs.number.${name}`)}
              </Table.Th>
            ))}
            <Table.Th ta="end">{t('records.column.took')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {streams.map((stream) => (
            <Table.Tr key={stream.stream}>
              <Table.Td ps={0}>{t(`records.stream.${stream.stream}`)}</Table.Td>
              <Table.Td>
                <RecordState state={stream.state} />
              </Table.Td>
              {numbers.map((name) => (
                <Table.Td key={name} ta="end" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {formatCount(stream[name])}
                </Table.Td>
              ))}
              <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
                {formatSeconds(secondsBetween(stream.startedAt, stream.endedAt, now) ?? 0)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

/** What went wrong in a stream, what was left out, and what was odd. */
function StreamNotes({ run: { streams } }: { run: Run }) {
  const { t } = useTranslation();
  return streams
    .filter(({ problem, warnings, skippedByReason }) => problem || warnings.length > 0 || skippedByReason.length > 0)
    .map(({ stream, problem, warnings, skippedByReason }) => (
      <Alert key={stream} color={problem ? 'red' : 'yellow'} title={t(`records.stream.${stream}`)}>
        <Stack gap={4}>
          {problem && (
            <>
              <Text size="sm">{problem.message}</Text>
              {problem.hint && (
                <Text size="sm" c="dimmed">
                  {problem.hint}
                </Text>
              )}
            </>
          )}
          {skippedByReason.map(({ reason, count }) => (
            <Text size="sm" key={reason}>
              {t('records.runs.skippedFor', { count, reason })}
            </Text>
          ))}
          {warnings.map((warning) => (
            <Text size="sm" key={warning}>
              {warning}
            </Text>
          ))}
        </Stack>
      </Alert>
    ));
}
