import type { MuteBitdefenderAlertsInput, MutesPageQuery } from '../../../../operations/documents.ts';
import { fromLocalInput, type RestTime, untilOf } from '../../parts/until.ts';

/** A mute as the list has it. */
export type Mute = NonNullable<MutesPageQuery['bitdefenderAlertMutes']>['edges'][number]['node'];

/** What the form of a mute holds. */
export interface MuteForm {
  clientId: string | null;
  deviceId: string | null;
  threatName: string;
  until: RestTime | 'custom';
  untilAt: string;
  reason: string;
}

export const emptyMute: MuteForm = {
  clientId: null,
  deviceId: null,
  threatName: '',
  until: 'week',
  untilAt: '',
  reason: '',
};

/** What the graph takes for what the form holds. A time that is missing is now, which the graph refuses with what to do. */
export function muteInputOf(form: MuteForm, now: Date): MuteBitdefenderAlertsInput {
  const threatName = form.threatName.trim();
  const until = form.until === 'custom' ? (fromLocalInput(form.untilAt) ?? now) : untilOf(form.until, now);
  return {
    ...(form.clientId && { clientId: form.clientId }),
    ...(form.deviceId && { deviceId: form.deviceId }),
    ...(threatName && { threatName }),
    until: until.toISOString(),
    reason: form.reason.trim(),
  };
}
