import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IntegrationsPageDocument,
  type IntegrationsPageQuery,
  LiveSyncRunsDocument,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { hasEnded } from '../../parts/sync-run.ts';
import { SettingsForm } from '../settings/settings-form.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { type Integration, type IntegrationAction, IntegrationCard } from './integration-card.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { ZoneDialog } from './zone-dialog.tsx';

/** What a dialog is open for. */
interface Acting {
  action: IntegrationAction | 'connect';
  integration: Integration | null;
}

/** Settings -> Integrations -> Bitdefender. */
export default function IntegrationsScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const screen = useScreen(IntegrationsPageDocument, {});
  const [acting, setActing] = useState<Acting | null>(null);
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveSyncRunsDocument, {}, ({ bitdefenderSyncProgressed: run }) => {
    if (run && hasEnded(run.state)) calmly();
  });
  const connect = (
    <Button
      leftSection={<IconPlugConnected size={16} />}
      onClick={() => setActing({ action: 'connect', integration: null })}
    >
      {t(screen.data?.bitdefenderIntegrations?.length ? 'integrations.connectAnother' : 'integrations.connect')}
    </Button>
  );
  const close = useCallback(() => setActing(null), []);
  return (
    <Box maw={1100}>
      <ScreenHead title={t('integrations.title')} about={t('integrations.about')}>
        {may.administer && screen.data?.bitdefenderIntegrations?.length !== 0 && connect}
      </ScreenHead>
      <ScreenState screen={screen}>
        {(data) => (
          <Stack gap="lg">
            {data.bitdefenderIntegrations?.length === 0 && (
              <Empty title={t('integrations.empty.title')} text={t('integrations.empty.text')}>
                {may.administer && connect}
              </Empty>
            )}
            <Waiting data={data} />
            {data.bitdefenderIntegrations?.map((integration) => (
              <IntegrationCard
                key={integration.id}
                integration={integration}
                findings={data.bitdefenderDiagnostics?.findings ?? []}
                onAct={(action) => setActing({ action, integration })}
              />
            ))}
            {data.bitdefenderSettings && (
              <SettingsForm
                key={data.bitdefenderSettings.version}
                settings={data.bitdefenderSettings}
                clients={data.clients?.edges.map(({ node }) => node) ?? []}
                onChanged={screen.refresh}
              />
            )}
          </Stack>
        )}
      </ScreenState>
      <Dialogs acting={acting} onClose={close} onDone={screen.refresh} />
    </Box>
  );
}

/** What waits for somebody: companies to be mapped, and findings. */
function Waiting({ data }: { data: IntegrationsPageQuery }) {
  const { t } = useTranslation();
  const unmapped = data.unmapped?.totalCount ?? 0;
  const findings = data.bitdefenderDiagnostics?.findings.length ?? 0;
  if (unmapped === 0 && findings === 0) return null;
  return (
    <Group gap="md">
      {unmapped > 0 && (
        <Group gap="xs">
          <Text size="sm">{t('integrations.unmapped', { count: unmapped })}</Text>
          <Button component={Link} to="/settings/bitdefender/mappings" size="compact-sm" variant="light">
            {t('integrations.mapThem')}
          </Button>
        </Group>
      )}
      {findings > 0 && (
        <Button component={Link} to="/diagnostics" size="compact-sm" variant="subtle">
          {t('integrations.findings', { count: findings })}
        </Button>
      )}
    </Group>
  );
}

function Dialogs({ acting, onClose, onDone }: { acting: Acting | null; onClose: () => void; onDone: () => void }) {
  const action = acting?.action;
  const integration = acting?.integration ?? null;
  if (action === undefined) return null;
  if (integration === null || action === 'connect' || action === 'connectAgain')
    return <ConnectDialog opened resume={integration} onClose={onClose} onConnected={onDone} />;
  const props = { opened: true, integration, onClose, onDone };
  if (action === 'rotate') return <RotateDialog {...props} />;
  if (action === 'edit') return <EditDialog {...props} />;
  if (action === 'zone') return <ZoneDialog {...props} />;
  return <DisconnectDialog {...props} />;
}
