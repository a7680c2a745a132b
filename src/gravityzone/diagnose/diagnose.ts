import { companies } from '../reads/companies.js';
import { inventory } from '../reads/inventory.js';
import { readingMethods } from '../reads/methods.js';
import { quarantine } from '../reads/quarantine.js';
import { createDateReader } from '../rows/dates.js';
import { property, texts } from '../rows/fields.js';
import { ownCompanyIdOf, ownCompanyRow, unreadName } from '../rows/own-company.js';
import { createCircuit } from '../transport/circuit.js';
import { cloudInstances } from '../transport/endpoint.js';
import { GravityZoneError, type ReasonCode } from '../transport/errors.js';
import { reasons } from '../transport/reasons.js';
import type { Session } from '../transport/session.js';
import { createTransport } from '../transport/transport.js';
import type { Diagnosis, InventoryCompany, InventoryDevice, Problem } from '../types.js';

const needs = [
  { api: 'network', neededFor: 'devices, policies and companies', onPremises: true },
  { api: 'companies', neededFor: 'the own company and the time zone of dates', onPremises: false },
  { api: 'incidents', neededFor: 'threats with a severity, detected by EDR', onPremises: false },
  { api: 'quarantine', neededFor: 'threats found by antivirus scans', onPremises: true },
];
/** A user does not wait for more pages of inventory. */
const mostInventoryPages = 3;
const probeWaitMilliseconds = 5_000;
/** Reasons that leave devices readable, so the integration is still useful. */
const bearable: readonly ReasonCode[] = ['API_NOT_ENABLED', 'NO_LICENCE', 'NO_COMPANIES', 'METHOD_NOT_FOUND'];

function asProblem(error: GravityZoneError): Problem {
  return { code: error.code, message: error.message, hint: error.hint };
}

/** Finds the cloud instance of Bitdefender that accepts the key; null when none of the others does. */
async function instanceOfKey(session: Session, signal: AbortSignal | undefined): Promise<string | null> {
  const instances = session.options.instances ?? cloudInstances;
  if (!instances.includes(session.options.endpoint)) return null;
  // Bitdefender's own hosts are trusted by the public authorities and by nothing that a person entered.
  const { trust = {}, ...options } = session.options;
  const trusted = session.options.instances === undefined ? {} : { trust };
  for (const endpoint of instances.filter((instance) => instance !== session.options.endpoint)) {
    const transport = createTransport({ ...options, ...trusted, endpoint, circuit: createCircuit() });
    const timer = AbortSignal.timeout(probeWaitMilliseconds);
    try {
      await transport.call('keyDetails', {}, signal ? AbortSignal.any([signal, timer]) : timer);
      return endpoint;
    } catch {
      // Whatever the failure, this instance does not accept the key.
    } finally {
      await transport.close();
    }
  }
  return null;
}

async function explainBadKey(session: Session, error: GravityZoneError, signal?: AbortSignal): Promise<Problem> {
  const instance = error.code === 'BAD_KEY' ? await instanceOfKey(session, signal) : null;
  if (instance === null) return asProblem(error);
  return {
    code: 'WRONG_REGION',
    message: reasons.WRONG_REGION.sentence,
    hint: `The key was issued by another instance. Use the access URL ${instance}`,
  };
}

/** The devices on the pages of inventory that a test reads. */
interface ShownDevices {
  ids: Set<string>;
  managedIds: Set<string>;
  companyIds: Set<string>;
}

/** Number of companies without a managed device; null when the inventory is too large to read. Adds to `shown`. */
async function countEmpty(
  session: Session,
  known: InventoryCompany[],
  shown: ShownDevices,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const empty = new Set(known.filter(({ kind }) => kind === 'COMPANY').map(({ id }) => id));
  for await (const page of inventory(session, {}, signal)) {
    for (const device of page.devices) noteShown(shown, device, empty);
    if (isTooLarge(page, session.learnt.pageSize ?? 100)) return null;
  }
  return empty.size;
}

