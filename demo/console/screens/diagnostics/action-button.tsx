import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { UserError } from '../../parts/user-errors.ts';

/** A button that does one thing at once. `act` gives the refusals, or null where the request itself failed. */
export function ActionButton({
  text,
  act,
  onDone,
}: {
  text: string;
  act: () => Promise<readonly UserError[] | null>;
  onDone: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const press = async () => {
    setBusy(true);
    const errors = await act();
    setBusy(false);
    setRefused(errors ?? []);
    if (errors?.length === 0) onDone();
  };
  return (
    <Stack gap={4} align="stretch">
      <Button size="xs" loading={busy} onClick={() => void press()}>
        {text}
      </Button>
      {refused.map(({ message }) => (
        <Text size="xs" c="red.9" role="alert" key={message} maw={260}>
          {message}
        </Text>
      ))}
    </Stack>
  );
}
