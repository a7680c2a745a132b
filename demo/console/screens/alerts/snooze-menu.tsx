import { Button, Menu, Stack, TextInput } from '@mantine/core';
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
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={260} withArrow>
      <Menu.Target>
        <Button size="xs" variant="default" disabled={disabled} rightSection={<IconChevronDown size={14} />}>
          {t('alerts.decision.SNOOZE')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((choice) => {
          const until = untilOf(choice, now);
          return (
            <Menu.Item key={choice} onClick={() => snooze(until)}>
              {t(`until.${choice}`, { moment: formatMoment(until) })}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Stack gap="xs" p="xs">
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
      </Menu.Dropdown>
    </Menu>
  );
}
