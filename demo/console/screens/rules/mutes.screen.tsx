import { Badge, Button, Checkbox, Group, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBellOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EndMuteDocument, MutesPageDocument, type MutesPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { usePages } from '../../graph/use-pages.ts';
import { Age } from '../../parts/age.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
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
  const columns = useColumns(may.decide ? { end: (id) => void end(id), busy } : null);
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
            <DataTable
              label={t('rules.mute.title')}
              columns={columns}
              rows={screen.rows}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
            />
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

function useColumns(ending: { end: (id: string) => void; busy: boolean } | null): readonly Column<Mute>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'what',
        header: t('rules.mute.column.what'),
        cell: (mute) => (
          <Tooltip label={whatOf(mute, t)}>
            <span>{whatOf(mute, t)}</span>
          </Tooltip>
        ),
      },
      {
        id: 'reason',
        header: t('rules.mute.column.reason'),
        from: 'md',
        cell: ({ reason }) => (
          <Tooltip label={reason}>
            <span>{reason}</span>
          </Tooltip>
        ),
      },
      {
        id: 'by',
        header: t('rules.mute.column.by'),
        width: '170px',
        from: 'lg',
        cell: ({ createdByUser, createdBy, createdAt }) => (
          <Group gap={6} wrap="nowrap">
            <Text size="sm" truncate>
              {createdByUser?.name ?? createdBy}
            </Text>
            <Age at={createdAt} size="xs" c="dimmed" />
          </Group>
        ),
      },
      {
        id: 'until',
        header: t('rules.mute.column.until'),
        width: '200px',
        from: 'sm',
        cell: ({ until }) => formatMoment(until),
      },
      {
        id: 'state',
        header: t('rules.mute.column.state'),
        width: '120px',
        cell: (mute) => <MuteState mute={mute} />,
      },
      ...(ending
        ? [
            {
              id: 'end',
              header: '',
              width: '96px',
              cell: (mute: Mute) =>
                mute.active && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={ending.busy}
                    aria-label={t('rules.mute.endOf', { what: whatOf(mute, t) })}
                    onClick={() => ending.end(mute.id)}
                  >
                    {t('rules.mute.end')}
                  </Button>
                ),
            },
          ]
        : []),
    ],
    [t, ending],
  );
}

function MuteState({ mute: { active, endedBy, endedByUser } }: { mute: Mute }) {
  const { t } = useTranslation();
  const badge = (
    <Badge variant={active ? 'light' : 'outline'} color={active ? undefined : 'gray'} radius="sm">
      {t(active ? 'rules.mute.active' : 'rules.mute.over')}
    </Badge>
  );
  if (!endedBy) return badge;
  return <Tooltip label={t('rules.mute.endedBy', { who: endedByUser?.name ?? endedBy })}>{badge}</Tooltip>;
}
