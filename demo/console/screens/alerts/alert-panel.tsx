import { Button, Group, Stack, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertPageDocument } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import { type AlertRow, HeldBadge, StateBadge } from './columns.tsx';
import { type Decided, decisionsFor } from './decisions.ts';
import { Deliveries, History, type OpenedAlert, Routing, Summary, Suppression, TicketOfAlert } from './panel-parts.tsx';
import { filterOfOne } from './search.ts';
import { SnoozeMenu } from './snooze-menu.tsx';

/** One alert beside the list: what happened, what the rules made of it, its ticket, its deliveries, and its history. */
export function AlertPanel({
  id,
  rows,
  changed,
  onDecide,
  onClose,
}: {
  id: string | undefined;
  rows: readonly AlertRow[];
  /** Grows with each change of the list that may be one of this alert. */
  changed: number;
  onDecide: (decided: Decided) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  // It stays open when a decision takes it off the list.
  const last = useRef<AlertRow | undefined>(undefined);
  const found = rows.find((row) => row.id === id);
  if (found) last.current = found;
  const row = last.current?.id === id ? last.current : undefined;
  return (
    <SidePanel
      opened={id !== undefined}
      title={t('alerts.panel.title')}
      close={t('alerts.panel.close')}
      onClose={onClose}
    >
      {id !== undefined && row && <AlertLife key={id} row={row} changed={changed} onDecide={onDecide} />}
      {id !== undefined && !row && <Empty title={t('alerts.panel.missing')} />}
    </SidePanel>
  );
}

function AlertLife({
  row,
  changed,
  onDecide,
}: {
  row: AlertRow;
  changed: number;
  onDecide: (decided: Decided) => void;
}) {
  const { t } = useTranslation();
  // Of the row as it was opened: what finds it does not change.
  const filter = useRef(filterOfOne(row)).current;
  const screen = useScreen(AlertPageDocument, { filter });
  const { refresh } = screen;
  useEffect(() => {
    if (changed > 0) refresh();
  }, [changed, refresh]);
  return (
    <ScreenState screen={screen}>
      {({ bitdefenderAlerts }) => {
        const alert = bitdefenderAlerts?.edges.find(({ node }) => node.id === row.id)?.node;
        if (!alert) return <Empty title={t('alerts.panel.missing')} />;
        return (
          <Stack gap="lg">
            <Head alert={alert} onDecide={onDecide} />
            <Summary alert={alert} />
            <Suppression alert={alert} />
            <TicketOfAlert alert={alert} />
            <Routing alert={alert} />
            <Deliveries alert={alert} onRetried={refresh} />
            <History alert={alert} />
          </Stack>
        );
      }}
    </ScreenState>
  );
}

function Head({ alert, onDecide }: { alert: OpenedAlert; onDecide: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const { may, subject } = useViewer();
  const ids = [alert.id];
  const before = [alert.state];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
        {alert.title}
      </Title>
      <Group gap="xs">
        <SeverityBadge severity={alert.severity} />
        <StateBadge alert={alert} />
        <HeldBadge heldUntil={alert.heldUntil} heldBy={alert.heldBy} />
      </Group>
      {may.decide && (
        <Group gap="xs">
          {decisionsFor(alert.state).map((decision, place) =>
            decision === 'SNOOZE' ? (
              <SnoozeMenu
                key={decision}
                onSnooze={(until) => onDecide({ ids, decision, before, until: until.toISOString() })}
              />
            ) : (
              <Button
                key={decision}
                size="xs"
                variant={place === 0 ? 'filled' : 'default'}
                onClick={() => onDecide({ ids, decision, before })}
              >
                {t(`alerts.decision.${decision}`)}
              </Button>
            ),
          )}
          {alert.assigneeId !== subject && (
            <Button
              size="xs"
              variant="default"
              onClick={() => onDecide({ ids, decision: 'ASSIGN', assigneeId: subject })}
            >
              {t('alerts.decision.ASSIGN')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
