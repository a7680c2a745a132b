import { Alert, Badge, Box, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount, formatMoment } from '../../parts/format.ts';
import { SeverityBadge } from '../../parts/severity.tsx';
import { ProblemNote } from '../../parts/state.tsx';
import type { Preview, Trial } from './use-rules.ts';

/** What a rule would have done on past alerts, and what would have held it back. */
export function TrialResult({ trial }: { trial: Trial }) {
  const { preview, problem, userErrors } = trial;
  if (problem) return <ProblemNote problem={problem} />;
  if (!preview)
    return (
      <Alert color="yellow" role="alert">
        {userErrors.map(({ message }) => (
          <Text size="sm" key={message}>
            {message}
          </Text>
        ))}
      </Alert>
    );
  const kinds = trial.input.conditions.kinds ?? ['THREAT'];
  return (
    <Stack gap="sm">
      {kinds.includes('THREAT') && <OnThePast preview={preview} />}
      {kinds.includes('DEGRADATION') && <Degraded preview={preview} />}
    </Stack>
  );
}

/** What it would have done on past alerts of threats. */
function OnThePast({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('rules.trial.since', { moment: formatMoment(preview.since) })}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs">
        <Amount label={t('rules.trial.considered')} value={preview.considered} />
        <Amount label={t('rules.trial.matched')} value={preview.matched} />
        <Amount label={t('rules.trial.acted')} value={preview.acted} isMain />
        <Amount label={t('rules.trial.prevented')} value={preview.prevented} />
      </SimpleGrid>
      {preview.matched === 0 && <Text size="sm">{t('rules.trial.none')}</Text>}
      <Actions preview={preview} />
      <HeldBack preview={preview} />
      <Samples preview={preview} />
    </>
  );
}

/** The machines and companies of which it would raise alerts now, by client and cause. */
function Degraded({ preview: { degradations, degradationCount } }: { preview: Preview }) {
  const { t } = useTranslation();
  if (degradationCount === 0) return <Text size="sm">{t('rules.trial.intact')}</Text>;
  const further = degradationCount - degradations.length;
  return (
    <Stack gap={4} mah={260} style={{ overflowY: 'auto' }}>
      <Text size="sm" fw={600}>
        {t('rules.trial.degraded')}
      </Text>
      {degradations.map(({ client, cause, severity, machines, companies }) => (
        <Group key={`${cause} ${client.id}`} gap="xs" wrap="nowrap">
          <Box w={76} style={{ flexShrink: 0 }}>
            <SeverityBadge severity={severity} />
          </Box>
          <Text size="sm" truncate flex={1}>
            {t(`alerts.cause.${cause}`)}
          </Text>
          <Text size="sm" style={{ flexShrink: 0 }}>
            {cause === 'LICENCE_ENDING'
              ? t('rules.trial.companies', { count: companies })
              : t('rules.trial.machines', { count: machines })}
          </Text>
          <Text size="sm" c="dimmed" truncate maw="40%">
            {client.name ?? ''}
          </Text>
        </Group>
      ))}
      {further > 0 && (
        <Text size="sm" c="dimmed">
          {t('rules.trial.moreAlerts', { count: further })}
        </Text>
      )}
    </Stack>
  );
}

function Amount({ label, value, isMain = false }: { label: string; value: number; isMain?: boolean }) {
  return (
    <Stack gap={0}>
      <Text fz={22} lh={1.2} fw={isMain ? 700 : 500} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {formatCount(value)}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </Stack>
  );
}

function Actions({ preview: { actions } }: { preview: Preview }) {
  const { t } = useTranslation();
  const known = actions.filter((action) => action.alerts > 0);
  if (known.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {t('rules.trial.actions')}
      </Text>
      {known.map((action) => (
        <Group key={action.kind} gap={6}>
          <Text size="sm">{t('rules.trial.times', { count: action.actions })}</Text>
          <Text size="sm">{t(`rules.action.${action.kind}`)}</Text>
          <Text size="sm" c="dimmed">
            ({t('rules.trial.share', { count: action.alerts })})
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function HeldBack({ preview: { heldBack } }: { preview: Preview }) {
  const { t } = useTranslation();
  if (heldBack.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        {t('rules.trial.heldBack')}
      </Text>
      {heldBack.map(({ by, ruleName, alerts }) => (
        <Group key={`${by} ${ruleName}`} gap={6} wrap="nowrap" align="baseline">
          <Badge variant="outline" color="gray" radius="sm" style={{ flexShrink: 0 }}>
            {formatCount(alerts)}
          </Badge>
          <Text size="sm">
            {ruleName
              ? t('rules.trial.byRule', { by: t(`rules.trial.by.${by}`), rule: ruleName })
              : t(`rules.trial.by.${by}`)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function Samples({ preview: { samples } }: { preview: Preview }) {
  const { t } = useTranslation();
  if (samples.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('rules.trial.samples')}
      </Text>
      {samples.map(({ id, title, severity, client }) => (
        <Group key={id} gap="xs" wrap="nowrap">
          <Box w={76} style={{ flexShrink: 0 }}>
            <SeverityBadge severity={severity} />
          </Box>
          <Text size="sm" truncate flex={1}>
            {title}
          </Text>
          <Text size="sm" c="dimmed" truncate maw="40%">
            {client?.name ?? ''}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
