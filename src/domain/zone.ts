import { IANAZone } from 'luxon';

/** The zone of an IANA name. Throws for any other, also for 'local', which would be the zone of this machine. */
export function knownZone(name: string): IANAZone {
  if (!isZone(name)) throw new Error(`"${name}" is not a time zone: use a name like Europe/Berlin.`);
  return IANAZone.create(name);
}

const knownZones = new Set<string>();
const mostRemembered = 1_000;

/** Whether it is the name of an IANA zone; an offset such as +02:00, which JavaScript accepts too, is not one. */
export function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (!/^[a-z]/i.test(name) || !IANAZone.isValidZone(name)) return false;
  if (knownZones.size >= mostRemembered) knownZones.clear();
  knownZones.add(name);
  return true;
}
