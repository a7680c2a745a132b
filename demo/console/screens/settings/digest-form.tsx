import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type BitdefenderWeekday,
  type OwnDigestFragment,
  SetDigestDocument,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { formatMoment } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { hours, weekdays } from './digest-times.ts';

type Said = 'switchedOn' | 'saved' | 'switchedOff';

/** When the digest comes, and the buttons that switch it on and off. */
export function DigestForm({ digest, onChanged }: { digest: OwnDigestFragment; onChanged: () => void }) {
  const { t } = useTranslation();
  const [weekday, setWeekday] = useState(digest.weekday);
  const [hour, setHour] = useState(digest.hour);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(SetDigestDocument);
  const { enabled, timeZone } = digest;
  const isChanged = weekday !== digest.weekday || hour !== digest.hour;
  const { hour: refusedHour, ...others } = errorsByField(userErrors);
  const set = async (wanted: boolean, said: Said) => {
    const answer = (await run({ input: { enabled: wanted, weekday, hour } }))?.setBitdefenderDigest;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t(`digest.${said}`) });
    onChanged();
  };
  return (
    <Panel
      title={t('digest.when')}
      action={
        <Badge variant={enabled ? 'light' : 'outline'} color={enabled ? undefined : 'gray'} radius="sm">
          {t(enabled ? 'digest.on' : 'digest.off')}
        </Badge>
      }
    >
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <Select
            label={t('digest.weekday')}
            w={180}
            data={weekdays.map((value) => ({ value, label: t(`digest.weekdays.${value}`) }))}
            value={weekday}
            allowDeselect={false}
            onChange={(value) => value && setWeekday(value as BitdefenderWeekday)}
          />
          <Select
            label={t('digest.hour')}
            w={120}
            data={[...hours]}
            value={String(hour)}
            allowDeselect={false}
            error={refusedHour}
            onChange={(value) => value && setHour(Number(value))}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {t('digest.inZone', { zone: timeZone })}
        </Text>
        <Standing digest={digest} />
        <Refusals errors={others} />
        <Group gap="xs">
          {(!enabled || isChanged) && (
            <Button size="sm" loading={busy} onClick={() => void set(true, enabled ? 'saved' : 'switchedOn')}>
              {t(enabled ? 'digest.save' : 'digest.switchOn')}
            </Button>
          )}
          {enabled && (
            <Button size="sm" variant="default" loading={busy} onClick={() => void set(false, 'switchedOff')}>
              {t('digest.switchOff')}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}

/** When the next one is due, why it was switched off, and what became of the last one. */
function Standing({ digest: { timeZone, nextAt, endedAt, endReason, last } }: { digest: OwnDigestFragment }) {
  const { t } = useTranslation();
  const moment = (at: string) => formatMoment(at, timeZone);
  return (
    <Stack gap={2}>
      {nextAt && <Text size="sm">{t('digest.next', { at: moment(nextAt) })}</Text>}
      {endedAt && endReason === 'PERSON_GONE' && <Text size="sm">{t('digest.gone', { at: moment(endedAt) })}</Text>}
      {last && (
        <Text size="sm" c="dimmed">
          {t(`digest.last.${last.state}`, {
            at: moment(last.dueAt),
            reason: last.reason ? t(`digest.reason.${last.reason}`) : '',
          })}
        </Text>
      )}
    </Stack>
  );
}
