import { Group, Paper, Stack, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAge, formatCount, formatMoment, useNow } from './format.ts';

/** What a number is of. */
export interface FigureOf {
  /** The range it counts, in words: "since midnight". */
  window?: string;
  timeZone?: string | null;
  /** When the data it counts were read; null if never. */
  asOf?: string | null;
  stale?: boolean;
}

/** The sentence on hover: window, zone and age of a number. */
export function useFigureNote(): (of: FigureOf) => string {
  const { t } = useTranslation();
  const now = useNow();
  return ({ window, timeZone, asOf, stale }) =>
    [
      window,
      timeZone && t('figure.zone', { zone: timeZone }),
      asOf === undefined
        ? null
        : asOf === null
          ? t('figure.never')
          : t('figure.asOf', { age: formatAge(asOf, now), moment: formatMoment(asOf, timeZone) }),
      stale && t('figure.stale'),
    ]
      .filter(Boolean)
      .join(' · ');
}

/** A number within text or a table, with window, zone and age on hover and focus. A stale number is marked; no number is a dash, never 0. */
export function Count({
  value,
  of,
  strong = false,
}: {
  value: number | null | undefined;
  of: FigureOf;
  strong?: boolean;
}) {
  const note = useFigureNote()(of);
  return (
    <Tooltip label={note} disabled={note === ''} w={260}>
      <Text
        span
        inherit
        tabIndex={note === '' ? undefined : 0}
        fw={strong ? 650 : undefined}
        c={of.stale ? 'dimmed' : undefined}
        style={{ fontVariantNumeric: 'tabular-nums' }}
      >
        {value === null || value === undefined ? '–' : formatCount(value)}
        {of.stale ? '*' : ''}
      </Text>
    </Tooltip>
  );
}

/** A large number with its name; a button where it leads somewhere. */
export function Figure({
  label,
  value,
  of,
  children,
  onOpen,
}: {
  label: string;
  value: number | null | undefined;
  of: FigureOf;
  /** Below the number: what it is compared with. */
  children?: ReactNode;
  onOpen?: () => void;
}) {
  const note = useFigureNote()(of);
  const content = (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Group gap="xs" align="baseline">
        <Text fz={30} lh={1.1} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {value === null || value === undefined ? '–' : formatCount(value)}
          {of.stale ? '*' : ''}
        </Text>
      </Group>
      {children}
    </Stack>
  );
  return (
    <Tooltip label={note} disabled={note === ''} w={260}>
      {onOpen ? (
        <Paper
          component="button"
          ta="start"
          c="var(--mantine-color-text)"
          style={{ cursor: 'pointer', display: 'flex', alignItems: 'flex-start' }}
          onClick={onOpen}
        >
          {content}
        </Paper>
      ) : (
        <Paper tabIndex={note === '' ? undefined : 0}>{content}</Paper>
      )}
    </Tooltip>
  );
}
