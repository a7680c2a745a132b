import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import { Age } from '../../parts/age.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AgentChoice } from './agent-choice.tsx';
import type { OneDevice } from './types.ts';
import { type Matching, useMatch } from './use-match.ts';

/** How a device was matched with an agent, and what a person decided or may decide about it. */
export function MatchPanel({ device, onChanged }: { device: OneDevice; onChanged: () => void }) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const matching = useMatch(device.id, onChanged);
  const { agent, matchCandidates, matchKind, matchReason, client } = device;
  const agents = matchCandidates.length > 0 ? matchCandidates : agent ? [agent] : [];
  return (
    <Panel title={t('devices.device.match.title')} about={t(`devices.device.match.kind.${matchKind}`)}>
      <Stack gap="sm">
        <Text size="sm">{matchReason}</Text>
        {agents.length > 0 && (
          <Stack gap={6}>
            <Text size="sm" c="dimmed">
              {t(matchCandidates.length > 0 ? 'devices.device.match.candidates' : 'devices.device.match.agent')}
            </Text>
            {agents.map(({ id, hostname }) => (
              <Group key={id} justify="space-between" gap="xs" wrap="nowrap">
                <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {hostname}
                </Text>
                {may.decide && (
                  <Decide agent={{ id, hostname }} isPinned={matchKind === 'PINNED'} matching={matching} />
                )}
              </Group>
            ))}
          </Stack>
        )}
        {may.decide && client && (
          <AgentChoice
            label={t(agents.length > 0 ? 'devices.device.match.another' : 'devices.device.match.other')}
            clientId={client.id}
            busy={matching.busy}
            onPin={matching.pin}
          />
        )}
        {!client && (
          <Text size="sm" c="dimmed">
            {t('devices.device.match.unmapped')}
          </Text>
        )}
        {matching.outcome && (
          <Alert color={matching.outcome.refused ? 'yellow' : 'teal'} role="status" p="xs">
            {matching.outcome.refused ?? t('devices.device.match.done')}
          </Alert>
        )}
        <Decisions decisions={device.matchDecisions} matching={matching} />
      </Stack>
    </Panel>
  );
}

function Decide({
  agent: { id, hostname },
  isPinned,
  matching,
}: {
  agent: { id: string; hostname: string };
  isPinned: boolean;
  matching: Matching;
}) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap">
      {!isPinned && (
        <Button
          size="compact-xs"
          disabled={matching.busy}
          aria-label={t('devices.device.match.pinName', { agent: hostname })}
          onClick={() => void matching.pin(id)}
        >
          {t('devices.device.match.pin')}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        disabled={matching.busy}
        aria-label={t('devices.device.match.forbidName', { agent: hostname })}
        onClick={() => void matching.forbid(id)}
      >
        {t('devices.device.match.forbid')}
      </Button>
    </Group>
  );
}

function Decisions({ decisions, matching }: { decisions: OneDevice['matchDecisions']; matching: Matching }) {
  const { t } = useTranslation();
  const { may } = useViewer();
  if (decisions.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {t('devices.device.match.decisions')}
      </Text>
      {decisions.map(({ id, kind, agent, decidedBy, decidedByUser, decidedAt, note }) => {
        const decision = t(`devices.device.match.decision.${kind}`, { agent: agent.hostname });
        return (
          <Group key={id} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Stack gap={0} miw={0}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {decision}
              </Text>
              <Group gap={4}>
                <Text size="xs" c="dimmed">
                  {t('devices.device.match.by', { who: decidedByUser?.name ?? decidedBy })}
                </Text>
                <Age at={decidedAt} size="xs" c="dimmed" />
              </Group>
              {note && <Text size="xs">{note}</Text>}
            </Stack>
            {may.decide && (
              <Button
                size="compact-xs"
                variant="default"
                style={{ flexShrink: 0 }}
                disabled={matching.busy}
                aria-label={t('devices.device.match.removeName', { decision })}
                onClick={() => void matching.remove(id)}
              >
                {t('devices.device.match.remove')}
              </Button>
            )}
          </Group>
        );
      })}
    </Stack>
  );
}
