import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

/** A link in text, to another screen; its address is checked when the console is built. */
export const TextLink = createLink(
  (props: Omit<AnchorProps, 'href'> & { ref?: Ref<HTMLAnchorElement>; children?: ReactNode }) => (
    <Anchor size="sm" {...props} />
  ),
);

/** A button that leads to another screen. */
export const ButtonLink = createLink(
  (props: Omit<ButtonProps, 'href'> & { ref?: Ref<HTMLAnchorElement>; children?: ReactNode }) => (
    <Button component="a" size="xs" variant="default" {...props} />
  ),
);
