import { Badge, Group, Stack, Text, Timeline, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Age } from '../../parts/age.tsx';
import { formatAge, useNow } from '../../parts/format.ts';
import { HealthBadge } from '../../parts/health.tsx';
import { TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { OneDevice } from './types.ts';

/** How well a device is, and why. */
export function HealthPanel({ device: { health, healthReasons } }: { device: OneDevice }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('devices.device.health.title')} action={<HealthBadge health={health} />}>
      {healthReasons.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('devices.device.health.none')}
        </Text>
      ) : (
        <Stack gap={6}>
          {healthReasons.map(({ code, message, asOf }) => (
            <div key={code}>
              <Text size="sm">{message}</Text>
              {asOf && <Age at={asOf} size="xs" c="dimmed" />}
            </div>
          ))}
        </Stack>
      )}
    </Panel>
  );
}

/** The modules of Bitdefender on a device. */
export function ModulesPanel({ modules }: Pick<OneDevice, 'modules'>) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <Panel title={t('devices.device.modules.title')}>
      {modules.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('devices.device.modules.none')}
        </Text>
      )}
      <Group gap={6}>
        {modules.map(({ name, on, asOf }) => (
          <Tooltip
            key={name}
            label={asOf ? t('devices.badge.read', { age: formatAge(asOf, now) }) : t('devices.badge.neverRead')}
          >
            <Badge
              tabIndex={0}
              variant={on ? 'default' : 'outline'}
              color="red"
              radius="sm"
              c={on ? undefined : 'var(--mantine-color-text)'}
            >
              {name} {t(on ? 'devices.device.modules.on' : 'devices.device.modules.off')}
            </Badge>
          </Tooltip>
        ))}
      </Group>
    </Panel>
  );
}

/** Other entries of Bitdefender that are the same machine. */
export function TwinsPanel({ twins }: Pick<OneDevice, 'twins'>) {
  const { t } = useTranslation();
  if (twins.length === 0) return null;
  return (
    <Panel title={t('devices.device.twins.title')} about={t('devices.device.twins.about')}>
      <Stack gap={4}>
        {twins.map(({ id, bdId, presence }) => (
          <Group key={id} justify="space-between" gap="xs">
            <TextLink to="/devices/$deviceId" params={{ deviceId: id }} style={{ overflowWrap: 'anywhere' }}>
              {bdId}
            </TextLink>
            <Text size="xs" c="dimmed">
              {t(presence === 'PRESENT' ? 'devices.device.twins.present' : 'devices.device.twins.missing')}
            </Text>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}

/** What changed about a device. */
export function EventsPanel({ events }: Pick<OneDevice, 'events'>) {
  const { t } = useTranslation();
  return (
    <Panel title={t('devices.device.events.title')}>
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('devices.device.events.none')}
        </Text>
      ) : (
        <Timeline bulletSize={12} lineWidth={2}>
          {events.map(({ kind, at, before, after }) => (
            <Timeline.Item
              key={`${kind} ${at}`}
              title={
                <Group gap={6}>
                  <Text size="sm" fw={600}>
                    {t(`devices.device.events.kind.${kind}`)}
                  </Text>
                  <Age at={at} size="xs" c="dimmed" />
                </Group>
              }
            >
              {before && after && (
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {t('devices.device.events.fromTo', { before, after })}
                </Text>
              )}
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Panel>
  );
}
