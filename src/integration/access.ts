import { cleanPasted } from '../domain/pasted-text.js';
import { UserInputError } from '../graphql/errors.js';
import { cloudEndpoint, normaliseEndpoint } from '../gravityzone/transport/endpoint.js';
import { GravityZoneError } from '../gravityzone/transport/errors.js';
import type { Access } from './open-gravityzone.js';

/** How to reach a GravityZone, as a user enters it. */
export interface AccessInput {
  endpoint?: string | null | undefined;
  apiKey: string;
  caCertificate?: string | null | undefined;
  certificateFingerprint?: string | null | undefined;
}

/** Returns the access, at Bitdefender's cloud if no endpoint is given. Throws UserInputError for a bad endpoint or key. */
export function accessOf(input: AccessInput): Access {
  return {
    endpoint: input.endpoint ? usableEndpoint(input.endpoint) : cloudEndpoint,
    apiKey: usableKey(input.apiKey),
    caCertificate: input.caCertificate ?? null,
    certificateFingerprint: input.certificateFingerprint ?? null,
  };
}

/** How to reach the GravityZone of a stored integration: what a user does not enter is as stored. Throws UserInputError. */
export const accessOver = (
  stored: Omit<AccessInput, 'apiKey'> | null,
  { apiKey, endpoint, caCertificate, certificateFingerprint }: AccessInput,
): Access =>
  accessOf({
    ...stored,
    apiKey,
    ...(endpoint && { endpoint }),
    ...(caCertificate && { caCertificate }),
    ...(certificateFingerprint && { certificateFingerprint }),
  });

/** The endpoint in its one spelling. Throws UserInputError. */
export function usableEndpoint(endpoint: string): string {
  try {
    return normaliseEndpoint(endpoint);
  } catch (error) {
    if (!(error instanceof GravityZoneError)) throw error;
    throw new UserInputError(error.code, `${error.message} ${error.hint}`, ['input', 'endpoint']);
  }
}

/** The key without what is pasted with it by accident: blanks, quotes, invisible characters. Throws UserInputError. */
export function usableKey(apiKey: string): string {
  const key = cleanPasted(apiKey);
  if (!/^[\x21-\x39\x3b-\x7e]{8,256}$/.test(key))
    throw new UserInputError(
      'BAD_KEY',
      'This is not an API key: copy it whole from Control Center, My Account, API keys.',
      ['input', 'apiKey'],
    );
  return key;
}

const longestName = 100;

/** The name of a report as Control Center has it, trimmed; null for none. Throws UserInputError for one that is too long. */
export function usableReportName(name: string | null): string | null {
  const trimmed = name?.trim() ?? '';
  if (trimmed.length > longestName || /\p{Cc}/u.test(trimmed))
    throw new UserInputError('BAD_REPORT_NAME', `Enter the name of the report, at most ${longestName} characters.`, [
      'input',
      'reportName',
    ]);
  return trimmed === '' ? null : trimmed;
}

/** An integration's name, trimmed. Throws UserInputError for one that is empty or too long. */
export function usableName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName)
    throw new UserInputError('BAD_NAME', `Give the integration a name of 1 to ${longestName} characters.`, [
      'input',
      'name',
    ]);
  return trimmed;
}
