import { Text, type TextProps, Tooltip } from '@mantine/core';
import { formatAge, formatMoment, useNow } from './format.ts';

/** How long ago something was, with the moment on hover and focus. Null is shown as a dash. */
export function Age({
  at,
  timeZone,
  ...text
}: { at: string | null | undefined; timeZone?: string | null } & TextProps) {
  const now = useNow();
  if (!at) return <Text {...text}>–</Text>;
  return (
    <Tooltip label={formatMoment(at, timeZone)}>
      <Text {...text} component="time" dateTime={at}>
        {formatAge(at, now)}
      </Text>
    </Tooltip>
  );
}
