import { Box, Group, List, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../parts/format.ts';
import { checks as allChecks, type Check, type CheckName, type CheckState, type KeyTest } from './checklist.ts';
import { formatOffset } from './offset.ts';
import type { TestResult } from './use-key-test.ts';

const looks: Readonly<Record<CheckState, { color: string; icon: ReactNode }>> = {
  OK: { color: 'teal', icon: <IconCheck size={14} stroke={2.4} /> },
  WARNING: { color: 'yellow', icon: <IconAlertTriangle size={14} stroke={2.2} /> },
  FAILED: { color: 'red', icon: <IconX size={14} stroke={2.4} /> },
  UNKNOWN: { color: 'gray', icon: <IconMinus size={14} stroke={2.2} /> },
};

const millisecondsBetweenSteps = 90;

/** The test as a checklist: it waits while the test runs, then fills in from the top. */
export function TestChecklist({ result, running }: { result: TestResult | null; running: boolean }) {
  const { t } = useTranslation();
  const shown = useShown(result?.checks ?? null);
  if (result === null && !running) return null;
  return (
    <List listStyleType="none" spacing={6} aria-label={t('integrations.check.label')} aria-busy={running} role="list">
      {allChecks.map((name, index) => {
        const check = result?.checks[index];
        return (
          <List.Item key={name} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
            {check && index < shown ? (
              <Filled check={check} test={result?.test ?? null} />
            ) : (
              <Waiting name={name} active={running && index === 0} />
            )}
          </List.Item>
        );
      })}
    </List>
  );
}

/** How many steps are shown: all at once for those who want no motion. */
function useShown(checks: readonly Check[] | null): number {
  const still = useReducedMotion();
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (checks === null) {
      setShown(0);
      return undefined;
    }
    if (still) {
      setShown(checks.length);
      return undefined;
    }
    const timer = setInterval(() => setShown((count) => Math.min(count + 1, checks.length)), millisecondsBetweenSteps);
    return () => clearInterval(timer);
  }, [checks, still]);
  return shown;
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Box w={22} h={22} style={{ display: 'grid', placeItems: 'center', flex: 'none' }}>
        {icon}
      </Box>
      <Stack gap={0} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Stack>
    </Group>
  );
}

function Waiting({ name, active }: { name: CheckName; active: boolean }) {
  const { t } = useTranslation();
  return (
    <Line
      icon={
        active ? (
          <Loader size={16} aria-label={t('integrations.wizard.testing')} />
        ) : (
          <ThemeIcon size={22} radius="xl" variant="default" aria-label={t('integrations.check.state.WAITING')} />
        )
      }
    >
      <Text size="sm" c="dimmed">
        {t(`integrations.check.name.${name}`)}
      </Text>
    </Line>
  );
}

function Filled({ check: { name, state, problem }, test }: { check: Check; test: KeyTest | null }) {
  const { t } = useTranslation();
  const note = useNote()(name, test, state);
  const { color, icon } = looks[state];
  // The list says what is missing.
  const isListed = name === 'apis' && (test?.missingApis.length ?? 0) > 0;
  return (
    <Line
      icon={
        <ThemeIcon
          size={22}
          radius="xl"
          color={color}
          variant="light"
          role="img"
          aria-label={t(`integrations.check.state.${state}`)}
        >
          {icon}
        </ThemeIcon>
      }
    >
      <Text size="sm" c={state === 'UNKNOWN' ? 'dimmed' : undefined}>
        {t(`integrations.check.name.${name}`)}
        {note && (
          <Text span size="sm" c="dimmed">
            {' '}
            · {note}
          </Text>
        )}
      </Text>
      {name === 'apis' &&
        test?.missingApis.map(({ api, neededFor }) => (
          <Text size="sm" key={api}>
            {t('integrations.sees.missingApiFor', { api, neededFor })}
          </Text>
        ))}
      {problem && <Text size="sm">{isListed ? problem.hint : `${problem.message} ${problem.hint}`}</Text>}
    </Line>
  );
}

/** What a step found, beside its name. */
function useNote(): (name: CheckName, test: KeyTest | null, state: CheckState) => string {
  const { t } = useTranslation();
  return (name, test, state) => {
    if (test === null || state === 'UNKNOWN' || state === 'FAILED') return '';
    switch (name) {
      case 'reached':
        // A call that was refused took no time that says anything.
        if (!test.ok) return '';
        return t('integrations.check.note.reached', { milliseconds: formatCount(test.latencyMilliseconds) });
      case 'apis':
        return test.enabledApis.join(', ');
      case 'companies':
        return [
          t('integrations.check.note.companies', { count: test.companyCount }),
          test.emptyCompanyCount && t('integrations.check.note.companiesEmpty', { count: test.emptyCompanyCount }),
        ]
          .filter(Boolean)
          .join(', ');
      case 'ownCompany':
        return [test.companyName, test.companyKind && t(`integrations.check.kind.${test.companyKind}`)]
          .filter(Boolean)
          .join(', ');
      case 'clock':
        return [
          t('integrations.check.note.clockAhead', { seconds: formatCount(Math.abs(test.clockAheadSeconds ?? 0)) }),
          test.naiveOffsetMinutes !== null &&
            t('integrations.check.note.offset', { offset: formatOffset(test.naiveOffsetMinutes) }),
        ]
          .filter(Boolean)
          .join(', ');
      default:
        return '';
    }
  };
}
