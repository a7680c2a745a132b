import type {
  BitdefenderMaintenanceScheduleInput,
  MaintenancePageQuery,
  SaveBitdefenderMaintenanceWindowInput,
} from '../../../../operations/documents.ts';

/** A window as the list has it. */
export type Window = NonNullable<MaintenancePageQuery['bitdefenderMaintenanceWindows']>[number];

/** What the form of a window holds, as it is typed. */
export interface WindowForm {
  name: string;
  clientId: string | null;
  deviceId: string | null;
  ruleId: string | null;
  repeats: boolean;
  date: string;
  /** 1 (Monday) to 7, as text. */
  days: string[];
  time: string;
  hours: number | string;
  minutes: number | string;
  timeZone: string;
}

/** The form of a new window: tonight, for two hours. */
export const emptyWindow = (now: Date): WindowForm => ({
  ...{ name: '', clientId: null, deviceId: null, ruleId: null, repeats: false },
  date: [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-'),
  ...{ days: [], time: '22:00', hours: 2, minutes: 0, timeZone: '' },
});

/** The form of a window that exists. */
export const formOf = (window: Window, now: Date): WindowForm => ({
  ...{ name: window.name, clientId: window.device ? null : (window.client?.id ?? null) },
  ...{ deviceId: window.device?.id ?? null, ruleId: window.ruleId ?? null },
  repeats: window.days !== null,
  date: window.date ?? emptyWindow(now).date,
  days: (window.days ?? []).map(String),
  ...{ time: window.time, hours: Math.floor(window.minutes / 60), minutes: window.minutes % 60 },
  timeZone: window.ownTimeZone ?? '',
});

/** The schedule that a form holds. What is missing is left to the graph, which refuses it with what to do. */
export function scheduleOf(form: WindowForm): BitdefenderMaintenanceScheduleInput {
  const timeZone = form.timeZone.trim();
  return {
    ...(form.repeats ? { days: form.days.map(Number).toSorted() } : { date: form.date }),
    time: form.time,
    minutes: Number(form.hours || 0) * 60 + Number(form.minutes || 0),
    ...(timeZone && { timeZone }),
  };
}

/** What the graph takes for what the form holds. */
export function windowInputOf(form: WindowForm, window: Window | null): SaveBitdefenderMaintenanceWindowInput {
  return {
    ...(window && { windowId: window.id, version: window.version }),
    name: form.name.trim(),
    ...(form.clientId && { clientId: form.clientId }),
    ...(form.deviceId && { deviceId: form.deviceId }),
    ...(form.ruleId && { ruleId: form.ruleId }),
    schedule: scheduleOf(form),
  };
}
