import type { ItemProblem } from '../../graphql/errors.js';

/** A company that is mapped to a client, and its integration. */
export interface MappedCompany {
  name: string;
  /** Whether Bitdefender no longer lists it. */
  vanished: boolean;
  integration: string;
  disconnected: boolean;
  /** Whether it is not polled because the client is archived. */
  rests: boolean;
}

/** Takes the companies of a client of which none can be synced; returns the code and the message that say why, with what to do. */
export function whyNothingToSync(companies: readonly MappedCompany[]): ItemProblem {
  if (companies.some(({ rests }) => rests))
    return {
      code: 'CLIENT_ARCHIVED',
      message:
        'This client is archived in OpsMerge, so its companies rest. They are synced once it is active there again.',
    };
  const disconnected = companies.filter((company) => company.disconnected);
  if (disconnected.length > 0) {
    const names = [...new Set(disconnected.map(({ integration }) => `"${integration}"`))].sort().join(', ');
    return {
      code: 'DISCONNECTED',
      message: `The GravityZone of this client was disconnected: ${names}. Connect it again; its mappings are kept.`,
    };
  }
  if (companies.length > 0) {
    const names = companies.map(({ name }) => `"${name}"`).join(', ');
    return {
      code: 'COMPANY_VANISHED',
      message: `Bitdefender no longer lists ${names}. Give the API key access to it again, or map another company.`,
    };
  }
  return {
    code: 'NOTHING_TO_SYNC',
    message: 'No company of a connected GravityZone is mapped to this client. Map one first.',
  };
}
