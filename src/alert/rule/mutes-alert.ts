import type { AlertFacts, Mute } from '../../domain/alert-rule.js';
import { hostKey } from '../../domain/hostname.js';

/**
 * Whether a mute silences an alert: all that it names (client, machine, threat) must agree, and the detection or `now` be
 * within its time.
 */
export function mutes({ clientId, machine, threatName, from, until }: Mute, alert: AlertFacts, now: Date): boolean {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return (
    [alert.at, now].some((at) => from <= at && at < until) &&
    (clientId === null || clientId === alert.clientId) &&
    (machine === null ||
      (alert.deviceId === null
        ? machine.hostKeys.includes(hostKey(alert.hostname))
        : machine.deviceIds.includes(alert.deviceId))) &&
    (threatName === null || same(threatName, alert.threatName))
  );
}
