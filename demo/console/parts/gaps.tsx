import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BitdefenderGap } from '../../../operations/documents.ts';
import { Count } from './figure.tsx';
import { TextLink } from './link.tsx';

/** How many machines have each gap, the most first; each gap leads to its machines. Gaps without machines are left out. */
export function Gaps({
  gaps,
  machines,
  asOf,
  stale = false,
  client,
  always = [],
}: {
  gaps: readonly { gap: BitdefenderGap; machines: number }[];
  /** Of which the gaps are. */
  machines: number;
  asOf: string | null | undefined;
  stale?: boolean | undefined;
  /** Whose machines, if not everybody's. */
  client?: string;
  /** Gaps that are named also without machines, and first. */
  always?: readonly BitdefenderGap[];
}) {
  const { t } = useTranslation();
  const found = [
    ...gaps.filter(({ gap }) => always.includes(gap)),
    ...gaps.filter((each) => each.machines > 0 && !always.includes(each.gap)).sort((a, b) => b.machines - a.machines),
  ];
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('today.gaps.none')}
      </Text>
    );
  return (
    <Stack gap="xs">
      {found.map((each) => (
        <Stack key={each.gap} gap={2}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <TextLink to="/devices" search={{ gaps: [each.gap], ...(client && { client }) }}>
              {t(`devices.gap.${each.gap}`)}
            </TextLink>
            <Text size="sm" component="div">
              <Count value={each.machines} of={{ window: t('today.gaps.window'), asOf: asOf ?? null, stale }} />
            </Text>
          </Group>
          <Progress value={(100 * each.machines) / Math.max(machines, 1)} size={4} aria-hidden color="ink" />
        </Stack>
      ))}
    </Stack>
  );
}
