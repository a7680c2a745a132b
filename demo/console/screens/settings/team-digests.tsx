import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  SetTeamDigestDocument,
  type TeamDigestFragment,
  TeamDigestsPageDocument,
  type TeamDigestsPageQuery,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { formatMoment } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { ScreenState } from '../../parts/state.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { type DigestTime, DigestTimeFields } from './digest-time.tsx';
import { hours } from './digest-times.ts';

type Team = TeamDigestsPageQuery['teams'][number];

/** The digests of teams, for administrators. */
export function TeamDigests() {
  const { t } = useTranslation();
  const screen = useScreen(TeamDigestsPageDocument, {});
  return (
    <Panel title={t('digest.teams.title')} about={t('digest.teams.about')}>
      <ScreenState screen={screen}>
        {({ bitdefenderTeamDigests: digests, teams }) => (
          <Stack gap="md">
            {(digests ?? []).map((digest) => (
              <TeamDigest key={digest.teamId} digest={digest} onChanged={screen.refresh} />
            ))}
            <TeamForm teams={teams} digests={digests ?? []} onChanged={screen.refresh} />
          </Stack>
        )}
      </ScreenState>
    </Panel>
  );
}

/** One team: when its digest comes, or why it ended. */
function TeamDigest({ digest, onChanged }: { digest: TeamDigestFragment; onChanged: () => void }) {
  const { t } = useTranslation();
  const { run, busy } = useAction(SetTeamDigestDocument);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { teamId, teamName, enabled, weekday, hour, timeZone, nextAt, endedAt, endReason, last } = digest;
  const moment = (at: string) => formatMoment(at, timeZone);
  const switchOff = async () => {
    const answer = (await run({ input: { teamId, enabled: false } }))?.setBitdefenderTeamDigest;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('digest.teams.switchedOff', { team: teamName }) });
    onChanged();
  };
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" component="section" aria-label={teamName}>
      <Stack gap={2}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {teamName}
          </Text>
          <Badge variant={enabled ? 'light' : 'outline'} color={enabled ? undefined : 'gray'} radius="sm">
            {t(enabled ? 'digest.on' : 'digest.off')}
          </Badge>
        </Group>
        {enabled && (
          <Text size="sm">
            {t('digest.teams.when', {
              day: t(`digest.weekdays.${weekday}`),
              hour: hours[hour]?.label ?? '',
              at: nextAt ? moment(nextAt) : '',
            })}
          </Text>
        )}
        {endedAt && endReason && <Text size="sm">{t(`digest.teams.ended.${endReason}`, { at: moment(endedAt) })}</Text>}
        {last && (
          <Text size="sm" c="dimmed">
            {t(`digest.last.${last.state}`, {
              at: moment(last.dueAt),
              reason: last.reason ? t(`digest.reason.${last.reason}`) : '',
            })}
          </Text>
        )}
        <Refusals errors={errorsByField(userErrors)} />
      </Stack>
      {enabled && (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          aria-label={t('digest.teams.switchOffOf', { team: teamName })}
          style={{ flexShrink: 0 }}
          onClick={() => void switchOff()}
        >
          {t('digest.switchOff')}
        </Button>
      )}
    </Group>
  );
}

/** Switches the digest of a team on, or gives it another time. */
function TeamForm({
  teams,
  digests,
  onChanged,
}: {
  teams: readonly Team[];
  digests: readonly TeamDigestFragment[];
  onChanged: () => void;
}) {
  const { t } = useTranslation();
  const [teamId, setTeamId] = useState<string | null>(null);
  const [time, setTime] = useState<DigestTime>({ weekday: 'MONDAY', hour: 8 });
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(SetTeamDigestDocument);
  if (teams.length === 0) return <Text size="sm">{t('digest.teams.none')}</Text>;
  const chosen = digests.find((digest) => digest.teamId === teamId);
  const { teamId: refusedTeam, hour: refusedHour, ...others } = errorsByField(userErrors);
  const choose = (id: string | null) => {
    setTeamId(id);
    setUserErrors([]);
    const known = digests.find((digest) => digest.teamId === id);
    if (known !== undefined) setTime({ weekday: known.weekday, hour: known.hour });
  };
  const save = async () => {
    if (teamId === null) return;
    const answer = (await run({ input: { teamId, enabled: true, ...time } }))?.setBitdefenderTeamDigest;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    const team = answer.digest?.teamName ?? '';
    notifications.show({
      color: 'teal',
      message: t(chosen?.enabled ? 'digest.saved' : 'digest.teams.switchedOn', { team }),
    });
    setTeamId(null);
    onChanged();
  };
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start">
        <Select
          label={t('digest.teams.team')}
          placeholder={t('digest.teams.choose')}
          w={220}
          searchable
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={teamId}
          error={refusedTeam}
          onChange={choose}
        />
        <DigestTimeFields
          labels={{ day: t('digest.teams.day'), hour: t('digest.teams.hour') }}
          time={time}
          refusedHour={refusedHour}
          onChange={setTime}
        />
      </Group>
      <Refusals errors={others} />
      <Group>
        <Button size="sm" variant="light" disabled={teamId === null} loading={busy} onClick={() => void save()}>
          {t(chosen?.enabled ? 'digest.teams.save' : 'digest.teams.switchOn')}
        </Button>
      </Group>
    </Stack>
  );
}
