import type { Finding } from './diagnostics.type.js';
import { byMutation, finding } from './finding.js';

/** A company that is mapped to no client. */
export interface UnmappedCompanyFacts {
  id: string;
  name: string;
  integrationId: string;
  devices: number;
  unresolvedThreats: number;
  /** Devices with the host name of an agent of the client being diagnosed. */
  sharedMachines: number;
}

const byMapping = (message: string) => byMutation('mapBitdefenderCompanies', message);
const mostNamed = 5;

/** The findings for unmapped companies with unresolved threats, which raise no alerts. */
export function diagnoseUnmapped(companies: UnmappedCompanyFacts[]): Finding[] {
  return companies
    .filter(({ unresolvedThreats }) => unresolvedThreats > 0)
    .map(({ id, name, integrationId, devices, unresolvedThreats }) =>
      finding('PROBLEM', 'UNMAPPED_COMPANY', {
        integrationId,
        companyId: id,
        message: `The company "${name}" has unresolved threats, but is mapped to no client: no alerts are raised.`,
        evidence: { company: name, unresolvedThreats, devices },
        remedy: byMapping('Map the company to its client.'),
      }),
    );
}

/** The findings for a client whose companies, or some of them, are not mapped to it. */
export function diagnoseClientMapping(
  client: { id: string; mappedCompanies: number },
  unmapped: UnmappedCompanyFacts[],
): Finding[] {
  if (client.mappedCompanies > 0)
    return unmapped
      .filter(({ sharedMachines }) => sharedMachines > 0)
      .map(({ id, name, integrationId, devices, unresolvedThreats, sharedMachines }) =>
        finding(unresolvedThreats > 0 ? 'PROBLEM' : 'WARNING', 'UNMAPPED_COMPANY', {
          integrationId,
          companyId: id,
          message: `The company "${name}" has machines of this client, but is mapped to no client.`,
          evidence: { company: name, sharedMachines, devices, unresolvedThreats },
          remedy: byMapping('Map the company to this client, if it is the same customer.'),
        }),
      );
  const named = unmapped.toSorted((a, b) => b.unresolvedThreats - a.unresolvedThreats).slice(0, mostNamed);
  return [
    finding('PROBLEM', 'CLIENT_NOT_MAPPED', {
      message: 'No Bitdefender company is mapped to this client, so no data are read for it.',
      evidence: {
        clientId: client.id,
        unmappedCompanies: unmapped.length,
        companies: named.length > 0 ? named.map(({ name }) => name).join(', ') : null,
        unresolvedThreats: unmapped.reduce((sum, { unresolvedThreats }) => sum + unresolvedThreats, 0),
      },
      remedy: byMapping('Map the company of this client.'),
    }),
  ];
}
