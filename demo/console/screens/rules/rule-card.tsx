import { ActionIcon, Badge, Button, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formOf, type Rule } from './rule-form.ts';
import { actionWords, conditionWords, type RuleNames, scopeWords } from './rule-words.ts';

/** The id of the button that moves a rule, which the keyboard stays on. */
export const moverId = (id: string, step: -1 | 1) => `move-${step === -1 ? 'up' : 'down'}-${id}`;

/** One rule in words, with its place, its switch, and the way to its editor. */
export function RuleCard({
  rule,
  place,
  total,
  names,
  mayArrange,
  busy,
  onMove,
  onSwitch,
  onEdit,
}: {
  rule: Rule;
  place: number;
  total: number;
  names: RuleNames;
  mayArrange: boolean;
  busy: boolean;
  onMove: (step: -1 | 1) => void;
  onSwitch: (enabled: boolean) => void;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const { name, enabled } = rule;
  return (
    <Paper component="li" p="sm" style={{ listStyle: 'none' }}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Stack gap={2} align="center" w={30} style={{ flexShrink: 0 }}>
          {mayArrange && (
            <ActionIcon
              id={moverId(rule.id, -1)}
              variant="subtle"
              size="sm"
              aria-label={t('rules.up', { name })}
              aria-disabled={place === 1 || busy}
              opacity={place === 1 ? 0.3 : 1}
              onClick={() => !busy && onMove(-1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
          )}
          <Text fw={650} size="lg" lh={1.2} aria-label={t('rules.number', { number: place })}>
            {place}
          </Text>
          {mayArrange && (
            <ActionIcon
              id={moverId(rule.id, 1)}
              variant="subtle"
              size="sm"
              aria-label={t('rules.down', { name })}
              aria-disabled={place === total || busy}
              opacity={place === total ? 0.3 : 1}
              onClick={() => !busy && onMove(1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
          )}
        </Stack>
        <Stack gap={4} flex={1} miw={0}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <Group gap="xs">
              <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Title>
              {!enabled && (
                <Badge variant="outline" color="gray" radius="sm">
                  {t('rules.off')}
                </Badge>
              )}
            </Group>
            {mayArrange && (
              <Group gap="xs" wrap="nowrap">
                <Button
                  size="compact-sm"
                  variant="default"
                  visibleFrom="sm"
                  leftSection={<IconPencil size={14} />}
                  aria-label={`${t('rules.edit')}: ${name}`}
                  onClick={onEdit}
                >
                  {t('rules.edit')}
                </Button>
                <ActionIcon
                  size="md"
                  variant="default"
                  hiddenFrom="sm"
                  aria-label={`${t('rules.edit')}: ${name}`}
                  onClick={onEdit}
                >
                  <IconPencil size={14} />
                </ActionIcon>
                <Switch
                  checked={enabled}
                  disabled={busy}
                  aria-label={t(enabled ? 'rules.switchOff' : 'rules.switchOn', { name })}
                  onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
                />
              </Group>
            )}
          </Group>
          <RuleWords rule={rule} names={names} />
        </Stack>
      </Group>
    </Paper>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function RuleWords({ rule, names }: { rule: Rule; names: RuleNames }) {
  const { t } = useTranslation();
  const form = formOf(rule);
  return (
    <>
      <Line name={t('rules.part.when')} isOff={!rule.enabled}>
        {capital(conditionWords(form, names, t).join(' · '))}
      </Line>
      <Line name={t('rules.part.whom')} isOff={!rule.enabled}>
        {capital(scopeWords(form, names, t))}
      </Line>
      <Line name={t('rules.part.what')} isOff={!rule.enabled}>
        <b>{capital(actionWords(form, names, t).join(' · '))}</b>
        {`; ${t(rule.next === 'STOP' ? 'rules.stop' : 'rules.goOn')}`}
      </Line>
    </>
  );
}

function Line({ name, isOff, children }: { name: string; isOff: boolean; children: ReactNode }) {
  return (
    <Group gap="xs" wrap="nowrap" align="baseline">
      <Text size="sm" c="dimmed" w={44} style={{ flexShrink: 0 }}>
        {name}
      </Text>
      <Text size="sm" c={isOff ? 'dimmed' : undefined} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}
