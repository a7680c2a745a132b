import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientProtection } from './types.ts';

/** What a client is to the MSP, where that is not a customer. */
export function StateBadge({ state }: { state: ClientProtection['state'] | undefined }) {
  const { t } = useTranslation();
  if (state === undefined || state === 'ACTIVE') return null;
  return (
    <Badge size="sm" variant="outline" color="gray" radius="sm" style={{ flex: 'none' }}>
      {t(`clients.state.${state}`)}
    </Badge>
  );
}
