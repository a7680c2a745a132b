import { Anchor, Badge, Button, Group, Stack, Text, Timeline, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ThreatPageDocument, type ThreatPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Age } from '../../parts/age.tsx';
import { Facts, Mono, Section } from '../../parts/facts.tsx';
import { SeverityBadge } from '../../parts/severity.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import { ResponseChain } from './response-chain.tsx';
import type { Decided } from './use-triage.ts';

type Threat = NonNullable<ThreatPageQuery['bitdefenderThreat']>;

/** The whole life of one threat, beside the list: detection, severity and why, alert, rule, ticket, history. */
export function ThreatPanel({
  id,
  changed,
  onDecide,
  onClose,
}: {
  id: string | undefined;
  /** Grows with each change of the list that may be one of this threat. */
  changed: number;
  onDecide: (decided: Decided) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <SidePanel
      opened={id !== undefined}
      title={t('threats.panel.title')}
      close={t('threats.panel.close')}
      onClose={onClose}
    >
      {id !== undefined && <ThreatLife key={id} id={id} changed={changed} onDecide={onDecide} />}
    </SidePanel>
  );
}

function ThreatLife({ id, changed, onDecide }: { id: string; changed: number; onDecide: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const screen = useScreen(ThreatPageDocument, { id });
  const { refresh } = screen;
  useEffect(() => {
    if (changed > 0) refresh();
  }, [changed, refresh]);
  return (
    <ScreenState screen={screen}>
      {({ bitdefenderThreat: threat }) =>
        threat ? (
          <Stack gap="lg">
            <Head threat={threat} onDecide={onDecide} />
            <Detection threat={threat} />
            <SeverityAndWhy threat={threat} />
            <AlertAndTicket threat={threat} />
            <ResponseChain times={threat.responseTimes} />
            <History threat={threat} />
          </Stack>
        ) : (
          <Empty title={t('threats.panel.missing')} />
        )
      }
    </ScreenState>
  );
}

function Head({ threat, onDecide }: { threat: Threat; onDecide: (decided: Decided) => void }) {
  const { t } = useTranslation();
  const { may, subject } = useViewer();
  const isOpen = threat.status === 'UNRESOLVED';
  const ids = [threat.id];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
        {threat.name}
      </Title>
      <Group gap="xs">
        <SeverityBadge severity={threat.severity} />
        <Badge variant="outline" color="gray" radius="sm">
          {t(`threats.status.${threat.status}`)}
        </Badge>
      </Group>
      {may.decide && (
        <Group gap="xs">
          {isOpen ? (
            <>
              <Button size="xs" onClick={() => onDecide({ ids, decision: 'RESOLVE' })}>
                {t('threats.batch.resolve')}
              </Button>
              <Button size="xs" variant="default" onClick={() => onDecide({ ids, decision: 'FALSE_POSITIVE' })}>
                {t('threats.batch.falsePositive')}
              </Button>
            </>
          ) : (
            <Button size="xs" onClick={() => onDecide({ ids, decision: 'REOPEN' })}>
              {t('threats.batch.reopen')}
            </Button>
          )}
          {threat.assigneeId !== subject && (
            <Button
              size="xs"
              variant="default"
              onClick={() => onDecide({ ids, decision: 'ASSIGN', assigneeId: subject })}
            >
              {t('threats.batch.assign')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function Detection({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  const field = (name: Parameters<typeof nameOf>[0]) => nameOf(name);
  const nameOf = (
    name:
      | 'signature'
      | 'filePath'
      | 'fileHash'
      | 'processPath'
      | 'action'
      | 'device'
      | 'client'
      | 'company'
      | 'integration'
      | 'detected'
      | 'last'
      | 'occurrences'
      | 'attack'
      | 'assignee'
      | 'note',
  ) => t(`threats.panel.field.${name}`);
  return (
    <Section title={t('threats.panel.detection')}>
      <Facts
        facts={[
          [field('signature'), threat.signature],
          [field('filePath'), <Mono key="path" text={threat.filePath} />],
          [field('fileHash'), threat.fileHash && <Mono key="hash" text={threat.fileHash} />],
          [field('processPath'), threat.processPath && <Mono key="process" text={threat.processPath} />],
          [field('action'), t(`threats.action.${threat.action}`)],
          [
            field('device'),
            threat.device ? (
              <Anchor component={Link} to={`/devices/${threat.device.id}`} size="sm">
                {threat.hostName ?? threat.device.name}
              </Anchor>
            ) : (
              threat.hostName
            ),
          ],
          [
            field('client'),
            threat.client ? (
              <Anchor component={Link} to={`/clients/${threat.client.id}`} size="sm">
                {threat.client.name}
              </Anchor>
            ) : (
              t('threats.noClient')
            ),
          ],
          [field('company'), threat.company?.name],
          [field('integration'), threat.integration?.name],
          [field('detected'), <Age key="detected" at={threat.detectedAt} size="sm" />],
          [field('last'), <Age key="last" at={threat.lastDetectedAt} size="sm" />],
          [field('occurrences'), threat.occurrences > 1 ? threat.occurrences : null],
          [field('attack'), threat.attackTypes.join(', ')],
          [field('assignee'), threat.assignee?.name ?? threat.assigneeId],
          [field('note'), threat.note],
        ]}
      />
      {threat.files.length > 1 && (
        <Stack gap={2}>
          <Text size="sm" fw={600}>
            {t('threats.panel.files')}
          </Text>
          {threat.files.map(({ path, name, sha256 }) => (
            <Mono key={`${path} ${sha256}`} text={path ?? name} />
          ))}
        </Stack>
      )}
      {threat.link && (
        <Anchor href={threat.link} target="_blank" rel="noreferrer" size="sm">
          {t('threats.panel.link')}
        </Anchor>
      )}
    </Section>
  );
}

function SeverityAndWhy({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <Section title={t('threats.panel.severity')}>
      <Group gap="xs">
        <SeverityBadge severity={threat.severity} />
        {threat.severityScore !== null && (
          <Text size="sm">{t('threats.panel.score', { score: threat.severityScore })}</Text>
        )}
      </Group>
      <Text size="sm">{threat.severityReason}</Text>
      {threat.explanation && (
        <Text size="sm" c="dimmed">
          {threat.explanation}
        </Text>
      )}
    </Section>
  );
}

function AlertAndTicket({ threat: { alert } }: { threat: Threat }) {
  const { t } = useTranslation();
  if (!alert)
    return <Section title={t('threats.panel.alert')}>{<Text size="sm">{t('threats.panel.noAlert')}</Text>}</Section>;
  const { ticket, routing, deliveries } = alert;
  return (
    <>
      <Section title={t('threats.panel.alert')}>
        <Facts
          facts={[
            [t('threats.panel.field.state'), t(`threats.alertState.${alert.state}`)],
            [t('threats.panel.field.raised'), <Age key="raised" at={alert.raisedAt} size="sm" />],
            [t('threats.panel.rule'), routing?.message],
          ]}
        />
      </Section>
      <Section title={t('threats.panel.ticket')}>
        {ticket ? (
          <Facts
            facts={[
              [
                t('threats.panel.ticket'),
                ticket.url ? (
                  <Anchor href={ticket.url} target="_blank" rel="noreferrer" size="sm">
                    {ticket.reference}
                  </Anchor>
                ) : (
                  ticket.reference
                ),
              ],
              [t('threats.panel.field.state'), t(`threats.ticketState.${ticket.state}`)],
              [t('threats.panel.field.priority'), ticket.priority],
              [t('threats.panel.field.team'), ticket.team],
              [t('threats.panel.field.due'), ticket.dueAt && <Age key="due" at={ticket.dueAt} size="sm" />],
            ]}
          />
        ) : (
          <Text size="sm">{t('threats.panel.noTicket')}</Text>
        )}
        {deliveries.some(({ state }) => state !== 'DONE') &&
          deliveries.map(({ id, kind, state, lastError }) => (
            <Text size="sm" key={id}>
              {kind}: {state} {lastError}
            </Text>
          ))}
      </Section>
    </>
  );
}

function History({ threat: { changes } }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <Section title={t('threats.panel.history')}>
      <Timeline bulletSize={12} lineWidth={2}>
        {changes.edges.map(({ node }) => (
          <Timeline.Item
            key={`${node.at} ${node.kind}`}
            title={
              <Group gap={6}>
                <Text size="sm" fw={600}>
                  {t(`threats.panel.change.${node.kind}`)}
                </Text>
                <Age at={node.at} size="xs" c="dimmed" />
              </Group>
            }
          >
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {[
                node.from && node.to && t('threats.panel.fromTo', { from: node.from, to: node.to }),
                node.actor && t('threats.panel.by', { actor: node.actor }),
                node.reason,
                node.note,
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Section>
  );
}