/** Adds a device to what is shown; its company is no longer empty if it is managed. */
function noteShown(shown: ShownDevices, { id, companyId, managed }: InventoryDevice, empty: Set<string>): void {
  shown.ids.add(id);
  if (managed) shown.managedIds.add(id);
  if (companyId === null) return;
  shown.companyIds.add(companyId);
  if (managed) empty.delete(companyId);
}

/** Whether there are more pages than a test reads. A server may serve smaller pages than it announces, or announce none. */
function isTooLarge({ number, total }: { number: number; total: number | null }, pageSize: number): boolean {
  const announced = total === null ? 0 : Math.ceil(total / pageSize);
  return number > mostInventoryPages || (number === mostInventoryPages && announced > mostInventoryPages);
}

/** Companies by their ids: rows that move during the walk can be repeated. */
async function readCompanies(session: Session, signal?: AbortSignal): Promise<Map<string, InventoryCompany>> {
  const found = new Map<string, InventoryCompany>();
  for await (const page of companies(session, signal)) for (const company of page.items) found.set(company.id, company);
  return found;
}

/**
 * Measures the zone of dates by a page of the quarantine and some last contacts, where the own company did not show it. A
 * failure leaves it open: whether these can be read is checked elsewhere.
 */
async function measureZone(session: Session, shown: ShownDevices, canQuarantine: boolean, signal?: AbortSignal) {
  try {
    if (session.zone.open && canQuarantine) await quarantine(session, {}, signal).next();
    await session.measureByContacts([...shown.managedIds], signal);
  } catch (error) {
    if (!(error instanceof GravityZoneError)) throw error;
  }
}

/** Throws when incidents cannot be read. The bucket is small, so no answer within a few seconds passes as well. */
async function probeIncidents(session: Session, signal: AbortSignal | undefined): Promise<void> {
  const timer = AbortSignal.timeout(probeWaitMilliseconds);
  const now = session.clock();
  const dates = createDateReader({ offsetMinutes: 0 }, session.clock);
  const filters = { changeStartDate: dates.write(new Date(now.getTime() - 60_000)), changeEndDate: dates.write(now) };
  try {
    await session.transport.call(
      'incidents',
      { page: 1, perPage: 10, filters, options: { includeChildCompanies: true } },
      signal ? AbortSignal.any([signal, timer]) : timer,
    );
  } catch (error) {
    if (timer.aborted && !signal?.aborted) return;
    throw error;
  }
}

/** Adds the own company of a key that cannot read it, as the tree and the devices show it. */
function addOwnCompany(diagnosis: Diagnosis, { companyIds }: ShownDevices): void {
  const listed = diagnosis.companies.filter(({ parentId }) => parentId !== null);
  diagnosis.ownCompanyId = ownCompanyIdOf(listed, companyIds);
  if (diagnosis.ownCompanyId === null || diagnosis.companies.length > listed.length) return;
  diagnosis.companies.push(ownCompanyRow({ id: diagnosis.ownCompanyId, name: unreadName }));
  diagnosis.companyCount += 1;
}

