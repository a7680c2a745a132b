import { ActionIcon, Alert, Badge, Button, Group, Menu, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconDots } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntegrationsPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { Age } from '../../parts/age.tsx';
import { formatMoment } from '../../parts/format.ts';
import { StaleNote } from '../../parts/state.tsx';
import { formatOffset } from './offset.ts';
import { Sees } from './sees.tsx';

export type Integration = NonNullable<IntegrationsPageQuery['bitdefenderIntegrations']>[number];
type Finding = NonNullable<IntegrationsPageQuery['bitdefenderDiagnostics']>['findings'][number];

/** What may be done with an integration; each opens a dialog. */
export type IntegrationAction = 'rotate' | 'edit' | 'zone' | 'disconnect' | 'connectAgain';

const stateColors = { CONNECTED: 'teal', FAILING: 'red', DISCONNECTED: 'gray' } as const;

/** One link to a GravityZone: its state, how fresh its data are, its key, its problem, and what may be done. */
export function IntegrationCard({
  integration,
  findings,
  onAct,
}: {
  integration: Integration;
  findings: readonly Finding[];
  onAct: (action: IntegrationAction) => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { name, state, flavour, problem, warnings, disconnectedAt } = integration;
  const isDisconnected = state === 'DISCONNECTED';
  return (
    <Paper component="article" aria-label={name}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Group gap="xs">
            <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
            <Badge color={stateColors[state]} variant="dot" radius="sm">
              {t(`integrations.state.${state}`)}
            </Badge>
            {flavour && (
              <Badge color="gray" variant="outline" radius="sm">
                {t(`integrations.flavour.${flavour}`)}
              </Badge>
            )}
          </Group>
          {may.administer && <Actions name={name} isDisconnected={isDisconnected} onAct={onAct} />}
        </Group>
        {isDisconnected && disconnectedAt && (
          <StaleNote>{t('integrations.historical', { at: formatMoment(disconnectedAt) })}</StaleNote>
        )}
        {problem && !isDisconnected && (
          <Alert
            color={state === 'FAILING' ? 'red' : 'yellow'}
            icon={<IconAlertTriangle />}
            role={state === 'FAILING' ? 'alert' : 'status'}
          >
            <Text size="sm" fw={600}>
              {problem.message}
            </Text>
            <Text size="sm">{problem.hint}</Text>
          </Alert>
        )}
        {!isDisconnected &&
          warnings.map(({ code, message, hint }) => (
            <Alert key={code} color="yellow" icon={<IconAlertTriangle />} role="status">
              <Text size="sm">
                {message} {hint}
              </Text>
            </Alert>
          ))}
        <Facts integration={integration} />
        {!isDisconnected && <Sees integration={integration} findings={findings} />}
      </Stack>
    </Paper>
  );
}

function Actions({
  name,
  isDisconnected,
  onAct,
}: {
  name: string;
  isDisconnected: boolean;
  onAct: (action: IntegrationAction) => void;
}) {
  const { t } = useTranslation();
  const more = useRef<HTMLButtonElement>(null);
  // The item is gone when its dialog closes: the focus goes back to the button of the menu.
  const choose = (action: IntegrationAction) => {
    more.current?.focus();
    onAct(action);
  };
  if (isDisconnected)
    return (
      <Button size="xs" onClick={() => onAct('connectAgain')}>
        {t('integrations.action.connectAgain')}
      </Button>
    );
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" onClick={() => onAct('rotate')}>
        {t('integrations.action.rotate')}
      </Button>
      <Menu position="bottom-end" withArrow>
        <Menu.Target>
          <ActionIcon ref={more} variant="default" size={30} aria-label={t('integrations.action.more', { name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => choose('edit')}>{t('integrations.action.edit')}</Menu.Item>
          <Menu.Item onClick={() => choose('zone')}>{t('integrations.action.zone')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => choose('disconnect')}>
            {t('integrations.action.disconnect')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function Facts({ integration }: { integration: Integration }) {
  const { t } = useTranslation();
  const { companyName, endpoint, lastSucceededAt, freshness, keyAgeDays, keySetAt, keySetBy, createdAt, report } =
    integration;
  const isDisconnected = integration.state === 'DISCONNECTED';
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md" verticalSpacing="sm" component="dl" m={0}>
      <Fact name={t('integrations.fact.company')}>{companyName ?? '–'}</Fact>
      <Fact name={t('integrations.fact.endpoint')}>{hostOf(endpoint)}</Fact>
      <Fact name={t('integrations.fact.synced')}>
        {lastSucceededAt ? <Age at={lastSucceededAt} size="sm" /> : t('integrations.never')}
      </Fact>
      <Fact name={t('integrations.fact.fresh')}>
        {isDisconnected
          ? t('integrations.stopped')
          : freshness.stale
            ? t('integrations.stale', { count: freshness.staleCompanies })
            : t('integrations.fresh')}
      </Fact>
      <Fact
        name={t('integrations.fact.key')}
        note={t('integrations.keyBy', { at: formatMoment(keySetAt), by: keySetBy })}
      >
        {t('integrations.keyAge', { count: keyAgeDays })}
      </Fact>
      <Fact name={t('integrations.fact.zone')}>{useZoneText()(integration)}</Fact>
      <Fact name={t('integrations.fact.created')}>
        <Age at={createdAt} size="sm" />
      </Fact>
      {report && (
        <Fact name={t('integrations.fact.report')} note={report.problem?.message}>
          {report.name}
        </Fact>
      )}
    </SimpleGrid>
  );
}

function Fact({ name, note, children }: { name: string; note?: string | undefined; children: ReactNode }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="xs" c="dimmed" component="dt">
        {name}
      </Text>
      <Text size="sm" component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
        {note && (
          <Text size="xs" c="dimmed" span display="block">
            {note}
          </Text>
        )}
      </Text>
    </div>
  );
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);

function useZoneText(): (integration: Pick<Integration, 'naiveZone' | 'naiveOffsetMinutes'>) => string {
  const { t } = useTranslation();
  return ({ naiveZone, naiveOffsetMinutes }) => {
    if (naiveZone) return t('integrations.zoneSet', { zone: naiveZone });
    if (naiveOffsetMinutes === null) return t('integrations.zoneUnknown');
    return t('integrations.zoneMeasured', { offset: formatOffset(naiveOffsetMinutes) });
  };
}
