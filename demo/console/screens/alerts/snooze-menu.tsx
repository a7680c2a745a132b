import { Button, Divider, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../parts/format.ts';
import { fromLocalInput, toLocalInput, untilOf } from '../../parts/until.ts';

const offered = ['hour', 'fourHours', 'tomorrow', 'monday', 'week'] as const;

/** Puts alerts aside until a time: one of the usual ones, or any. */
export function SnoozeMenu({
  onSnooze,
  disabled = false,
}: {
  onSnooze: (until: Date) => void;
  disabled?: boolean | undefined;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const now = new Date();
  const custom = fromLocalInput(text);
  const snooze = (until: Date) => {
    setOpened(false);
    onSnooze(until);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={310} withArrow trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          rightSection={<IconChevronDown size={14} />}
          onClick={() => setOpened((before) => !before)}
        >
          {t('alerts.decision.SNOOZE')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('alerts.decision.SNOOZE')}>
        <Stack gap={2}>
          {offered.map((choice) => {
            const until = untilOf(choice, now);
            return (
              <Button
                key={choice}
                size="compact-sm"
                variant="subtle"
                fw={500}
                justify="space-between"
                rightSection={
                  <Text span size="xs" c="dimmed">
                    {formatMoment(until)}
                  </Text>
                }
                onClick={() => snooze(until)}
              >
                {t(`until.${choice}`)}
              </Button>
            );
          })}
          <Divider my={6} />
          <Stack gap="xs" px={8} pb={4}>
            <TextInput
              type="datetime-local"
              size="xs"
              label={t('until.custom')}
              min={toLocalInput(now)}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
            <Button size="xs" disabled={custom === null || custom <= now} onClick={() => custom && snooze(custom)}>
              {t('alerts.decision.SNOOZE')}
            </Button>
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
