import { Alert, Text } from '@mantine/core';

/** Why a mutation did nothing, where no input is to blame. */
export function Refusals({ errors }: { errors: Readonly<Record<string, string>> }) {
  const messages = Object.values(errors);
  if (messages.length === 0) return null;
  return (
    <Alert color="red" role="alert">
      {messages.map((message) => (
        <Text size="sm" key={message}>
          {message}
        </Text>
      ))}
    </Alert>
  );
}
