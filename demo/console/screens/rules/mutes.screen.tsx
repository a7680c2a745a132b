import { Badge, Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBellOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { EndMuteDocument, MutesPageDocument, type MutesPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { usePages } from '../../graph/use-pages.ts';
import { Age } from '../../parts/age.tsx';
import { formatMoment } from '../../parts/format.ts';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { MuteDialog } from './mute-dialog.tsx';
import type { Mute } from './mute-form.ts';

const pageOf = (data: MutesPageQuery) => data.bitdefenderAlertMutes;

/** The mutes: what is silent, until when, why, and who wanted it. */
export default function MutesScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { ended } = useSearch({ from: '/mutes' });
  const navigate = useNavigate({ from: '/mutes' });
  const screen = usePages(MutesPageDocument, { ended }, pageOf);
  const { run, busy } = useAction(EndMuteDocument);
  const [adding, { open, close }] = useDisclosure();
  const end = async (muteId: string) => {
    const answer = (await run({ muteId }))?.endBitdefenderAlertMute;
    for (const { message } of answer?.userErrors ?? []) notifications.show({ color: 'red', message });
    screen.refresh();
  };
  const add = may.decide && (
    <Button size="xs" leftSection={<IconBellOff size={14} />} onClick={open}>
      {t('rules.mute.add')}
    </Button>
  );
  return (
    <>
      <ScreenHead title={t('rules.mute.title')} about={t('rules.mute.about')}>
        {add}
      </ScreenHead>
      <Checkbox
        size="xs"
        mb="sm"
        label={t('rules.mute.ended')}
        checked={ended}
        onChange={({ currentTarget }) => void navigate({ search: { ended: currentTarget.checked }, replace: true })}
      />
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Empty title={t('rules.mute.empty.title')} text={t('rules.mute.empty.text')} />
          ) : (
            <Stack gap="xs">
              <Stack
                component="ul"
                gap="xs"
                m={0}
                p={0}
                style={{ listStyle: 'none' }}
                aria-label={t('rules.mute.title')}
              >
                {screen.rows.map((mute) => (
                  <MuteCard key={mute.id} mute={mute} busy={busy} onEnd={may.decide ? () => void end(mute.id) : null} />
                ))}
              </Stack>
              {screen.more && (
                <div>
                  <Button size="xs" variant="default" loading={screen.loadingMore} onClick={screen.more}>
                    {t('rules.mute.more')}
                  </Button>
                </div>
              )}
            </Stack>
          )
        }
      </ScreenState>
      <MuteDialog opened={adding} onClose={close} onSaved={screen.refresh} />
    </>
  );
}

/** What a mute silences, in words. */
const whatOf = ({ client, hostName, threatName }: Mute, t: TFunction) =>
  [
    client ? t('rules.mute.client', { name: client.name }) : t('rules.mute.anyClient'),
    hostName && t('rules.mute.host', { name: hostName }),
    threatName && t('rules.mute.threat', { name: threatName }),
  ]
    .filter(Boolean)
    .join(' · ');

function MuteCard({ mute, onEnd, busy }: { mute: Mute; onEnd: (() => void) | null; busy: boolean }) {
  const { t } = useTranslation();
  const { active, reason, until, createdAt, createdBy, createdByUser, endedBy, endedByUser } = mute;
  const what = whatOf(mute, t);
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <Title order={2} size="h6" style={{ overflowWrap: 'anywhere' }}>
              {what}
            </Title>
            <Badge variant={active ? 'light' : 'outline'} color={active ? undefined : 'gray'} radius="sm">
              {t(active ? 'rules.mute.active' : 'rules.mute.over')}
            </Badge>
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {reason}
          </Text>
          <Group gap={6}>
            <Text size="sm" c="dimmed">
              {t(active ? 'rules.mute.until' : 'rules.mute.wasUntil', { moment: formatMoment(until) })}
              {endedBy && `, ${t('rules.mute.endedBy', { who: endedByUser?.name ?? endedBy })}`}
            </Text>
            <Text size="sm" c="dimmed">
              {t('rules.mute.by', { who: createdByUser?.name ?? createdBy })}
            </Text>
            <Age at={createdAt} size="sm" c="dimmed" />
          </Group>
        </Stack>
        {active && onEnd && (
          <Button
            size="compact-sm"
            variant="default"
            style={{ flexShrink: 0 }}
            disabled={busy}
            aria-label={t('rules.mute.endOf', { what })}
            onClick={onEnd}
          >
            {t('rules.mute.end')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
