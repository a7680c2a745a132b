export const portal = {
  title: 'Your week',
} as const;
