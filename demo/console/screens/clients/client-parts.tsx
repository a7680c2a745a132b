import { Grid, SimpleGrid, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LineChart } from '../../parts/chart.tsx';
import { Figure } from '../../parts/figure.tsx';
import { formatCount, formatDay, formatShare } from '../../parts/format.ts';
import { Gaps } from '../../parts/gaps.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityDays } from '../../parts/severity-days.tsx';
import { allThreats, urgentThreats } from '../../parts/threat-address.ts';
import { Cadence } from './cadence.tsx';
import { Companies } from './companies.tsx';
import { ClientDevices } from './devices.tsx';
import { type Finding, Findings } from './findings.tsx';
import { ResponseMonths } from './response-months.tsx';
import type { Responses } from './response-steps.ts';
import { ClientThreats } from './threats.tsx';
import type { ClientProtection } from './types.ts';

/** All that is known of the protection of a client. */
export function ClientParts({
  clientId,
  bitdefender,
  findings,
  responses,
  shape,
  onShape,
}: {
  clientId: string;
  bitdefender: ClientProtection;
  findings: readonly Finding[];
  /** Null if they could not be read. */
  responses: Responses | null;
  shape: 'chart' | 'table';
  onShape: (shape: 'chart' | 'table') => void;
}) {
  const { t } = useTranslation();
  const { threatCounts, coverage, lastSyncedAt, freshness } = bitdefender;
  return (
    <div>
      <Figures clientId={clientId} bitdefender={bitdefender} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <SeverityDays
              title={t('clients.client.days')}
              days={threatCounts.series.steps}
              timeZone={threatCounts.timeZone}
              asOf={threatCounts.asOf}
              stale={threatCounts.stale}
              of={{ client: clientId }}
              shape={shape}
              onShape={onShape}
            />
            <ClientThreats clientId={clientId} threats={bitdefender.threats.edges.map(({ node }) => node)} />
            {responses && <ResponseMonths responses={responses} />}
            <ClientDevices
              clientId={clientId}
              devices={bitdefender.devices.edges.map(({ node }) => node)}
              total={bitdefender.devices.totalCount}
            />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Findings findings={findings} />
            <Panel title={t('clients.client.gaps.title')}>
              <Gaps
                gaps={coverage.gaps}
                machines={coverage.machines}
                asOf={lastSyncedAt}
                stale={freshness.stale}
                client={clientId}
                always={['UNPROTECTED', 'NO_AGENT']}
              />
            </Panel>
            <Trend coverage={coverage} />
            <Cadence cadence={bitdefender.cadence} lastSyncedAt={lastSyncedAt} />
            <Companies companies={bitdefender.companies} />
          </Stack>
        </Grid.Col>
      </Grid>
    </div>
  );
}

const Small = ({ children }: { children: ReactNode }) => (
  <Text size="xs" c="dimmed">
    {children}
  </Text>
);

function Figures({ clientId, bitdefender }: { clientId: string; bitdefender: ClientProtection }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { threatCounts: counts, coverage, lastSyncedAt, freshness } = bitdefender;
  const of = { timeZone: counts.timeZone, asOf: counts.asOf, stale: counts.stale };
  const { critical, high } = counts.unresolvedBySeverity;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm" mb="md">
      <Figure
        label={t('today.figure.today')}
        value={counts.today}
        of={{ window: t('today.figure.todayWindow'), ...of }}
      />
      <Figure
        label={t('today.figure.week')}
        value={counts.thisWeek}
        of={{ window: t('today.figure.weekWindow'), ...of }}
      />
      <Figure
        label={t('today.figure.month')}
        value={counts.thisMonth}
        of={{ window: t('today.figure.monthWindow'), ...of }}
      />
      <Figure
        label={t('today.figure.unresolved')}
        value={counts.unresolved}
        of={{ window: t('today.figure.unresolvedWindow'), ...of }}
        onOpen={() =>
          void navigate({
            to: '/threats',
            search:
              critical + high > 0
                ? urgentThreats({ client: clientId })
                : { ...allThreats({ client: clientId }), status: ['UNRESOLVED'] },
          })
        }
      >
        <Small>{t('today.figure.urgent', { critical: formatCount(critical), high: formatCount(high) })}</Small>
      </Figure>
      <Figure
        label={t('today.figure.protected')}
        value={coverage.protectedAgents}
        of={{ window: t('today.figure.protectedWindow'), asOf: lastSyncedAt, stale: freshness.stale }}
        onOpen={() => void navigate({ to: '/devices', search: { client: clientId } })}
      >
        {coverage.agents > 0 && (
          <Small>
            {t('clients.client.figure.share', {
              share: formatShare(coverage.protectedAgents / coverage.agents),
              agents: formatCount(coverage.agents),
            })}
          </Small>
        )}
        <Small>{t('clients.client.figure.machines', { count: coverage.machines })}</Small>
      </Figure>
    </SimpleGrid>
  );
}

/** A day as the graph names it, at noon: no time zone moves that to another day. */
const noonOf = (day: string) => `${day}T12:00:00`;

function Trend({ coverage: { trend } }: { coverage: ClientProtection['coverage'] }) {
  const { t } = useTranslation();
  const last = trend.at(-1);
  return (
    <Panel title={t('clients.client.trend.title')}>
      {trend.length > 1 ? (
        <LineChart
          label={t('clients.client.trend.title')}
          height={180}
          points={trend.map(({ day, machines, protectedAgents }) => ({
            label: formatDay(noonOf(day)),
            machines,
            protectedAgents,
          }))}
          series={[
            { name: 'machines', label: t('clients.client.trend.machines'), color: 'gray.6' },
            { name: 'protectedAgents', label: t('clients.client.trend.protected'), color: 'teal.6' },
          ]}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {last
            ? t('clients.client.trend.short', {
                protected: formatCount(last.protectedAgents),
                machines: formatCount(last.machines),
              })
            : t('clients.client.trend.none')}
        </Text>
      )}
    </Panel>
  );
}
