import { Box, SimpleGrid, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DashboardQuery } from '../../../../operations/documents.ts';
import { SparkLine } from '../../parts/chart.tsx';
import { Figure } from '../../parts/figure.tsx';
import { formatCount, formatShare, useNow } from '../../parts/format.ts';
import { allThreats, urgentThreats } from '../../parts/threat-address.ts';
import { comparisonOf, yesterdayOf } from './state-of-today.ts';

const Small = ({ children, color = 'dimmed' }: { children: ReactNode; color?: string }) => (
  <Text size="xs" c={color}>
    {children}
  </Text>
);

/** The numbers of the day: threats today, this week and this month against the same part of the last, what waits, and what is protected. */
export function TodayFigures({ data }: { data: DashboardQuery }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const now = useNow();
  const { bitdefenderThreatCounts: counts, bitdefenderAlertCounts: alerts, bitdefenderCoverage: coverage } = data;
  const of = { timeZone: counts?.timeZone, asOf: counts?.asOf ?? null, stale: counts?.stale ?? false };
  const hours = (counts?.todayByHour.steps ?? []).filter(({ from }) => new Date(from) <= now);
  const yesterday = counts ? yesterdayOf(counts.monthByDay.steps, now) : null;
  const compared = (value: number, before: number, window: 'lastWeek' | 'lastMonth') => {
    const { text, by } = comparisonOf(value, before);
    return (
      <Small>
        {t(`today.figure.${text}`, {
          by: formatCount(by),
          before: formatCount(before),
          window: t(`today.figure.${window}`),
        })}
      </Small>
    );
  };
  const urgent = counts?.unresolvedBySeverity;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" mb="md">
      <Figure
        label={t('today.figure.today')}
        value={counts?.today}
        of={{ window: t('today.figure.todayWindow'), ...of }}
      >
        <Small>
          {yesterday === null ? t('today.figure.firstDay') : t('today.figure.yesterday', { count: yesterday })}
        </Small>
        {hours.length > 1 && (
          <Box mt={4}>
            <SparkLine values={hours.map(({ total }) => total)} />
          </Box>
        )}
      </Figure>
      <Figure
        label={t('today.figure.week')}
        value={counts?.thisWeek}
        of={{ window: t('today.figure.weekWindow'), ...of }}
      >
        {counts && compared(counts.thisWeek, counts.lastWeekSoFar, 'lastWeek')}
      </Figure>
      <Figure
        label={t('today.figure.month')}
        value={counts?.thisMonth}
        of={{ window: t('today.figure.monthWindow'), ...of }}
      >
        {counts && compared(counts.thisMonth, counts.lastMonthSoFar, 'lastMonth')}
      </Figure>
      <Figure
        label={t('today.figure.unresolved')}
        value={counts?.unresolved}
        of={{ window: t('today.figure.unresolvedWindow'), ...of }}
        onOpen={() =>
          void navigate({
            to: '/threats',
            search:
              urgent && urgent.critical + urgent.high > 0
                ? urgentThreats()
                : { ...allThreats(), status: ['UNRESOLVED'] },
          })
        }
      >
        {urgent && (
          <Small>
            {t('today.figure.urgent', { critical: formatCount(urgent.critical), high: formatCount(urgent.high) })}
          </Small>
        )}
      </Figure>
      <Figure
        label={t('today.figure.alerts')}
        value={alerts?.open}
        of={{ window: t('today.figure.alertsWindow') }}
        onOpen={() => void navigate({ to: '/alerts' })}
      >
        {alerts && (
          <Small>
            {t('today.figure.ticketed', {
              tickets: formatCount(alerts.openWithTicket),
              nobody: formatCount(alerts.openUnassigned),
            })}
          </Small>
        )}
      </Figure>
      <Figure
        label={t('today.figure.protected')}
        value={coverage?.protectedAgents}
        of={{
          window: t('today.figure.protectedWindow'),
          asOf: coverage?.asOf ?? null,
          stale: coverage?.stale ?? false,
        }}
        onOpen={() => void navigate({ to: '/devices' })}
      >
        {coverage && coverage.agents > 0 && (
          <Small>
            {t('today.figure.share', {
              share: formatShare(coverage.protectedAgents / coverage.agents),
              agents: formatCount(coverage.agents),
            })}
          </Small>
        )}
      </Figure>
    </SimpleGrid>
  );
}
