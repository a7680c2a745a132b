import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OwnDigestFragment, SetDigestDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { formatMoment } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { type DigestTime, DigestTimeFields } from './digest-time.tsx';

type Said = 'switchedOn' | 'saved' | 'switchedOff';

/** When the digest comes, and the buttons that switch it on and off. */
export function DigestForm({ digest, onChanged }: { digest: OwnDigestFragment; onChanged: () => void }) {
  const { t } = useTranslation();
  const [time, setTime] = useState<DigestTime>({ weekday: digest.weekday, hour: digest.hour });
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(SetDigestDocument);
  const { enabled, timeZone } = digest;
  const isChanged = time.weekday !== digest.weekday || time.hour !== digest.hour;
  const { hour: refusedHour, ...others } = errorsByField(userErrors);
  const set = async (wanted: boolean, said: Said) => {
    const answer = (await run({ input: { enabled: wanted, ...time } }))?.setBitdefenderDigest;
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
          <DigestTimeFields
            labels={{ day: t('digest.weekday'), hour: t('digest.hour') }}
            time={time}
            refusedHour={refusedHour}
            onChange={setTime}
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
