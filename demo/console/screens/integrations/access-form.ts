import type { ConnectBitdefenderInput, TestBitdefenderIntegrationInput } from '../../../../operations/documents.ts';

/** What the form of a connection holds, but for the key. */
export interface AccessForm {
  place: 'CLOUD' | 'ON_PREMISES';
  /** URL of an appliance, or of a cloud instance other than the usual one. */
  endpoint: string;
  /** How a certificate that no public authority signed is trusted. */
  trust: 'PUBLIC' | 'AUTHORITY' | 'FINGERPRINT';
  caCertificate: string;
  certificateFingerprint: string;
  name: string;
}

export const emptyAccess: AccessForm = {
  place: 'CLOUD',
  endpoint: '',
  trust: 'PUBLIC',
  caCertificate: '',
  certificateFingerprint: '',
  name: '',
};

/** Whether the form names a place: the cloud is one by itself, an appliance needs its URL. */
export const isPlaced = ({ place, endpoint }: AccessForm): boolean => place === 'CLOUD' || endpoint.trim() !== '';

/** What is sent of the form: only what the chosen place and trust need. Of a known integration, what is left out is as stored. */
export function testInputOf(form: AccessForm, apiKey: string, integrationId?: string): TestBitdefenderIntegrationInput {
  if (integrationId) return { integrationId, apiKey };
  const endpoint = form.endpoint.trim();
  return {
    apiKey,
    ...(endpoint !== '' && { endpoint }),
    ...(form.place === 'ON_PREMISES' && form.trust === 'AUTHORITY' && { caCertificate: form.caCertificate }),
    ...(form.place === 'ON_PREMISES' &&
      form.trust === 'FINGERPRINT' && { certificateFingerprint: form.certificateFingerprint.trim() }),
  };
}

/** The same for the connection itself, which has a name too. */
export function connectInputOf(form: AccessForm, apiKey: string, integrationId?: string): ConnectBitdefenderInput {
  const name = form.name.trim();
  return { ...testInputOf(form, apiKey, integrationId), ...(name !== '' && { name }) };
}
