import type { BitdefenderCompanyFilter } from '../../../../operations/documents.ts';
import { oneOf, textOf } from '../../app/search.ts';

export const companyViews = ['unmapped', 'mapped', 'ignored', 'all'] as const;
export type CompanyView = (typeof companyViews)[number];

/** What the address of the mappings holds: which companies are shown, and whether the inbox is open. */
export interface MappingsSearch {
  show: CompanyView;
  q?: string | undefined;
  /** Id of an integration. */
  integration?: string | undefined;
  inbox?: 'open' | undefined;
}

/** Reads the address; what waits to be mapped is shown first. */
export const mappingsSearch = (raw: Record<string, unknown>): MappingsSearch => ({
  show: oneOf(raw, 'show', companyViews, 'unmapped'),
  q: textOf(raw, 'q'),
  integration: textOf(raw, 'integration'),
  inbox: textOf(raw, 'inbox') === 'open' ? 'open' : undefined,
});

const viewFilters: Readonly<Record<CompanyView, BitdefenderCompanyFilter>> = {
  unmapped: { mapped: false, ignored: false, kind: 'COMPANY' },
  mapped: { mapped: true },
  ignored: { ignored: true },
  all: { kind: 'COMPANY' },
};

/** The filter of the graph for what the address holds. */
export const companyFilterOf = ({ show, q, integration }: MappingsSearch): BitdefenderCompanyFilter => ({
  ...viewFilters[show],
  ...(q && q.trim().length >= 3 && { search: q }),
  ...(integration && { integrationId: integration }),
});
