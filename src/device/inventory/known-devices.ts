import { compareAgainAt, digestOf, isRelied, type Mapping, mappingKey } from './fingerprint.js';
import type { InventoryFingerprint, StoredDevices } from './fingerprint.store.js';

/** A company as its fingerprint names it. */
export type KnownCompany = Mapping & { id: string };

/** What a walk has shown of the devices of a company. */
interface Shown {
  mapping: string;
  parts: string[];
  devices: number;
  /** Whether each part so far is in the fingerprint. */
  isKnown: boolean;
}

/** Compares what a walk shows with the fingerprints of the companies, one value for each page and company. */
export interface KnownDevices {
  /**
   * Takes what a page shows of a company, by the texts of `contentOf`; no device may be in two pages. Returns whether all of
   * it is stored already, so that nothing else is to be compared.
   */
  isStored(company: KnownCompany, contents: readonly string[]): boolean;
  /** Whether the walk, which is over, showed exactly the devices that are stored of the company: then none can be gone. */
  isWhole(company: KnownCompany): boolean;
  /** What to write of a company whose walk is over; null where nothing is known, or the company was mapped meanwhile. */
  fingerprint(company: KnownCompany): Omit<InventoryFingerprint, 'devices'> | null;
}

/** Takes what is stored at the beginning of the walk, by company. */
export function createKnownDevices(stored: ReadonlyMap<string, StoredDevices>, now: Date): KnownDevices {
  const shown = new Map<string, Shown>();

  const reliedOf = ({ id }: KnownCompany): InventoryFingerprint | null => {
    const { fingerprint = null, present = 0 } = stored.get(id) ?? {};
    return fingerprint !== null && fingerprint.devices === present && isRelied(fingerprint.compareAt, now)
      ? fingerprint
      : null;
  };

  return {
    isStored(company, contents) {
      const digest = digestOf(contents, company);
      const isStored = reliedOf(company)?.parts.includes(digest) ?? false;
      const before = shown.get(company.id) ?? { mapping: mappingKey(company), parts: [], devices: 0, isKnown: true };
      shown.set(company.id, {
        mapping: before.mapping,
        parts: [...before.parts, digest],
        devices: before.devices + contents.length,
        isKnown: before.isKnown && isStored,
      });
      return isStored;
    },
    isWhole({ id }) {
      const { devices, isKnown } = shown.get(id) ?? { devices: 0, isKnown: true };
      return isKnown && devices === (stored.get(id)?.present ?? 0);
    },
    fingerprint(company) {
      const seen = shown.get(company.id);
      if (seen === undefined || seen.mapping !== mappingKey(company)) return null;
      return { parts: seen.parts, compareAt: reliedOf(company)?.compareAt ?? compareAgainAt(now) };
    },
  };
}
