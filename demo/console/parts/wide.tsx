import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is wider than a phone: it scrolls to the side within itself, by keyboard too. */
export function Wide({ label, minWidth, children }: { label: string; minWidth: number; children: ReactNode }) {
  return (
    <Box tabIndex={0} role="region" aria-label={label} style={{ overflowX: 'auto' }}>
      <Box miw={minWidth}>{children}</Box>
    </Box>
  );
}
