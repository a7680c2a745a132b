import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stateColor } from './run-words.ts';

/** How a run, a stream or a job stands. */
export function RecordState({
  state,
}: {
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';
}) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="outline"
      color={stateColor(state)}
      c="var(--mantine-color-text)"
      radius="sm"
      style={{ flexShrink: 0 }}
      miw="max-content"
    >
      {t(`records.state.${state}`)}
    </Badge>
  );
}
