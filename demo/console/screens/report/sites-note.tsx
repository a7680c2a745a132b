import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Which part of a client is shown, to somebody who does not see all of it: without this, a quiet site reads like a quiet company. */
export function SitesNote({ sites }: { sites: readonly { id: string; name: string | null }[] | null }) {
  const { t } = useTranslation();
  if (sites === null) return null;
  const names = sites.map(({ id, name }) => name ?? t('report.sites.unnamed', { id })).join(', ');
  return (
    <Text size="sm" role="note">
      {t('report.sites.shown', { count: sites.length, names })}
    </Text>
  );
}
