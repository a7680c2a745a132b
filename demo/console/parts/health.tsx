import { Badge } from '@mantine/core';
import {
  IconShieldCheck,
  IconShieldExclamation,
  IconShieldOff,
  IconShieldQuestion,
  IconShieldX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BitdefenderHealth } from '../../../operations/documents.ts';

/** Icons and colours of healths; the word stands beside them. */
export const healthLooks = {
  HEALTHY: { icon: IconShieldCheck, color: 'var(--mantine-color-teal-6)' },
  ATTENTION: { icon: IconShieldExclamation, color: 'var(--mantine-color-orange-6)' },
  AT_RISK: { icon: IconShieldX, color: 'var(--mantine-color-red-7)' },
  UNKNOWN: { icon: IconShieldQuestion, color: 'var(--mantine-color-gray-6)' },
} as const satisfies Record<BitdefenderHealth, unknown>;

/** How well a machine is; of one that Bitdefender does not know, that it is not protected. */
export function HealthBadge({ health }: { health: BitdefenderHealth | null }) {
  const { t } = useTranslation();
  const { icon: Icon, color } = health
    ? healthLooks[health]
    : { icon: IconShieldOff, color: 'var(--mantine-color-gray-6)' };
  return (
    <Badge variant="default" radius="sm" miw="max-content" leftSection={<Icon size={14} color={color} aria-hidden />}>
      {t(health ? `devices.health.${health}` : 'devices.notProtected')}
    </Badge>
  );
}
