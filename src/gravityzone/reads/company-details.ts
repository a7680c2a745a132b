import { z } from 'zod';
import type { DateReader } from '../rows/dates.js';
import { flag, id, integer, name, requiredId, text } from '../rows/fields.js';
import { GravityZoneError } from '../transport/errors.js';
import type { CompanyDetails } from '../types.js';

const schema = z.object({
  id: requiredId,
  name,
  type: integer,
  isSuspended: flag,
  createdAt: text(40),
  parentCompanyId: id,
  country: text(100),
});

const kinds: Record<number, CompanyDetails['kind']> = { 0: 'PARTNER', 1: 'CUSTOMER' };

/** Throws MALFORMED_ANSWER when the row is unusable: without it, devices and threats cannot be assigned to a company. */
export function readCompanyDetails(raw: unknown, dates: DateReader): CompanyDetails {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new GravityZoneError('MALFORMED_ANSWER', { method: 'getCompanyDetails' });
  const company = parsed.data;
  return {
    id: company.id,
    name: company.name,
    kind: kinds[company.type ?? -1] ?? 'UNKNOWN',
    suspended: company.isSuspended ?? false,
    createdAt: dates.read(company.createdAt),
    createdAtRaw: company.createdAt,
    parentId: company.parentCompanyId,
    country: company.country === 'N/A' ? null : company.country,
  };
}
