import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconClockExclamation, IconInbox, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../graph/problem.ts';
import type { ScreenResult } from '../graph/use-screen.ts';

/** Shows a screen's data, or why there are none: loading, forbidden, failed. What is shown already stays while newer data fail to come. */
export function ScreenState<Data>({
  screen,
  children,
}: {
  screen: ScreenResult<Data>;
  children: (data: Data) => ReactNode;
}) {
  const { data, loading, problem, refresh } = screen;
  if (data === undefined && problem === null) return <Loading label={loading} />;
  return (
    <Stack gap="md">
      {problem && <ProblemNote problem={problem} onRetry={refresh} />}
      {data !== undefined && data !== null && children(data)}
    </Stack>
  );
}

function Loading({ label }: { label: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={label ? t('state.loading') : undefined}>
      <Skeleton h={28} w="40%" />
      <Skeleton h={96} />
      <Skeleton h={240} />
    </Stack>
  );
}

/** What went wrong, with a way to try again. */
export function ProblemNote({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const { t } = useTranslation();
  const forbidden = problem.kind === 'forbidden';
  return (
    <Alert
      color={forbidden ? 'gray' : 'red'}
      icon={forbidden ? <IconLock /> : <IconAlertTriangle />}
      title={t(`state.${problem.kind}.title`)}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(`state.${problem.kind}.text`)}</Text>
        <Text size="sm" c="dimmed">
          {problem.message}
        </Text>
        {!forbidden && onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('state.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** A list without rows: what that means, and what to do next. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <Stack align="center" py="xl" gap="xs">
      <IconInbox size={36} stroke={1.2} aria-hidden />
      <Text fw={600}>{title}</Text>
      {text && (
        <Text size="sm" c="dimmed" ta="center" maw={460}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** Says that what is below is older than it should be. */
export function StaleNote({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Alert color="yellow" icon={<IconClockExclamation />} role="status">
      <Group justify="space-between">
        <Text size="sm">{children}</Text>
        {action}
      </Group>
    </Alert>
  );
}

/** The head of a screen: its name, one sentence, and what can be done. */
export function ScreenHead({ title, about, children }: { title: string; about?: ReactNode; children?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Stack gap={2}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {about && (
          <Text c="dimmed" size="sm">
            {about}
          </Text>
        )}
      </Stack>
      {children && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
