import type { UpdateBitdefenderIntegrationInput } from '../../../../operations/documents.ts';
import type { AccessForm } from './access-form.ts';

/** What the form to edit an integration holds. */
export interface IntegrationForm extends Pick<AccessForm, 'trust' | 'caCertificate' | 'certificateFingerprint'> {
  name: string;
  endpoint: string;
  reportName: string;
  /** Of a different host only. */
  apiKey: string;
  replaceTrust: boolean;
}

interface Known {
  id: string;
  version: string;
  name: string;
  endpoint: string;
  report?: { name: string } | null;
}

/** Whether the form leads to another host, whose key has to be given: the stored one is never sent elsewhere. */
export function isOtherHost(known: Pick<Known, 'endpoint'>, endpoint: string): boolean {
  const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url.trim());
  return endpoint.trim() !== '' && hostOf(endpoint) !== hostOf(known.endpoint);
}

/** What is sent of the form: only what differs from what was read. */
export function updateInputOf(known: Known, form: IntegrationForm): UpdateBitdefenderIntegrationInput {
  const [name, endpoint, reportName] = [form.name.trim(), form.endpoint.trim(), form.reportName.trim()];
  return {
    integrationId: known.id,
    version: known.version,
    ...(name !== known.name && { name }),
    ...(endpoint !== known.endpoint && { endpoint }),
    ...(isOtherHost(known, endpoint) && form.apiKey !== '' && { apiKey: form.apiKey }),
    ...(reportName !== (known.report?.name ?? '') && { reportName: reportName || null }),
    ...(form.replaceTrust && trustOf(form)),
  };
}

function trustOf({ trust, caCertificate, certificateFingerprint }: IntegrationForm) {
  if (trust === 'AUTHORITY') return { caCertificate, certificateFingerprint: null };
  if (trust === 'FINGERPRINT') return { caCertificate: null, certificateFingerprint: certificateFingerprint.trim() };
  return { caCertificate: null, certificateFingerprint: null };
}
