import { readCompanyDetails } from '../reads/company-details.js';
import { calibrateOffset, createDateReader, type DateReader, minutesAhead, offsetOrNull } from '../rows/dates.js';
import { offsetByContacts } from '../rows/offset-by-contacts.js';
import { createSeasonWatch, lackOfOffset } from '../rows/season.js';
import {
  type CompanyDetails,
  type CompanyKind,
  type Flavour,
  type GravityZone,
  type GravityZoneOptions,
} from '../types.js';
import { isBitdefenderCloud } from './endpoint.js';
import { isReason } from './errors.js';
import { createTransport, type Transport } from './transport.js';

/** What all reads share: the transport and what was learnt about the server, each determined once. */
export interface Session {
  readonly options: GravityZoneOptions;
  readonly transport: Transport;
  readonly learnt: GravityZone['learnt'];
  readonly clock: () => Date;
  /** The kinds of companies that the inventory filter accepts; null until a walk was accepted. */
  inventoryKinds: readonly CompanyKind[] | null;
  flavour(signal?: AbortSignal): Promise<Flavour>;
  ownCompany(signal?: AbortSignal): Promise<CompanyDetails>;
  /** Reads dates in the calibrated zone. Without anything to calibrate by, naive dates are read as UTC. */
  dates(signal?: AbortSignal): Promise<DateReader>;
  learnPageSize(pageSize: number): void;
  /** Checks a raw "last seen" date, which can show that the offset of naive dates belongs to the other season. */
  noteLastSeen(value: unknown, online: boolean): void;
}

/** The id of the one company of an on-premises GravityZone, which has no company API. */
export const onPremisesCompanyId = 'on-premises';

function onPremisesCompany(endpoint: string): CompanyDetails {
  return {
    id: onPremisesCompanyId,
    name: new URL(endpoint).hostname,
    kind: 'CUSTOMER',
    suspended: false,
    createdAt: null,
    createdAtRaw: null,
    parentId: null,
    country: null,
  };
}

/** Remembers the result of a question, but not a failure. */
function once<Value>(
  ask: (signal: AbortSignal | undefined) => Promise<Value>,
): (signal?: AbortSignal) => Promise<Value> {
  let known: { value: Value } | null = null;
  return async (signal) => {
    known ??= { value: await ask(signal) };
    return known.value;
  };
}

export function createSession(options: GravityZoneOptions): Session {
  const transport = createTransport(options);
  const clock = options.clock ?? (() => new Date());
  const learnt: { naiveOffsetMinutes: number | null; pageSize: number | null; flavour: Flavour | null } = {
    naiveOffsetMinutes: options.naiveOffsetMinutes ?? null,
    pageSize: options.pageSize ?? null,
    flavour: options.flavour ?? null,
  };

  async function findFlavour(signal: AbortSignal | undefined): Promise<Flavour> {
    if (learnt.flavour !== null) return learnt.flavour;
    if (isBitdefenderCloud(options.endpoint)) return 'CLOUD';
    // First ensure that a GravityZone answers at all; this service exists on-premises only.
    await transport.call('keyDetails', {}, signal);
    try {
      await transport.call('onPremisesComputers', { page: 1, perPage: 1 }, signal);
      return 'ON_PREMISES';
    } catch (error) {
      if (isReason(error, 'NOT_GRAVITYZONE', 'METHOD_NOT_FOUND', 'API_NOT_ENABLED')) return 'CLOUD';
      throw error;
    }
  }

  const flavour = once(async (signal) => {
    learnt.flavour = await findFlavour(signal);
    return learnt.flavour;
  });

  const rawCompany = once(async (signal): Promise<unknown> => {
    try {
      return await transport.call('companyDetails', {}, signal);
    } catch (error) {
      const absent = isReason(error, 'METHOD_NOT_FOUND', 'NOT_GRAVITYZONE', 'API_NOT_ENABLED');
      if (absent && (await flavour(signal)) === 'ON_PREMISES') return null;
      throw error;
    }
  });

  const offset = once(async (signal): Promise<number> => {
    if (options.naiveZone !== undefined) return learnt.naiveOffsetMinutes ?? 0;
    if (learnt.naiveOffsetMinutes !== null) return learnt.naiveOffsetMinutes;
    try {
      const raw = await rawCompany(signal);
      if (raw === null) {
        learnt.naiveOffsetMinutes = await offsetByContacts(transport, clock, signal);
        return learnt.naiveOffsetMinutes ?? 0;
      }
      const company = readCompanyDetails(raw, createDateReader({ offsetMinutes: 0 }, clock));
      learnt.naiveOffsetMinutes = calibrateOffset(company.id, company.createdAtRaw);
      return learnt.naiveOffsetMinutes ?? 0;
    } catch (error) {
      if (isReason(error, 'API_NOT_ENABLED', 'METHOD_NOT_FOUND', 'NO_LICENCE', 'MALFORMED_ANSWER')) return 0;
      throw error;
    }
  });

  async function dates(signal?: AbortSignal): Promise<DateReader> {
    const calibrated = await offset(signal);
    return createDateReader({ zone: options.naiveZone, offsetMinutes: learnt.naiveOffsetMinutes ?? calibrated }, clock);
  }

  const season = createSeasonWatch();

  return {
    options,
    transport,
    learnt,
    clock,
    inventoryKinds: null,
    flavour,
    dates,
    async ownCompany(signal) {
      const raw = await rawCompany(signal);
      return raw === null ? onPremisesCompany(options.endpoint) : readCompanyDetails(raw, await dates(signal));
    },
    learnPageSize(pageSize) {
      learnt.pageSize = pageSize;
    },
    noteLastSeen(value, online) {
      const known = learnt.naiveOffsetMinutes;
      if (options.naiveZone !== undefined || known === null) return;
      const ahead = minutesAhead(value, known, clock());
      if (ahead === null) return;
      const lack = learnt.flavour === 'ON_PREMISES' ? lackOfOffset(ahead) : 0;
      learnt.naiveOffsetMinutes = offsetOrNull(known + (lack || season.observe(ahead, online))) ?? known;
    },
  };
}
