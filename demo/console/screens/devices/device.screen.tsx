import { Alert, Grid, SimpleGrid, Stack } from '@mantine/core';
import { IconRobotOff } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DevicePageDocument, LiveThreatsDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Figure } from '../../parts/figure.tsx';
import { formatMoment } from '../../parts/format.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { SeverityDays } from '../../parts/severity-days.tsx';
import { Empty, ScreenHead, ScreenState, StaleNote } from '../../parts/state.tsx';
import { allThreats } from '../../parts/threat-address.ts';
import { DeviceThreats } from './device-threats.tsx';
import { MatchPanel } from './match-panel.tsx';
import { EventsPanel, HealthPanel, ModulesPanel, TwinsPanel } from './side-panels.tsx';
import { StatePanel } from './state-panel.tsx';
import type { OneDevice } from './types.ts';

/** One device of Bitdefender: what it is, how it was matched, how it is, and its threats. */
export default function DeviceScreen() {
  const { t } = useTranslation();
  const { deviceId } = useParams({ from: '/devices/$deviceId' });
  const screen = useScreen(DevicePageDocument, { id: deviceId });
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveThreatsDocument, { filter: { deviceId, minimumSeverity: 'UNKNOWN', status: ['ALL'] } }, calmly);
  return (
    <ScreenState screen={screen}>
      {({ bitdefenderDevice: device }) =>
        device ? (
          <Device key={device.id} device={device} onChanged={calmly} />
        ) : (
          <Empty title={t('devices.device.missing')}>
            <ButtonLink to="/devices">{t('devices.device.back')}</ButtonLink>
          </Empty>
        )
      }
    </ScreenState>
  );
}

function Device({ device, onChanged }: { device: OneDevice; onChanged: () => void }) {
  const { t } = useTranslation();
  const { days } = useSearch({ from: '/devices/$deviceId' });
  const navigate = useNavigate({ from: '/devices/$deviceId' });
  const { threatSeries, threatCounts } = device;
  return (
    <div>
      <ScreenHead
        title={device.agent?.hostname ?? device.name}
        about={[t(`devices.device.machineType.${device.machineType}`), device.operatingSystem, device.client?.name]
          .filter(Boolean)
          .join(' · ')}
      >
        <ButtonLink to="/devices">{t('devices.device.back')}</ButtonLink>
      </ScreenHead>
      <Notes device={device} />
      <Figures device={device} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <SeverityDays
              title={t('devices.device.days')}
              days={threatSeries.series.steps}
              timeZone={threatSeries.timeZone}
              asOf={threatCounts.asOf}
              stale={threatCounts.stale}
              of={{ device: device.id }}
              shape={days ?? 'chart'}
              onShape={(shape) =>
                void navigate({ search: shape === 'table' ? { days: shape } : {}, replace: true, resetScroll: false })
              }
            />
            <DeviceThreats device={device} />
            <EventsPanel events={device.events} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <HealthPanel device={device} />
            <MatchPanel device={device} onChanged={onChanged} />
            <TwinsPanel twins={device.twins} />
            <StatePanel device={device} />
            <ModulesPanel modules={device.modules} />
          </Stack>
        </Grid.Col>
      </Grid>
    </div>
  );
}

/** What must be known before anything below is read. */
function Notes({ device: { syncing, presence, presenceChangedAt, abilities, agent } }: { device: OneDevice }) {
  const { t } = useTranslation();
  const isOnlyInBitdefender = agent === null && !abilities.canRunScripts;
  if (syncing && presence === 'PRESENT' && !isOnlyInBitdefender) return null;
  return (
    <Stack gap="xs" mb="md">
      {!syncing && <StaleNote>{t('devices.device.disconnected')}</StaleNote>}
      {presence === 'MISSING' && (
        <StaleNote>{t('devices.device.gone', { moment: formatMoment(presenceChangedAt) })}</StaleNote>
      )}
      {isOnlyInBitdefender && (
        <Alert color="gray" icon={<IconRobotOff />} p="xs">
          {t('devices.device.noScripts')}
        </Alert>
      )}
    </Stack>
  );
}

const figures = [
  { label: 'today', count: 'today', window: 'todayWindow' },
  { label: 'week', count: 'thisWeek', window: 'weekWindow' },
  { label: 'month', count: 'thisMonth', window: 'monthWindow' },
] as const;

function Figures({ device: { id, threatCounts, threatSeries } }: { device: OneDevice }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const of = { timeZone: threatSeries.timeZone, asOf: threatCounts.asOf, stale: threatCounts.stale };
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm" mb="md">
      {figures.map(({ label, count, window }) => (
        <Figure
          key={label}
          label={t(`today.figure.${label}`)}
          value={threatCounts[count]}
          of={{ window: t(`today.figure.${window}`), ...of }}
        />
      ))}
      <Figure
        label={t('today.figure.unresolved')}
        value={threatCounts.unresolved}
        of={{ window: t('today.figure.unresolvedWindow'), ...of }}
        onOpen={() =>
          void navigate({ to: '/threats', search: { ...allThreats({ device: id }), status: ['UNRESOLVED'] } })
        }
      />
    </SimpleGrid>
  );
}
