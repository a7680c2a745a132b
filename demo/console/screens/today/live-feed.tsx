import { Box, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LiveAlertsDocument, LiveThreatsDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { Age } from '../../parts/age.tsx';
import { TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { oneThreat } from '../../parts/threat-address.ts';
import { type FeedEntry, withEntry } from './feed.ts';

const placeOf = (hostName: string | null, client: { name: string } | null) =>
  [hostName, client?.name].filter(Boolean).join(' · ');

/** What happens while the page is open, the newest on top. */
export function LiveFeed({ onEvent }: { onEvent: () => void }) {
  const { t } = useTranslation();
  const [feed, setFeed] = useState<readonly FeedEntry[]>([]);
  const add = (entry: FeedEntry) => {
    setFeed((before) => withEntry(before, entry));
    onEvent();
  };
  useLive(
    LiveThreatsDocument,
    { filter: { minimumSeverity: 'UNKNOWN', status: ['ALL'] } },
    ({ bitdefenderThreatDetected: event }) => {
      if (!event) return;
      const { threat, at } = event;
      const { id, severity, name: title, hostName, client } = threat;
      add({ kind: 'threat', id, at, severity, title, place: placeOf(hostName, client) });
    },
  );
  useLive(LiveAlertsDocument, {}, ({ bitdefenderAlertChanged: event }) => {
    if (!event) return;
    const { alert, at } = event;
    const { id, severity, title, hostName, client } = alert;
    add({ kind: 'alert', id, at, severity, title, place: placeOf(hostName, client) });
  });
  return (
    <Panel title={t('today.feed.title')} about={t('today.feed.about')}>
      <Box role="log" aria-label={t('today.feed.title')} tabIndex={0} mah={420} style={{ overflowY: 'auto' }}>
        {feed.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('today.feed.none')}
          </Text>
        ) : (
          <Stack gap="sm">
            {feed.map((entry) => (
              <Entry key={`${entry.kind} ${entry.id}`} entry={entry} />
            ))}
          </Stack>
        )}
      </Box>
    </Panel>
  );
}

function Entry({ entry: { kind, id, at, severity, title, place } }: { entry: FeedEntry }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Group gap={6} wrap="nowrap">
          <SeverityBadge severity={severity} />
          <Text size="xs" c="dimmed">
            {t(`today.feed.${kind}`)}
          </Text>
        </Group>
        <Age at={at} size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} />
      </Group>
      {kind === 'threat' ? (
        <TextLink to="/threats" search={oneThreat(id)} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </TextLink>
      ) : (
        <TextLink to="/alerts" search={{ alert: id }} style={{ overflowWrap: 'anywhere' }}>
          {title}
        </TextLink>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {place}
      </Text>
    </Stack>
  );
}
