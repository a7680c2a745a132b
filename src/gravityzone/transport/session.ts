import { readCompanyDetails } from '../reads/company-details.js';
import { managedComputers, readContacts } from '../reads/read-contacts.js';
import { createDateReader, type DateReader } from '../rows/dates.js';
import { createZoneWatch, type ZoneWatch } from '../rows/zone-watch.js';
import {
  type CompanyDetails,
  type CompanyKind,
  type Flavour,
  type GravityZone,
  type GravityZoneOptions,
} from '../types.js';
import { isBitdefenderCloud } from './endpoint.js';
import { GravityZoneError, isReason } from './errors.js';
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
  /** The own company; null where the key cannot read it, since the Companies API is not enabled for it. */
  ownCompanyIfReadable(signal?: AbortSignal): Promise<CompanyDetails | null>;
  /** Reads dates in the calibrated zone. Without anything to calibrate by, naive dates are read as UTC. */
  dates(signal?: AbortSignal): Promise<DateReader>;
  learnPageSize(pageSize: number): void;
  /** Takes what is read, since it may show another zone than was known. */
  readonly zone: ZoneWatch;
  /** Measures the zone by the own company, once in a session, if what is read does not fit the known one (`isOdd`). */
  checkZone(isOdd: boolean, signal?: AbortSignal): Promise<void>;
  /** Reads some of these machines if their last contacts would show more of the zone. */
  measureByContacts(endpointIds: readonly string[], signal?: AbortSignal): Promise<void>;
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

/** Failures that mean that the company of the key cannot be read with it. */
const withoutCompany = ['API_NOT_ENABLED', 'METHOD_NOT_FOUND', 'NO_LICENCE', 'MALFORMED_ANSWER'] as const;

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
  const zone = createZoneWatch(options.naiveOffsetMinutes ?? null, clock);
  const learnt: Session['learnt'] = {
    get naiveOffsetMinutes() {
      return zone.offset;
    },
    get offsetByDates() {
      return zone.byDates;
    },
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

  const measureZone = once(async (signal) => {
    try {
      const raw = await rawCompany(signal);
      if (raw === null) return zone.noteWithoutCreated();
      const { id, createdAtRaw } = readCompanyDetails(raw, createDateReader({ offsetMinutes: 0 }, clock));
      zone.noteCreated({ id, date: createdAtRaw });
    } catch (error) {
      if (!isReason(error, ...withoutCompany)) throw error;
      zone.noteWithoutCreated();
    }
  });

  let isChecked = false;

  async function checkZone(isOdd: boolean, signal?: AbortSignal): Promise<void> {
    if (!isOdd || isChecked) return;
    isChecked = true;
    try {
      await measureZone(signal);
    } catch (error) {
      // Whatever else is read decides.
      if (!(error instanceof GravityZoneError) || signal?.aborted) throw error;
    }
  }

  async function measureByContacts(endpointIds: readonly string[], signal?: AbortSignal): Promise<void> {
    if (!zone.open) return;
    const method = (await flavour(signal)) === 'ON_PREMISES' ? 'onPremisesComputerDetails' : 'endpointDetails';
    for (const contact of await readContacts(transport, method, endpointIds, signal)) zone.noteContact(contact);
  }

  const calibrate = once(async (signal) => {
    if (options.naiveZone !== undefined || zone.offset !== null) return;
    await measureZone(signal);
    if (zone.offset === null && (await flavour(signal)) === 'ON_PREMISES')
      await measureByContacts(await managedComputers(transport, signal), signal);
  });

  async function dates(signal?: AbortSignal): Promise<DateReader> {
    await calibrate(signal);
    return createDateReader({ zone: options.naiveZone, offsetMinutes: zone.offset ?? 0 }, clock);
  }

  async function ownCompany(signal?: AbortSignal): Promise<CompanyDetails> {
    const raw = await rawCompany(signal);
    return raw === null ? onPremisesCompany(options.endpoint) : readCompanyDetails(raw, await dates(signal));
  }

  return {
    options,
    transport,
    learnt,
    clock,
    inventoryKinds: null,
    flavour,
    dates,
    ownCompany,
    async ownCompanyIfReadable(signal) {
      try {
        return await ownCompany(signal);
      } catch (error) {
        if (isReason(error, 'API_NOT_ENABLED', 'METHOD_NOT_FOUND')) return null;
        throw error;
      }
    },
    learnPageSize(pageSize) {
      learnt.pageSize = pageSize;
    },
    zone,
    checkZone,
    measureByContacts,
  };
}
