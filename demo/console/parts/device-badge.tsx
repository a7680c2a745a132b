import { Group, HoverCard, Stack, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BadgeFragment } from '../../../operations/documents.ts';
import { Facts } from './facts.tsx';
import { formatAge, formatCount, useNow } from './format.ts';
import { HealthBadge } from './health.tsx';

/** The Bitdefender badge of a device: its health, and on hover or focus its policy, last scan and threats, each with its age. */
export function DeviceBadge({ device }: { device: BadgeFragment }) {
  const { t } = useTranslation();
  return (
    <HoverCard
      width={350}
      shadow="md"
      position="bottom-start"
      withArrow
      openDelay={120}
      events={{ hover: true, focus: true, touch: true }}
      role="tooltip"
    >
      <HoverCard.Target>
        <UnstyledButton
          aria-label={t('devices.badge.label', { health: t(`devices.health.${device.health}`) })}
          style={{ borderRadius: 'var(--mantine-radius-sm)', lineHeight: 1, verticalAlign: 'middle' }}
        >
          <HealthBadge health={device.health} />
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Card device={device} />
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

/** A value with how old it is. */
const Aged = ({ children, age }: { children: ReactNode; age: string | null }) => (
  <>
    {children}
    {age && (
      <Text span size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {' '}
        {age}
      </Text>
    )}
  </>
);

function Card({ device }: { device: BadgeFragment }) {
  const { t } = useTranslation();
  const now = useNow();
  const { policy, lastScan, health, healthReasons, threatCounts, readAt, syncing, presence, name } = device;
  const readAge = (at: string | null) =>
    at ? t('devices.badge.read', { age: formatAge(at, now) }) : t('devices.badge.neverRead');
  const threatsAge = threatCounts.stale
    ? `${readAge(threatCounts.asOf)}, ${t('devices.badge.stale')}`
    : readAge(threatCounts.asOf);
  const count = (value: number) => <Aged age={threatsAge}>{formatCount(value)}</Aged>;
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fw={600} size="sm" truncate>
          {name}
        </Text>
        <HealthBadge health={health} />
      </Group>
      {!syncing && <Text size="xs">{t('devices.badge.history')}</Text>}
      {presence === 'MISSING' && <Text size="xs">{t('devices.badge.missing')}</Text>}
      <Facts
        nameWidth={112}
        facts={[
          [
            t('devices.badge.policy'),
            <Aged key="policy" age={readAge(readAt)}>
              {policy?.name ?? t('devices.badge.noPolicy')}
              {policy?.applied === false && ` (${t('devices.badge.notApplied')})`}
            </Aged>,
          ],
          [
            t('devices.badge.lastScan'),
            lastScan ? (
              <Aged key="scan" age={lastScan.at ? formatAge(lastScan.at, now) : null}>
                {lastScan.name}
              </Aged>
            ) : (
              t('devices.badge.noScan')
            ),
          ],
          [
            t('devices.badge.health'),
            healthReasons.length === 0 && health === 'HEALTHY' ? (
              t('devices.badge.healthy')
            ) : (
              <Stack key="health" gap={2}>
                {healthReasons.map(({ code, message, asOf }) => (
                  <Text size="sm" key={code}>
                    <Aged age={asOf && formatAge(asOf, now)}>{message}</Aged>
                  </Text>
                ))}
              </Stack>
            ),
          ],
          [t('devices.badge.today'), count(threatCounts.today)],
          [t('devices.badge.week'), count(threatCounts.thisWeek)],
          [t('devices.badge.month'), count(threatCounts.thisMonth)],
        ]}
      />
    </Stack>
  );
}
