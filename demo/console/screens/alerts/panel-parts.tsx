import { Anchor, Badge, Button, Group, Stack, Text, Timeline } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type AlertPageQuery, RetryDeliveriesDocument } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { Age } from '../../parts/age.tsx';
import { Facts, Mono, Section } from '../../parts/facts.tsx';
import { formatMoment } from '../../parts/format.ts';
import { TextLink } from '../../parts/link.tsx';
import { oneThreat } from '../../parts/threat-address.ts';

export type OpenedAlert = NonNullable<AlertPageQuery['bitdefenderAlerts']>['edges'][number]['node'];

/** What it is about, and whose it is. */
export function Summary({ alert }: { alert: OpenedAlert }) {
  const { t } = useTranslation();
  const { client, device, threat, outbreak, cause } = alert;
  return (
    <Section title={t('alerts.panel.summary')}>
      <Facts
        facts={[
          [t('alerts.panel.field.detail'), alert.detail],
          [t('alerts.panel.field.kind'), t(`alerts.kind.${alert.kind}`)],
          [t('alerts.panel.field.cause'), cause && t(`alerts.cause.${cause}`)],
          [
            t('alerts.panel.field.machines'),
            // Isolation is a reason for the health of a device, not a gap: the list has no filter for it.
            cause && cause !== 'ISOLATED' && cause !== 'LICENCE_ENDING' && client && (
              <TextLink to="/devices" search={{ gaps: [cause], client: client.id }}>
                {t('alerts.panel.list')}
              </TextLink>
            ),
          ],
          [
            t('alerts.panel.field.licences'),
            cause === 'LICENCE_ENDING' && client && (
              <TextLink to="/seats" search={{ client: client.id }}>
                {t('alerts.panel.list')}
              </TextLink>
            ),
          ],
          [
            t('alerts.panel.field.threat'),
            threat && (
              <TextLink to="/threats" search={oneThreat(threat.id)}>
                {threat.name}
              </TextLink>
            ),
          ],
          [t('alerts.panel.field.file'), threat?.filePath && <Mono text={threat.filePath} />],
          [t('alerts.panel.field.action'), threat && t(`threats.action.${threat.action}`)],
          [
            t('alerts.panel.field.device'),
            device ? (
              <Anchor component={Link} to={`/devices/${device.id}`} size="sm">
                {alert.hostName ?? device.name}
              </Anchor>
            ) : (
              alert.hostName
            ),
          ],
          [
            t('alerts.panel.field.client'),
            client && (
              <Anchor component={Link} to={`/clients/${client.id}`} size="sm">
                {client.name}
              </Anchor>
            ),
          ],
          [t('alerts.panel.field.outbreak'), outbreak?.title],
          [t('alerts.panel.field.raised'), <Age key="raised" at={alert.raisedAt} size="sm" />],
          [t('alerts.panel.field.assignee'), alert.assignee?.name ?? alert.assigneeId],
          [t('alerts.panel.field.takenOver'), alert.takenOverByUser?.name ?? alert.takenOverBy],
          [
            t('alerts.panel.field.held'),
            alert.heldUntil &&
              (alert.heldBy
                ? t('alerts.heldBy', { moment: formatMoment(alert.heldUntil), name: alert.heldBy.name })
                : t('alerts.heldUntil', { moment: formatMoment(alert.heldUntil) })),
          ],
          [t('alerts.panel.field.snoozed'), alert.snoozedUntil && formatMoment(alert.snoozedUntil)],
        ]}
      />
    </Section>
  );
}

/** Which mute, which rule, or what else kept its actions back. */
export function Suppression({ alert: { suppressedBy, suppressedReason, mute } }: { alert: OpenedAlert }) {
  const { t } = useTranslation();
  if (!suppressedBy) return null;
  return (
    <Section title={t('alerts.panel.suppressed')}>
      <Text size="sm">{t(`alerts.suppressedBy.${suppressedBy}`)}</Text>
      {suppressedReason && !mute && <Text size="sm">{suppressedReason}</Text>}
      {mute && (
        <>
          <Text size="sm" c="dimmed">
            {t('alerts.panel.mutedBy', {
              who: mute.createdByUser?.name ?? mute.createdBy,
              moment: formatMoment(mute.until),
              reason: mute.reason,
            })}
          </Text>
          <Anchor component={Link} to="/mutes" size="sm">
            {t('alerts.panel.mutes')}
          </Anchor>
        </>
      )}
    </Section>
  );
}

