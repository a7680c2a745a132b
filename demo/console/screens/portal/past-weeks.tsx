import { Box, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PortalWeekQuery } from '../../../../operations/documents.ts';
import { formatCount, formatDay } from '../../parts/format.ts';
import { TextLink } from '../../parts/link.tsx';
import { barOf, dayIn, lastMomentOf, type WeekCounts } from './weeks.ts';

type Week = NonNullable<PortalWeekQuery['portalBitdefenderWeeks']>[number];

const colors: Readonly<Record<keyof WeekCounts, string>> = {
  stopped: 'teal.8',
  handled: 'blue.6',
  beingHandled: 'orange.6',
};

/** The last weeks as bars, each of which leads to its own page. */
export function PastWeeks({ weeks, shown, timeZone }: { weeks: readonly Week[]; shown: string; timeZone: string }) {
  const { t } = useTranslation();
  if (weeks.length === 0) return null;
  return (
    <Stack gap={6} component="section">
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2} size="h4">
          {t('portal.weeks')}
        </Title>
        <Legend />
      </Group>
      <Text size="sm" c="dimmed" className="not-printed">
        {t('portal.weeksAbout')}
      </Text>
      <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
        {weeks.map((week) => (
          <Group component="li" key={week.week} gap="sm" wrap="nowrap">
            <Box w={138} style={{ flexShrink: 0, whiteSpace: 'nowrap' }}>
              <TextLink
                to="/portal"
                search={{ week: dayIn(week.from, timeZone) }}
                fw={week.week === shown ? 700 : 400}
                aria-current={week.week === shown ? 'true' : undefined}
              >
                {`${formatDay(week.from, timeZone)} – ${formatDay(lastMomentOf(week), timeZone)}`}
              </TextLink>
            </Box>
            <Bar week={week} weeks={weeks} />
            <Text size="sm" ta="end" w={36} style={{ flexShrink: 0, fontVariantNumeric: 'tabular-nums' }}>
              {formatCount(week.total)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  );
}

/** The parts of a week; what it shows is also its text. */
function Bar({ week, weeks }: { week: Week; weeks: readonly Week[] }) {
  const { t } = useTranslation();
  const parts = barOf(week, weeks);
  const text = parts.map(({ kind, count }) => `${t(`portal.${kind}`)}: ${formatCount(count)}`).join(', ');
  return (
    <Box flex={1} role="img" aria-label={text || t('portal.quiet')}>
      {parts.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('portal.quiet')}
        </Text>
      ) : (
        <Progress.Root size={14} radius="sm" bg="transparent" aria-hidden>
          {parts.map(({ kind, percent }) => (
            <Progress.Section key={kind} value={percent} color={colors[kind]} withAria={false} />
          ))}
        </Progress.Root>
      )}
    </Box>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <Group gap="sm" aria-hidden>
      {(['stopped', 'handled', 'beingHandled'] as const).map((kind) => (
        <Group key={kind} gap={6}>
          <Box w={10} h={10} bg={colors[kind]} style={{ borderRadius: 2 }} />
          <Text size="xs">{t(`portal.${kind}`)}</Text>
        </Group>
      ))}
    </Group>
  );
}
