/** A client by its name. */
export interface ClientName {
  id: string;
  name: string;
}

/** A name as it is compared: without case and accents, which nobody types to search. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim();

/** Those whose names have the text in them, whatever its case and accents. */
export function clientsNamed<Client extends ClientName>(clients: readonly Client[], text: string): Client[] {
  const wanted = plain(text);
  return clients.filter(({ name }) => plain(name).includes(wanted));
}

/** The clients of a list, then those of the platform that are not in it: no company is mapped to them. */
export function withUnmapped<Client extends ClientName>(
  found: readonly Client[],
  all: readonly ClientName[],
): (Client | (ClientName & { bitdefender: null }))[] {
  const known = new Set(found.map(({ id }) => id));
  return [...found, ...all.filter(({ id }) => !known.has(id)).map(({ id, name }) => ({ id, name, bitdefender: null }))];
}

/** How many machines have a gap; a machine with two gaps counts twice. */
export const gapsOf = (gaps: readonly { machines: number }[]): number =>
  gaps.reduce((sum, { machines }) => sum + machines, 0);

/** The numbers of all streams of a run together. */
export function totalsOf(streams: readonly { stream: string; fetched: number; stored: number }[]): {
  fetched: number;
  stored: number;
} {
  // Matching counts clients, not rows.
  const read = streams.filter(({ stream }) => stream !== 'MATCHING');
  return {
    fetched: read.reduce((sum, { fetched }) => sum + fetched, 0),
    stored: read.reduce((sum, { stored }) => sum + stored, 0),
  };
}

const ends = ['SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'] as const;
type End = (typeof ends)[number];

/** How a run ended; null while it has not. */
export const endOf = (state: string): End | null => ends.find((end) => end === state) ?? null;
