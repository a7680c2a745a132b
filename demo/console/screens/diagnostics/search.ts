import { textOf } from '../../app/search.ts';

/** What the address holds: the client, the machine or the threat that is diagnosed; none is the whole MSP. */
export interface DiagnosticsSearch {
  client?: string | undefined;
  device?: string | undefined;
  threat?: string | undefined;
}

export const diagnosticsSearch = (raw: Record<string, unknown>): DiagnosticsSearch => ({
  client: textOf(raw, 'client'),
  device: textOf(raw, 'device'),
  threat: textOf(raw, 'threat'),
});
