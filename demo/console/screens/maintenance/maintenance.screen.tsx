import { Badge, Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCalendarPause } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DeleteMaintenanceWindowDocument,
  EndMaintenanceWindowDocument,
  MaintenancePageDocument,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { formatMoment, formatSeconds, formatWeekday } from '../../parts/format.ts';
import { TextLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { usualAlerts } from '../alerts/search.ts';
import { WindowDialog } from './window-dialog.tsx';
import type { Window } from './window-form.ts';

/** The maintenance windows: what they hold, when they are open, and what waits now. */
export default function MaintenanceScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { ended } = useSearch({ from: '/maintenance' });
  const navigate = useNavigate({ from: '/maintenance' });
  const screen = useScreen(MaintenancePageDocument, { ended });
  const [edited, setEdited] = useState<Window | 'new' | null>(null);
  const ending = useAction(EndMaintenanceWindowDocument);
  const deleting = useAction(DeleteMaintenanceWindowDocument);
  const report = (errors: readonly { message: string }[] = []) => {
    for (const { message } of errors) notifications.show({ color: 'red', message });
    screen.refresh();
  };
  const end = async (windowId: string) =>
    report((await ending.run({ windowId }))?.endBitdefenderMaintenanceWindow?.userErrors);
  const remove = async (windowId: string) =>
    report((await deleting.run({ windowId }))?.deleteBitdefenderMaintenanceWindow?.userErrors);
  return (
    <>
      <ScreenHead title={t('maintenance.title')} about={t('maintenance.about')}>
        {may.arrange && (
          <Button size="xs" leftSection={<IconCalendarPause size={14} />} onClick={() => setEdited('new')}>
            {t('maintenance.add')}
          </Button>
        )}
      </ScreenHead>
      <Checkbox
        size="xs"
        mb="sm"
        label={t('maintenance.ended')}
        checked={ended}
        onChange={({ currentTarget }) => void navigate({ search: { ended: currentTarget.checked }, replace: true })}
      />
      <ScreenState screen={screen}>
        {({ bitdefenderMaintenanceWindows }) => {
          const windows = bitdefenderMaintenanceWindows ?? [];
          if (windows.length === 0)
            return <Empty title={t('maintenance.empty.title')} text={t('maintenance.empty.text')} />;
          return (
            <Stack
              component="ul"
              gap="xs"
              m={0}
              p={0}
              style={{ listStyle: 'none' }}
              aria-label={t('maintenance.title')}
            >
              {windows.map((window) => (
                <WindowCard
                  key={window.id}
                  window={window}
                  busy={ending.busy || deleting.busy}
                  {...(may.arrange && {
                    actions: {
                      end: () => void end(window.id),
                      edit: () => setEdited(window),
                      remove: () => void remove(window.id),
                    },
                  })}
                />
              ))}
            </Stack>
          );
        }}
      </ScreenState>
      <WindowDialog edited={edited} onClose={() => setEdited(null)} onSaved={screen.refresh} />
    </>
  );
}

/** What a window holds, in words. */
const whatOf = ({ client, hostName, ruleId, ruleName }: Window, t: TFunction) =>
  [
    client && t('maintenance.client', { name: client.name }),
    hostName && t('maintenance.host', { name: hostName }),
    ruleId && t('maintenance.rule', { name: ruleName ?? t('maintenance.noRule') }),
  ]
    .filter(Boolean)
    .join(' · ');

/** When a window is open, in words. */
function whenOf({ date, days, time, minutes, timeZone }: Window, t: TFunction): string {
  const given = { time, length: formatSeconds(minutes * 60), zone: timeZone };
  if (days === null) return t('maintenance.once', { ...given, date: date ?? '' });
  if (days.length === 7) return t('maintenance.daily', given);
  return t('maintenance.weekly', { ...given, days: days.map(formatWeekday).join(', ') });
}

function WindowCard({
  window,
  actions,
  busy,
}: {
  window: Window;
  actions?: { end: () => void; edit: () => void; remove: () => void };
  busy: boolean;
}) {
  const { t } = useTranslation();
  const { name, open, occurrences, over, timeZone, heldCount, client } = window;
  const state = open ? 'open' : over ? 'over' : 'planned';
  const next = open ? occurrences[1] : occurrences[0];
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <Title order={2} size="h6" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
            <Badge variant={open ? 'light' : 'outline'} color={open ? undefined : 'gray'} radius="sm">
              {t(`maintenance.state.${state}`)}
            </Badge>
            {heldCount > 0 && (
              <TextLink
                to="/alerts"
                search={{ ...usualAlerts, state: [], held: true, ...(client && { client: client.id }) }}
              >
                {t('maintenance.held', { count: heldCount })}
              </TextLink>
            )}
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {whatOf(window, t)}
          </Text>
          <Text size="sm" c="dimmed">
            {whenOf(window, t)}
          </Text>
          {open && (
            <Text size="sm" c="dimmed">
              {t('maintenance.until', { moment: formatMoment(open.to, timeZone), zone: timeZone })}
            </Text>
          )}
          {next && (
            <Text size="sm" c="dimmed">
              {t('maintenance.next', { moment: formatMoment(next.from, timeZone), zone: timeZone })}
            </Text>
          )}
        </Stack>
        {actions && (
          <Group gap="xs">
            {open && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                aria-label={t('maintenance.endOf', { name })}
                onClick={actions.end}
              >
                {t('maintenance.end')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy}
              aria-label={t('maintenance.editOf', { name })}
              onClick={actions.edit}
            >
              {t('maintenance.edit')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy}
              aria-label={t('maintenance.deleteOf', { name })}
              onClick={actions.remove}
            >
              {t('maintenance.delete')}
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}
