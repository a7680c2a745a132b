import { expect, it } from 'vitest';
import { clientsToRecord } from '../../../../src/sync/run/clients-to-record.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes));
const company = (clientId: string | null, lastSyncedAt: Date | null) => ({ clientId, lastSyncedAt });

it('records the coverage of changed clients, and of each client once an hour', () => {
  const companies = [
    company('unchanged', at(31)),
    company('changed', at(31)),
    company('new', null),
    company('of the hour before', at(-1)),
    company('of two hours', at(31)),
    company('of two hours', at(-1)),
    company(null, null),
  ];
  const changed = new Set(['changed', 'not due']);
  expect(clientsToRecord(companies, changed, at(41))).toEqual(['changed', 'new', 'of the hour before', 'of two hours']);
  expect(clientsToRecord(companies, new Set(), at(61))).toHaveLength(5);
});