/** See `GravityZone.diagnose`. Checks are independent; `ok` is false when devices cannot be read. */
export async function diagnose(session: Session, signal?: AbortSignal): Promise<Diagnosis> {
  const diagnosis: Diagnosis = {
    ok: false,
    flavour: session.learnt.flavour ?? 'CLOUD',
    enabledApis: [],
    missingApis: [],
    keyCreatedAt: null,
    ownCompany: null,
    ownCompanyId: null,
    companyCount: 0,
    emptyCompanyCount: null,
    companies: [],
    deviceIds: [],
    latencyMilliseconds: 0,
    clockAheadSeconds: null,
    naiveOffsetMinutes: null,
    pageSize: session.learnt.pageSize ?? 100,
    problems: [],
  };

  /** Runs a check; false when it failed with a problem. */
  async function check(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof GravityZoneError)) throw error;
      const problem = await explainBadKey(session, error, signal);
      const known = diagnosis.problems.some(
        ({ code, message }) => code === problem.code && message === problem.message,
      );
      if (!known) diagnosis.problems.push(problem);
      return false;
    }
  }

  let rawKeyCreation: unknown;
  const reached = await check(async () => {
    const startedAt = performance.now();
    const key = await session.transport.call('keyDetails', {}, signal);
    diagnosis.latencyMilliseconds = Math.round(performance.now() - startedAt);
    diagnosis.clockAheadSeconds = session.transport.clockAheadSeconds;
    const apis = property(key, 'enabledApis');
    // A missing list is not an empty one: which APIs are enabled is then unknown.
    if (!Array.isArray(apis))
      throw new GravityZoneError('MALFORMED_ANSWER', { method: readingMethods.keyDetails.method });
    diagnosis.enabledApis = texts.parse(apis);
    rawKeyCreation = property(key, 'createdAt');
    diagnosis.flavour = await session.flavour(signal);
  });
  if (!reached) return diagnosis;

  const enabled = new Set(diagnosis.enabledApis.map((api) => api.toLowerCase()));
  diagnosis.missingApis = needs
    .filter(({ api, onPremises }) => !enabled.has(api) && (onPremises || diagnosis.flavour === 'CLOUD'))
    .map(({ api, neededFor }) => ({ api, neededFor }));
  const missing = new Set(diagnosis.missingApis.map(({ api }) => api));
  for (const { api, neededFor } of diagnosis.missingApis) {
    const message = `The ${api} API, needed for ${neededFor}, is not enabled for the API key.`;
    diagnosis.problems.push({ code: 'API_NOT_ENABLED', message, hint: reasons.API_NOT_ENABLED.hint });
  }

  if (!missing.has('companies')) {
    await check(async () => {
      diagnosis.ownCompany = await session.ownCompany(signal);
      if (diagnosis.ownCompany.suspended) throw new GravityZoneError('COMPANY_SUSPENDED');
    });
  }
  diagnosis.ownCompanyId = diagnosis.ownCompany?.id ?? null;

  const shown: ShownDevices = { ids: new Set(), managedIds: new Set(), companyIds: new Set() };
  let devicesReadable = false;
  if (!missing.has('network')) {
    devicesReadable = await check(async () => {
      if (diagnosis.ownCompany !== null || missing.has('companies')) {
        const found = await readCompanies(session, signal);
        diagnosis.companies = [...found.values()];
      }
      diagnosis.companyCount = diagnosis.companies.filter(({ kind }) => kind === 'COMPANY').length;
      diagnosis.emptyCompanyCount = await countEmpty(session, diagnosis.companies, shown, signal).finally(() => {
        diagnosis.deviceIds = [...shown.ids];
      });
    });
    if (missing.has('companies')) addOwnCompany(diagnosis, shown);
    diagnosis.pageSize = session.learnt.pageSize ?? diagnosis.pageSize;
    if (devicesReadable && diagnosis.ownCompany?.kind === 'PARTNER' && diagnosis.companyCount <= 1) {
      diagnosis.problems.push(asProblem(new GravityZoneError('NO_COMPANIES')));
    }
  }
  if (enabled.has('incidents')) await check(() => probeIncidents(session, signal));
  const dates = await session.dates(signal).catch(() => createDateReader({ offsetMinutes: 0 }, session.clock));
  diagnosis.keyCreatedAt = dates.read(rawKeyCreation);
  if (devicesReadable) await measureZone(session, shown, enabled.has('quarantine'), signal);
  diagnosis.naiveOffsetMinutes = session.learnt.naiveOffsetMinutes;

  diagnosis.ok = devicesReadable && diagnosis.problems.every(({ code }) => bearable.includes(code));
  if (signal?.aborted) diagnosis.ok = false;
  return diagnosis;
}
