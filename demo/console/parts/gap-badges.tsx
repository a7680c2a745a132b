import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BitdefenderGap } from '../../../operations/documents.ts';

/** The gaps of one machine, in words. */
export function GapBadges({ gaps, wrap = true }: { gaps: readonly BitdefenderGap[]; wrap?: boolean }) {
  const { t } = useTranslation();
  if (gaps.length === 0) return '–';
  return (
    <Group gap={4} wrap={wrap ? 'wrap' : 'nowrap'}>
      {gaps.map((gap) => (
        <Badge key={gap} variant="default" radius="sm" miw="max-content">
          {t(`devices.gap.${gap}`)}
        </Badge>
      ))}
    </Group>
  );
}
