import { Box, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The filters of a list in rows; on a phone they are folded, so that the list comes first. */
export function FilterRow({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure();
  return (
    <Box mb="sm">
      <Button
        hiddenFrom="sm"
        size="xs"
        variant="default"
        mb={opened ? 'xs' : 0}
        leftSection={<IconAdjustmentsHorizontal size={14} />}
        aria-expanded={opened}
        onClick={toggle}
      >
        {t('filter.show')}
      </Button>
      <Group gap="sm" align="flex-end" {...(!opened && { visibleFrom: 'sm' })}>
        {children}
      </Group>
    </Box>
  );
}
