import type { MappingPreviewQuery } from '../../../../operations/documents.ts';

export type Preview = NonNullable<MappingPreviewQuery['bitdefenderMappingPreview']>;

/** What a change of a mapping does, in the order in which it matters. */
export const consequences = [
  'devices',
  'devicesLeft',
  'agentsLost',
  'agentsFound',
  'threatsStay',
  'alertsStay',
  'decisionsLeft',
  'threatsTaken',
  'threatsActedOn',
] as const;
export type Consequence = (typeof consequences)[number];

/** The consequences that a preview has, each with its number. */
export function consequencesOf(preview: Preview): { what: Consequence; count: number; open?: number }[] {
  const counts: Readonly<Record<Consequence, number>> = {
    devices: preview.toClient ? preview.deviceCount : 0,
    devicesLeft: preview.toClient ? 0 : preview.deviceCount,
    agentsLost: preview.matchedDeviceCount,
    agentsFound: preview.matchingAgentCount,
    threatsStay: preview.threatsStaying,
    alertsStay: preview.openAlertsStaying,
    decisionsLeft: preview.decisionsLeftBehind,
    threatsTaken: preview.threatsTakenOver,
    threatsActedOn: preview.threatsActedOn,
  };
  return consequences
    .filter((what) => counts[what] > 0)
    .map((what) => ({
      what,
      count: counts[what],
      ...(what === 'threatsStay' && { open: preview.openThreatsStaying }),
    }));
}
