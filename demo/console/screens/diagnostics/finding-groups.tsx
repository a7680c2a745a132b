import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FindingRow } from './finding-row.tsx';
import { type Finding, type FindingGroup, type FindingSeverity, groupFindings, keyOf } from './findings.ts';
import type { DialogMend } from './mend-button.tsx';

interface Acts {
  onAsk: (finding: Finding, mend: DialogMend) => void;
  onDone: () => void;
}

const looks = {
  PROBLEM: { color: 'var(--mantine-color-red-filled)', icon: IconUrgent },
  WARNING: { color: 'var(--mantine-color-yellow-6)', icon: IconAlertTriangle },
  INFORMATION: { color: 'var(--mantine-color-dimmed)', icon: IconInfoCircle },
} as const;

/** All findings: by severity, and in each by kind. */
export function FindingGroups({ findings, ...acts }: { findings: readonly Finding[] } & Acts) {
  const { t } = useTranslation();
  return (
    <Stack gap="xl">
      {groupFindings(findings).map(({ severity, groups }) => (
        <Stack key={severity} gap="sm" component="section" aria-label={t(`diagnostics.severity.${severity}`)}>
          <SeverityTitle severity={severity} count={groups.reduce((sum, group) => sum + group.findings.length, 0)} />
          {groups.map((group) => (
            <FindingCard key={group.code} group={group} {...acts} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function SeverityTitle({ severity, count }: { severity: FindingSeverity; count: number }) {
  const { t } = useTranslation();
  const { color, icon: Icon } = looks[severity];
  return (
    <Group gap="xs">
      <Icon size={20} color={color} aria-hidden />
      <Title order={2} size="h4">
        {t(`diagnostics.severity.${severity}`)}
      </Title>
      <Badge variant="default" radius="sm">
        {count}
      </Badge>
    </Group>
  );
}

const shownAtFirst = 4;

function FindingCard({ group: { code, findings }, onAsk, onDone }: { group: FindingGroup } & Acts) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, shownAtFirst);
  const hidden = findings.length - shownAtFirst;
  return (
    <Paper p="md" py="sm">
      <Group gap="xs" pb={6}>
        <Title order={3} size="h6">
          {t(`diagnostics.codes.${code}`)}
        </Title>
        {findings.length > 1 && (
          <Text size="sm" c="dimmed">
            {findings.length}
          </Text>
        )}
      </Group>
      <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((finding) => (
          <FindingRow key={keyOf(finding)} finding={finding} onAsk={(mend) => onAsk(finding, mend)} onDone={onDone} />
        ))}
      </Stack>
      {hidden > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>
          {all ? t('diagnostics.showFewer') : t('diagnostics.showAll', { count: hidden })}
        </Button>
      )}
    </Paper>
  );
}
