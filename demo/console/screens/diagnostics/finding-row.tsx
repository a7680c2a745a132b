import { Box, Group, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../app/viewer.ts';
import { Age } from '../../parts/age.tsx';
import { type Finding, shownFacts } from './findings.ts';
import { type DialogMend, MendButton } from './mend-button.tsx';
import { isOffered, mendsOf, neededFor } from './remedies.ts';

/** One finding: what is wrong, the facts it is based on, what helps, and the button that does it. */
export function FindingRow({
  finding,
  onAsk,
  onDone,
}: {
  finding: Finding;
  onAsk: (mend: DialogMend) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const mends = mendsOf(finding);
  const offered = mends.filter((mend) => isOffered(mend, may));
  // Why there is no button, where there would be one.
  const needed = offered.length === 0 && mends[0] ? neededFor(mends[0]) : null;
  const place = finding.remedy.kind === 'GRAVITYZONE' ? finding.remedy.name : null;
  return (
    <Group
      component="li"
      gap="md"
      align="flex-start"
      justify="space-between"
      py="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Stack gap={4} flex="1 1 320px" miw={0}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {finding.message}
        </Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {place && `${t('diagnostics.mend.place', { place })}. `}
          {finding.remedy.message}
        </Text>
        <Facts finding={finding} />
        {needed && (
          <Group gap={6} wrap="nowrap">
            <IconLock size={14} aria-hidden style={{ flex: 'none' }} />
            <Text size="xs" c="dimmed">
              {t(`diagnostics.notYours.${needed}`)}
            </Text>
          </Group>
        )}
      </Stack>
      {offered.length > 0 && (
        <Group gap="xs" align="flex-start" justify="flex-end">
          {offered.map((mend, index) => (
            <MendButton
              key={mend.kind}
              mend={mend}
              first={index === 0}
              again={finding.integration?.state === 'DISCONNECTED'}
              onAsk={onAsk}
              onDone={onDone}
            />
          ))}
        </Group>
      )}
    </Group>
  );
}

function Facts({ finding }: { finding: Finding }) {
  const facts = shownFacts(finding);
  if (facts.length === 0) return null;
  return (
    <Group gap="4px 14px">
      {facts.map(({ name, at, text }) => (
        <Box key={name} miw={0}>
          <Text size="xs" c="dimmed" span>
            {name}{' '}
          </Text>
          {at ? (
            <Age at={at} size="xs" span />
          ) : (
            <Text size="xs" span style={{ overflowWrap: 'anywhere' }}>
              {text}
            </Text>
          )}
        </Box>
      ))}
    </Group>
  );
}
