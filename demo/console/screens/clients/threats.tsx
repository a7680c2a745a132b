import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Age } from '../../parts/age.tsx';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import { allThreats, oneThreat } from '../../parts/threat-address.ts';
import type { ClientProtection } from './types.ts';

type Threat = ClientProtection['threats']['edges'][number]['node'];

/** The unresolved threats of a client that should not wait. */
export function ClientThreats({ clientId, threats }: { clientId: string; threats: readonly Threat[] }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('clients.client.threats.title')}
      about={t('clients.client.threats.about')}
      action={
        <ButtonLink to="/threats" search={allThreats({ client: clientId })} size="compact-xs">
          {t('clients.client.threats.all')}
        </ButtonLink>
      }
    >
      {threats.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('clients.client.threats.none')}
        </Text>
      ) : (
        <ShortTable
          label={t('clients.client.threats.title')}
          rows={threats}
          keyOf={({ id }) => id}
          minWidth={560}
          maxHeight={380}
          columns={[
            {
              id: 'severity',
              header: t('clients.client.threats.severity'),
              width: 96,
              cell: ({ severity }) => <SeverityBadge severity={severity} />,
            },
            {
              id: 'name',
              header: t('clients.client.threats.name'),
              cell: ({ id, name }) => (
                <TextLink to="/threats" search={oneThreat(id)} style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </TextLink>
              ),
            },
            { id: 'device', header: t('clients.client.threats.device'), cell: ({ hostName }) => hostName ?? '–' },
            {
              id: 'ticket',
              header: t('clients.client.threats.ticket'),
              isShort: true,
              cell: ({ alert }) => alert?.ticket?.reference ?? '–',
            },
            {
              id: 'detected',
              header: t('clients.client.threats.detected'),
              isNumber: true,
              isShort: true,
              cell: ({ detectedAt }) => <Age at={detectedAt} size="sm" />,
            },
          ]}
        />
      )}
    </Panel>
  );
}
