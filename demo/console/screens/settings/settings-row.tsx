import { Divider, Grid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A subject of the settings: its name at the left, its inputs at the right; below each other on a phone. */
export function SettingsRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Divider />
      <Grid gap="md" role="group" aria-label={title}>
        <Grid.Col span={{ base: 12, sm: 3 }}>
          <Text fw={600} size="sm">
            {title}
          </Text>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 9 }}>{children}</Grid.Col>
      </Grid>
    </>
  );
}
