export const rules = {
  title: 'Alert rules',
} as const;
