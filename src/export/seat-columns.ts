import type { SeatMachineType, Seats } from '../seat/seat.type.js';
import type { Columns } from './exportable.js';

/** One line for each company of a month. */
export const seatColumns: Columns<Seats> = {
  Month: ({ month }) => month,
  Company: ({ companyName }) => companyName,
  Client: ({ client }, clientName) => clientName(client?.id),
  'Client id': ({ client }) => client?.id ?? null,
  Counted: ({ counted }) => counted,
  Protected: (seats) => seats.protected,
  Stale: ({ stale }) => stale,
  Duplicates: ({ duplicates }) => duplicates,
  Removed: ({ removed }) => removed,
  Unexplained: ({ unexplained }) => unexplained,
  'Counted with companies below': ({ countedWithBelow }) => countedWithBelow,
  'Without agent': ({ withoutAgent }) => withoutAgent,
  Unprotected: ({ unprotected }) => unprotected,
  Unmanaged: ({ unmanaged }) => unmanaged,
  'Used seats of the licence': ({ usedSlots }) => usedSlots,
  'Seats of the licence': ({ totalSlots }) => totalSlots,
  Licence: ({ subscription }) => subscription,
  'Licence ends (UTC)': ({ expiresAt }) => expiresAt,
  Problem: ({ problem }) => problem?.message ?? null,
  Closed: ({ closed }) => closed,
  'As of (UTC)': ({ asOf }) => asOf,
};

export interface SeatMachineOfCompany {
  company: Seats;
  machine: SeatMachineType;
}

/** One line for each machine behind them. */
export const seatMachineColumns: Columns<SeatMachineOfCompany> = {
  Month: ({ company }) => company.month,
  Company: ({ company }) => company.companyName,
  Client: ({ company }, clientName) => clientName(company.client?.id),
  'Client id': ({ company }) => company.client?.id ?? null,
  Category: ({ machine }) => machine.category,
  Name: ({ machine }) => machine.name,
  'Device id': ({ machine }) => machine.deviceId,
  'Agent id': ({ machine }) => machine.agent?.id ?? null,
  'Same machine as': ({ machine }) => machine.sameAsName,
  Removal: ({ machine }) => machine.removal,
  'Since (UTC)': ({ machine }) => machine.since,
};
