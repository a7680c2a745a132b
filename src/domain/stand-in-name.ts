const words = { COMPANY: 'Company', FOLDER: 'Folder', DEVICE: 'Device' };

/** The name shown for a thing that Bitdefender sends without one. It says so, and is unique by the id. */
export function standInName(kind: keyof typeof words, bdId: string): string {
  return `${words[kind]} without a name (${bdId})`;
}
