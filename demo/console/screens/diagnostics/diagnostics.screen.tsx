import { Box, Button, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DiagnosticsPageDocument, LiveAlertsDocument, LiveSyncRunsDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Age } from '../../parts/age.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { hasEnded } from '../../parts/sync-run.ts';
import { FindingGroups } from './finding-groups.tsx';
import { type Asked, MendDialog } from './mend-dialogs.tsx';
import { ScopeFilter } from './scope-filter.tsx';

/** As many findings as the graph gives at once. */
const mostFindings = 100;

/** What is missing or old, why, and the button that mends it. */
export default function DiagnosticsScreen() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/diagnostics' });
  const navigate = useNavigate({ from: '/diagnostics' });
  const screen = useScreen(DiagnosticsPageDocument, {
    clientId: search.client ?? null,
    deviceId: search.device ?? null,
    threatId: search.threat ?? null,
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveSyncRunsDocument, {}, ({ bitdefenderSyncProgressed: run }) => {
    if (run && hasEnded(run.state)) calmly();
  });
  useLive(LiveAlertsDocument, {}, calmly);
  const { data } = screen;
  return (
    <Box maw={1100}>
      <ScreenHead title={t('diagnostics.title')} about={t('diagnostics.about')}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={screen.loading && data !== undefined}
          onClick={screen.refresh}
        >
          {t('diagnostics.again')}
        </Button>
      </ScreenHead>
      <ScopeFilter
        search={search}
        clients={data?.clients?.edges.map(({ node }) => node) ?? []}
        onChange={(scope) => void navigate({ search: scope, replace: true })}
      />
      <ScreenState screen={screen}>
        {({ bitdefenderDiagnostics: diagnostics }) => (
          <Stack gap="lg">
            {diagnostics && diagnostics.findings.length > 0 && (
              <FindingGroups
                findings={diagnostics.findings}
                onAsk={(finding, mend) => setAsked({ finding, mend })}
                onDone={screen.refresh}
              />
            )}
            {diagnostics?.findings.length === 0 && (
              <Empty title={t('diagnostics.empty.title')} text={t('diagnostics.empty.text')}>
                <Age at={diagnostics.checkedAt} size="xs" c="dimmed" />
              </Empty>
            )}
            {diagnostics && diagnostics.findings.length >= mostFindings && (
              <Text size="sm" c="dimmed">
                {t('diagnostics.most', { count: mostFindings })}
              </Text>
            )}
          </Stack>
        )}
      </ScreenState>
      {asked && (
        <MendDialog
          asked={asked}
          settingsVersion={data?.bitdefenderSettings?.version ?? ''}
          onClose={() => setAsked(null)}
          onDone={screen.refresh}
        />
      )}
    </Box>
  );
}
