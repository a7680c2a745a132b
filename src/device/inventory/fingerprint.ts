import { hash } from 'node:crypto';
import { contentVersion } from './device-content.js';

/** The mapping of a company: remapped to another client and back, it is not the same. */
export interface Mapping {
  clientId: string | null;
  mappedAt: Date | null;
}

const day = 24 * 3_600_000;

/**
 * The digest of what one page shows of the devices of one company: their ids and content, by the texts of `contentOf` in any
 * order, the columns that this release stores, and the mapping of the company.
 */
export function digestOf(contents: readonly string[], mapping: Mapping): string {
  const text = [contentVersion, mappingKey(mapping), ...contents.toSorted()].join('\n');
  return hash('sha256', text, 'base64url');
}

/** The same text for the same mapping. */
export const mappingKey = ({ clientId, mappedAt }: Mapping): string =>
  JSON.stringify([clientId, mappedAt?.getTime() ?? null]);

/** When everything is compared again, whatever a fingerprint says: within a day, and not of all companies at once. */
export function compareAgainAt(now: Date, random: () => number = Math.random): Date {
  return new Date(now.getTime() + day * (0.75 + 0.25 * random()));
}

/** Whether a fingerprint may still be relied on. A time further away than any that is set comes from a wrong clock. */
export function isRelied(compareAt: Date, now: Date): boolean {
  const left = compareAt.getTime() - now.getTime();
  return left > 0 && left <= day;
}
