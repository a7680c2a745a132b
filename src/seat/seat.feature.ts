import type { Database } from '../database/database.js';
import type { DeviceReader } from '../device/detail/device.reader.js';
import { clearSeats } from './clear-seats.js';
import { createSeatReader } from './seat.reader.js';
import { IntegrationSeatsResolver, SeatMachineDeviceResolver, SeatResolver } from './seat.resolver.js';

/** What GravityZone counts for the licences, and the machines that explain it. */
export function seatFeature({ database, devices }: { database: Database; devices: DeviceReader }) {
  const seats = createSeatReader(database);
  return {
    seats,
    resolvers: [new SeatResolver(seats), new SeatMachineDeviceResolver(devices), new IntegrationSeatsResolver(seats)],
    maintenance: [clearSeats],
  };
}
