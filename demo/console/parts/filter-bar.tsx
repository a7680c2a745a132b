import { Box, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The filters of a list in one row; on a narrow screen they are behind a button, so that the list is what is seen first. */
export function FilterBar({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure();
  return (
    <Box component="search" aria-label={t('filter.all')} mb="sm">
      <Button
        hiddenFrom="xs"
        size="xs"
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={14} />}
        onClick={toggle}
        aria-expanded={opened}
      >
        {t('filter.all')}
      </Button>
      <Group
        gap="sm"
        align="flex-end"
        mt={{ base: opened ? 'xs' : 0, xs: 0 }}
        display={{ base: opened ? 'flex' : 'none', xs: 'flex' }}
      >
        {children}
      </Group>
    </Box>
  );
}
