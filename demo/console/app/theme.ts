import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { texts } from '../texts/index.ts';

const ink: MantineColorsTuple = [
  '#eef3ff',
  '#dce4f5',
  '#b9c7e2',
  '#94a8d0',
  '#748dc0',
  '#5f7cb7',
  '#4a68a6',
  '#3d5891',
  '#324b7f',
  '#233a66',
];

/** The look of all screens. Colours of text are dark enough on their ground for WCAG AA. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink },
  defaultRadius: 'md',
  autoContrast: true,
  luminanceThreshold: 0.35,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    Tooltip: { defaultProps: { multiline: true, withArrow: true, events: { hover: true, focus: true, touch: true } } },
    // Words as they are written: capitals take room and are harder to read.
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': texts.t('notice.close') } } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } },
    // These are papers too, and have a padding of their own within.
    DrawerContent: { defaultProps: { p: 0 } },
    ModalContent: { defaultProps: { p: 0 } },
  },
});

/** Quiet text and messages of errors, dark enough on their ground, or light enough, for WCAG AA. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
  },
});
