import { Alert, Button, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { CopyLine } from './copy-line.tsx';
import { perform, type StageAction, type StageDone } from './requests.ts';

type Outcome = { done: StageDone } | { error: string };

/** One action: what will happen, what can be chosen, the button, and what it did. */
export function ActionCard({ action, url, onDone }: { action: StageAction; url: string; onDone: () => void }) {
  const { id, title, effect, parameters } = action;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const act = async () => {
    setBusy(true);
    setOutcome(
      await perform(url, id, chosen).then(
        (done) => ({ done }),
        (error: Error) => ({ error: error.message }),
      ),
    );
    // What is usual next time may be the opposite.
    setChosen({});
    setBusy(false);
    onDone();
  };

  return (
    <Paper p="sm">
      <Stack gap="xs">
        <Title order={3} size="sm">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {effect}
        </Text>
        {parameters.map(({ name, title: label, choices }) => (
          <Select
            key={name}
            size="xs"
            label={label}
            allowDeselect={false}
            data={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
            value={chosen[name] ?? choices[0]?.value ?? null}
            onChange={(value) => setChosen({ ...chosen, ...(value !== null && { [name]: value }) })}
          />
        ))}
        <Button size="xs" variant="light" loading={busy} onClick={act} aria-label={`Do it: ${title}`}>
          Do it
        </Button>
        <div aria-live="polite">{outcome && <OutcomeText outcome={outcome} />}</div>
      </Stack>
    </Paper>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  if ('error' in outcome) return <Alert color="red">{outcome.error}</Alert>;
  const { did, newKey, problem } = outcome.done;
  return (
    <Stack gap="xs">
      <Text size="sm">{did}</Text>
      {newKey !== undefined && <CopyLine name="New key" value={newKey} />}
      {problem !== null && <Alert color="yellow">{`No sync was requested: ${problem}`}</Alert>}
    </Stack>
  );
}
