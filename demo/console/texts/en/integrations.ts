export const integrations = {
  title: 'Bitdefender',
} as const;
