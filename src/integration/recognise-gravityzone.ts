import { onPremisesCompanyId } from '../gravityzone/transport/session.js';

/** What is stored of an integration's GravityZone, and what a test has just seen. */
export interface GravityZoneTraits {
  /** The company the stored key belonged to, by BD's id; null if not known. */
  knownCompany: string | null;
  shownCompany: string | null;
  /** Devices stored of the integration. */
  knownDevices: number;
  /** Devices the test saw, and how many of them are stored of the integration. */
  shownDevices: number;
  sharedDevices: number;
}

/**
 * Whether a test has seen the GravityZone that an integration is about. BD's ids are unique in the world, so the own company
 * decides where both are known, else the devices do: an on-premises GravityZone has no company id of its own. UNKNOWN
 * means that one of the two has nothing to compare.
 */
export function recogniseGravityZone(traits: GravityZoneTraits): 'SAME' | 'OTHER' | 'UNKNOWN' {
  const { knownCompany, shownCompany, knownDevices, shownDevices, sharedDevices } = traits;
  const bothKnown = knownCompany !== null && shownCompany !== null;
  if (bothKnown && knownCompany !== shownCompany) return 'OTHER';
  if (bothKnown && knownCompany !== onPremisesCompanyId) return 'SAME';
  if (sharedDevices > 0) return 'SAME';
  return knownDevices > 0 && shownDevices > 0 ? 'OTHER' : 'UNKNOWN';
}
