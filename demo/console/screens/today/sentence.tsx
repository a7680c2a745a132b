import { Group, Skeleton, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import { language } from '../../parts/format.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { type Situation, type StatePart, stateOfToday } from './state-of-today.ts';

const list = new Intl.ListFormat(language, { type: 'unit', style: 'long' });

/** One sentence: who and what needs somebody now. */
export function Sentence({ situation }: { situation: Situation | null }) {
  const { t } = useTranslation();
  const { may } = useViewer();
  if (situation === null) return <Skeleton h={36} w="50%" mb="md" />;
  const parts = stateOfToday(situation);
  const has = (...texts: StatePart['text'][]) => parts.some(({ text }) => texts.includes(text));
  const sentence = list.format(parts.map(({ text, count }) => t(`today.state.${text}`, { count })));
  const isQuiet = has('quiet');
  const isUnconnected = has('unconnected');
  const Icon = isQuiet ? IconCircleCheck : isUnconnected ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <Group gap="sm" mb="md" role="status" wrap="nowrap" align="center">
      <ThemeIcon
        size={36}
        radius="xl"
        variant="light"
        color={isQuiet ? 'teal' : isUnconnected ? 'gray' : 'orange'}
        aria-hidden
      >
        <Icon size={22} stroke={1.7} />
      </ThemeIcon>
      <Group gap="xs">
        <Text fz={20} fw={600} lh={1.25}>
          {isQuiet || isUnconnected ? sentence : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`}
        </Text>
        {isUnconnected && may.administer && (
          <ButtonLink to="/settings/bitdefender">{t('today.state.connect')}</ButtonLink>
        )}
        {has('failing', 'behind') && <ButtonLink to="/diagnostics">{t('today.state.diagnose')}</ButtonLink>}
      </Group>
    </Group>
  );
}