/** The ticket as the service desk knows it. */
export function TicketOfAlert({ alert: { ticket } }: { alert: OpenedAlert }) {
  const { t } = useTranslation();
  return (
    <Section title={t('alerts.panel.ticket')}>
      {ticket ? (
        <Facts
          facts={[
            [
              t('alerts.panel.field.reference'),
              ticket.url ? (
                <Anchor href={ticket.url} target="_blank" rel="noreferrer" size="sm">
                  {ticket.reference}
                </Anchor>
              ) : (
                ticket.reference
              ),
            ],
            [t('alerts.panel.field.ticketTitle'), ticket.title],
            [t('alerts.panel.field.state'), t(`threats.ticketState.${ticket.state}`)],
            [t('alerts.panel.field.priority'), t(`severity.${ticket.priority}`)],
            [t('alerts.panel.field.team'), ticket.team],
            [t('alerts.panel.field.due'), ticket.dueAt && <Age key="due" at={ticket.dueAt} size="sm" />],
          ]}
        />
      ) : (
        <Text size="sm">{t('alerts.panel.noTicket')}</Text>
      )}
    </Section>
  );
}

/** What the rules made of it, rule by rule. */
export function Routing({ alert: { routing, mute } }: { alert: OpenedAlert }) {
  const { t } = useTranslation();
  // Said above, with who wanted it.
  if (mute && routing.rules.length === 0) return null;
  const matched = routing.rules.filter((rule) => rule.matched);
  const others = routing.rules.filter((rule) => !rule.matched);
  return (
    <Section title={t('alerts.panel.routing')}>
      <Text size="sm">{routing.message}</Text>
      {[...matched, ...others].map(({ ruleId, ruleName, matched: isMatch, why }) => (
        <Stack gap={0} key={ruleId}>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {ruleName}
            </Text>
            <Badge size="sm" radius="sm" variant={isMatch ? 'light' : 'outline'} color={isMatch ? undefined : 'gray'}>
              {t(isMatch ? 'alerts.panel.matched' : 'alerts.panel.notMatched')}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        </Stack>
      ))}
    </Section>
  );
}

/** What rules requested, how far that is, and a way to have another try at what was given up. */
export function Deliveries({ alert: { deliveries }, onRetried }: { alert: OpenedAlert; onRetried: () => void }) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { run, busy } = useAction(RetryDeliveriesDocument);
  if (deliveries.length === 0) return null;
  return (
    <Section title={t('alerts.panel.deliveries')}>
      {deliveries.map(({ id, kind, ruleName, state, attempts, lastError, changedAt }) => (
        <Stack gap={0} key={id}>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {t(`alerts.panel.delivery.${kind}`)}
            </Text>
            <Badge size="sm" radius="sm" variant="outline" color={state === 'DEAD' ? 'red' : 'gray'}>
              {t(`alerts.panel.deliveryState.${state}`)}
            </Badge>
            <Text size="xs" c="dimmed">
              {ruleName} · {t('alerts.panel.attempts', { count: attempts })}
            </Text>
            <Age at={changedAt} size="xs" c="dimmed" />
            {state === 'DEAD' && may.execute && (
              <Button
                size="compact-xs"
                variant="default"
                loading={busy}
                onClick={async () => {
                  await run({ ids: [id] });
                  onRetried();
                }}
              >
                {t('alerts.panel.retry')}
              </Button>
            )}
          </Group>
          {state !== 'DONE' && lastError && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {lastError}
            </Text>
          )}
        </Stack>
      ))}
    </Section>
  );
}

/** What happened to it, newest last as the graph gives it. */
export function History({ alert }: { alert: OpenedAlert }) {
  const { t } = useTranslation();
  const { subject } = useViewer();
  const { changes, assignee, takenOverByUser } = alert;
  /** A name as far as the alert itself knows it. */
  const nameOf = (actor: string) => {
    if (actor === 'bitdefender' || actor === 'opsmerge') return t(`alerts.panel.actor.${actor}`);
    if (actor === subject) return t('alerts.panel.actor.you');
    return [assignee, takenOverByUser].find((user) => user?.id === actor)?.name ?? actor;
  };
  return (
    <Section title={t('alerts.panel.history')}>
      <Timeline bulletSize={12} lineWidth={2}>
        {changes.map((change) => (
          <Timeline.Item
            key={change.cursor}
            title={
              <Group gap={6}>
                <Text size="sm" fw={600}>
                  {t(`alerts.panel.change.${change.kind}`)}
                </Text>
                <Age at={change.at} size="xs" c="dimmed" />
              </Group>
            }
          >
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {[
                t('alerts.panel.by', { actor: nameOf(change.actor) }),
                change.kind === 'ASSIGNED' &&
                  (change.assigneeId
                    ? t('alerts.panel.to', { who: nameOf(change.assigneeId) })
                    : t('alerts.panel.unassigned')),
                change.snoozedUntil && t('alerts.until', { moment: formatMoment(change.snoozedUntil) }),
                change.note,
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
