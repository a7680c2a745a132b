import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is opened beside a list, which stays usable. */
export function SidePanel({
  opened,
  title,
  close,
  onClose,
  size = 'lg',
  children,
}: {
  opened: boolean;
  title: string;
  /** The name of the button that closes it. */
  close: string;
  onClose: () => void;
  size?: string | number;
  children: ReactNode;
}) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': close }}
      withOverlay={false}
      lockScroll={false}
      trapFocus={false}
      keepMounted={false}
    >
      {children}
    </Drawer>
  );
}
