import type { Finding } from './diagnostics.type.js';
import { byMutation, finding } from './finding.js';

/** A company that is mapped to no client, and what is at stake. */
export interface UnmappedCompanyFacts {
  id: string;
  name: string;
  connectionId: string;
  devices: number;
  unresolvedThreats: number;
  /** Devices with the host names of agents of the client that is asked about. */
  sharedMachines: number;
}

const mapThem = (message: string) => byMutation('mapBitdefenderCompanies', message);
const mostNamed = 5;

/** Why threats that BD has are seen nowhere: their company is mapped to no client. */
export function diagnoseUnmapped(companies: UnmappedCompanyFacts[]): Finding[] {
  return companies
    .filter(({ unresolvedThreats }) => unresolvedThreats > 0)
    .map(({ id, name, connectionId, devices, unresolvedThreats }) =>
      finding('PROBLEM', 'UNMAPPED_COMPANY', {
        connectionId,
        companyId: id,
        message: `The company "${name}" has threats, but is mapped to no client: nobody is alerted.`,
        evidence: { company: name, unresolvedThreats, devices },
        remedy: mapThem('Map the company to its client.'),
      }),
    );
}

/** Why a client shows nothing, or not all: what belongs to it is not mapped to it. */
export function diagnoseClientMapping(
  client: { id: string; mappedCompanies: number },
  unmapped: UnmappedCompanyFacts[],
): Finding[] {
  if (client.mappedCompanies > 0)
    return unmapped
      .filter(({ sharedMachines }) => sharedMachines > 0)
      .map(({ id, name, connectionId, devices, unresolvedThreats, sharedMachines }) =>
        finding(unresolvedThreats > 0 ? 'PROBLEM' : 'WARNING', 'UNMAPPED_COMPANY', {
          connectionId,
          companyId: id,
          message: `The company "${name}" has machines of this client, but is mapped to no client.`,
          evidence: { company: name, sharedMachines, devices, unresolvedThreats },
          remedy: mapThem('Map the company to this client, if it is the same customer.'),
        }),
      );
  const named = unmapped.toSorted((a, b) => b.unresolvedThreats - a.unresolvedThreats).slice(0, mostNamed);
  return [
    finding('PROBLEM', 'CLIENT_NOT_MAPPED', {
      message: 'No company of Bitdefender is mapped to this client: nothing of it is read.',
      evidence: {
        clientId: client.id,
        unmappedCompanies: unmapped.length,
        companies: named.length > 0 ? named.map(({ name }) => name).join(', ') : null,
        unresolvedThreats: unmapped.reduce((sum, { unresolvedThreats }) => sum + unresolvedThreats, 0),
      },
      remedy: mapThem('Map the company that is this client.'),
    }),
  ];
}
