import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ClientTabQuery } from '../../../../operations/documents.ts';
import { ButtonLink, TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import { oneThreat } from '../../parts/threat-address.ts';

export type Finding = NonNullable<ClientTabQuery['bitdefenderDiagnostics']>['findings'][number];

/** More would hide the rest of the client; Diagnostics has them all. */
const shown = 4;

const looks = {
  PROBLEM: { icon: IconCircleX, color: 'var(--mantine-color-red-7)' },
  WARNING: { icon: IconAlertTriangle, color: 'var(--mantine-color-orange-6)' },
  INFORMATION: { icon: IconInfoCircle, color: 'var(--mantine-color-gray-6)' },
} as const;

/** What is missing or old of a client, why, and what helps. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const more = findings.length - shown;
  return (
    <Panel
      title={t('clients.client.findings.title')}
      action={
        <ButtonLink to="/diagnostics" size="compact-xs">
          {t('clients.client.findings.all')}
        </ButtonLink>
      }
    >
      {findings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('clients.client.findings.none')}
        </Text>
      ) : (
        <Stack gap="sm">
          {findings.slice(0, shown).map((finding) => (
            <OneFinding
              key={[finding.code, finding.integrationId, finding.companyId, finding.deviceId, finding.threatId].join(
                ' ',
              )}
              finding={finding}
            />
          ))}
          {more > 0 && (
            <Text size="xs" c="dimmed">
              {t('clients.client.findings.more', { count: more })}
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

function OneFinding({ finding: { severity, message, remedy, deviceId, threatId } }: { finding: Finding }) {
  const { t } = useTranslation();
  const { icon: Icon, color } = looks[severity];
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Icon
        size={18}
        color={color}
        style={{ flexShrink: 0, marginTop: 1 }}
        role="img"
        aria-label={t(`clients.client.findings.severity.${severity}`)}
      />
      <Stack gap={2} miw={0}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {remedy.message}
        </Text>
        {deviceId && (
          <TextLink size="xs" to="/devices/$deviceId" params={{ deviceId }}>
            {t('clients.client.findings.device')}
          </TextLink>
        )}
        {threatId && (
          <TextLink size="xs" to="/threats" search={oneThreat(threatId)}>
            {t('clients.client.findings.threat')}
          </TextLink>
        )}
      </Stack>
    </Group>
  );
}
