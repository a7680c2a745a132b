let counter = 0;

/** A 24-hex id whose first 8 digits are the second of its minting, as Bitdefender's ids are. */
export function mintId(at: Date): string {
  counter += 1;
  const seconds = Math.floor(at.getTime() / 1_000);
  return seconds.toString(16).padStart(8, '0') + counter.toString(16).padStart(16, '0');
}
