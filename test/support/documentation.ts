import { readdir } from 'node:fs/promises';

/** The pages of the documentation, as paths from the top, README.md first. */
export const documentationPages = async (): Promise<string[]> => [
  'README.md',
  ...(await readdir('docs', { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
