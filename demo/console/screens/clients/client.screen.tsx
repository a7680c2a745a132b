import { Box, Group, Text } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientTabDocument, type ClientTabQuery, LiveThreatsDocument } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { formatAge, useNow } from '../../parts/format.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState, StaleNote } from '../../parts/state.tsx';
import { ClientParts } from './client-parts.tsx';
import type { Responses } from './response-steps.ts';
import { SyncButton, SyncPanel } from './sync-panel.tsx';
import { useSync } from './use-sync.ts';

type Client = NonNullable<ClientTabQuery['client']>;

/** One client: how fresh its data are, what is protected, what waits, and "Sync now". */
export default function ClientScreen() {
  const { t } = useTranslation();
  const { clientId } = useParams({ from: '/clients/$clientId' });
  const screen = useScreen(ClientTabDocument, { clientId });
  const calmly = useCalmRefresh(screen.refresh);
  useLive(
    LiveThreatsDocument,
    { filter: { clientIds: [clientId], minimumSeverity: 'UNKNOWN', status: ['ALL'] } },
    calmly,
  );
  return (
    <ScreenState screen={screen}>
      {({ client, bitdefenderDiagnostics, bitdefenderResponseTimes }) =>
        client ? (
          <OneClient
            key={client.id}
            client={client}
            findings={bitdefenderDiagnostics?.findings ?? []}
            responses={bitdefenderResponseTimes}
            onChanged={calmly}
          />
        ) : (
          <Empty title={t('clients.client.missing')}>
            <ButtonLink to="/clients">{t('clients.client.back')}</ButtonLink>
          </Empty>
        )
      }
    </ScreenState>
  );
}

function OneClient({
  client,
  findings,
  responses,
  onChanged,
}: {
  client: Client;
  findings: NonNullable<ClientTabQuery['bitdefenderDiagnostics']>['findings'];
  responses: Responses | null;
  onChanged: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { days } = useSearch({ from: '/clients/$clientId' });
  const navigate = useNavigate({ from: '/clients/$clientId' });
  const { sync, begin, busy, dismiss } = useSync(client.id);
  const onShape = useCallback(
    (shape: 'chart' | 'table') =>
      void navigate({ search: shape === 'table' ? { days: shape } : {}, replace: true, resetScroll: false }),
    [navigate],
  );
  const { bitdefender } = client;
  const companies = bitdefender?.companies ?? [];
  const maySync = may.execute && (bitdefender?.syncing ?? false);
  const button = maySync ? <SyncButton onSync={begin} busy={busy} /> : null;
  return (
    <div>
      <ScreenHead
        title={client.name}
        about={
          companies.length > 0 && t('clients.client.company', { names: companies.map(({ name }) => name).join(', ') })
        }
      >
        <ButtonLink to="/clients">{t('clients.client.back')}</ButtonLink>
        {companies.length > 0 && (
          <ButtonLink to="/clients/$clientId/report" params={{ clientId: client.id }}>
            {t('report.toReports')}
          </ButtonLink>
        )}
        {button}
      </ScreenHead>
      {sync && (
        <Box mb="md">
          <SyncPanel sync={sync} onEnd={onChanged} onDismiss={dismiss} />
        </Box>
      )}
      {bitdefender && companies.length > 0 ? (
        <>
          <Freshness bitdefender={bitdefender} action={maySync && <SyncButton onSync={begin} busy={busy} />} />
          <ClientParts
            clientId={client.id}
            bitdefender={bitdefender}
            findings={findings}
            responses={responses}
            shape={days ?? 'chart'}
            onShape={onShape}
          />
        </>
      ) : (
        <NotMapped />
      )}
    </div>
  );
}

/** Says that what is below is old, where it is. */
function Freshness({
  bitdefender: { freshness, syncing, state },
  action,
}: {
  bitdefender: NonNullable<Client['bitdefender']>;
  action: ReactNode;
}) {
  const { t } = useTranslation();
  const now = useNow();
  if (state === 'ARCHIVED') return <Note>{t('clients.client.archived')}</Note>;
  if (!syncing) return <Note>{t('clients.client.disconnected')}</Note>;
  if (!freshness.stale) return null;
  const { lastSyncedAt } = freshness;
  return (
    <Note action={action}>
      {lastSyncedAt ? t('clients.client.stale', { age: formatAge(lastSyncedAt, now) }) : t('clients.client.staleNever')}
    </Note>
  );
}

const Note = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <Group mb="md" grow>
    <StaleNote action={action}>{children}</StaleNote>
  </Group>
);

function NotMapped() {
  const { t } = useTranslation();
  const { may } = useViewer();
  return (
    <Empty title={t('clients.client.unmapped.title')} text={t('clients.client.unmapped.text')}>
      {may.arrange ? (
        <ButtonLink to="/settings/bitdefender/mappings">{t('clients.client.unmapped.map')}</ButtonLink>
      ) : (
        <Text size="sm" c="dimmed">
          {t('clients.client.unmapped.arrange')}
        </Text>
      )}
    </Empty>
  );
}
