import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a report with its name. */
export function Part({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Stack gap={0} className="report-head">
        <Title order={2} size="h4">
          {title}
        </Title>
        {about && (
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  );
}
