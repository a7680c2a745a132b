import { isZone } from '../../domain/zone.js';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { UserInputError } from '../../graphql/errors.js';
import { keyOfOwner, ownersOf, type ThreatOwner, type ThreatOwners } from '../owners/threat-owners.js';
import { type Counted, type CountSummary, counted, type ThreatCountsReader } from './threat-counts.reader.js';
import { type ThreatCounts } from './threat-counts.type.js';

/** What is asked for: the zone (the tenant's by default), and the fields that will be read (all by default). */
export interface AskedCounts {
  timeZone?: string | null | undefined;
  fields?: ReadonlySet<string> | undefined;
}

/** The counts of a tenant, client or machine; read together with those of its kind. Numbers that are not asked for are not counted. */
export async function loadCounts(
  context: RequestContext,
  reader: ThreatCountsReader,
  owner: ThreatOwner,
  { timeZone, fields }: AskedCounts,
): Promise<ThreatCounts> {
  if (timeZone && !isZone(timeZone))
    throw new UserInputError('BAD_TIME_ZONE', 'This is not a time zone: use a name like Europe/Berlin.', ['timeZone']);
  const loader = loaderOf<Wanted, CountSummary>(context, `counts ${timeZone} ${owner.kind}`, () => {
    const read = (owners: ThreatOwners, wanted: readonly Counted[]) =>
      reader.summaries(context.viewer.tenantId, owners, timeZone || null, wanted);
    return new Loader((asked) => readTogether(asked, read), {
      cacheKeyFn: ({ owner: of, numbers }) => `${keyOfOwner(of)} ${numbers}`,
    });
  });
  const numbers = counted.filter((name) => fields?.has(name) ?? true);
  return { ...(await loader.load({ owner, numbers })), owner };
}

interface Wanted {
  owner: ThreatOwner;
  numbers: readonly Counted[];
}

/** One statement for all owners, with every number that one of them is asked for. */
async function readTogether(
  asked: readonly Wanted[],
  read: (owners: ThreatOwners, wanted: readonly Counted[]) => Promise<CountSummary[]>,
): Promise<CountSummary[]> {
  const owners = new Map(asked.map(({ owner }) => [keyOfOwner(owner), owner]));
  const wanted = counted.filter((name) => asked.some(({ numbers }) => numbers.includes(name)));
  const summaries = await read(ownersOf([...owners.values()]), wanted);
  const places = new Map([...owners.keys()].map((key, place) => [key, place]));
  return asked.map(({ owner }) => summaries[places.get(keyOfOwner(owner)) ?? -1] as CountSummary);
}

/** What `read` returns for an owner; read in one go with what this request asks of other owners of its kind. */
export function loadOfOwner<Value>(
  context: RequestContext,
  owner: ThreatOwner,
  name: string,
  read: (owners: ThreatOwners) => Promise<Value[]>,
): Promise<Value> {
  const loader = loaderOf<ThreatOwner, Value>(context, `${name} ${owner.kind}`, () => {
    return new Loader((asked) => read(ownersOf(asked)), { cacheKeyFn: keyOfOwner });
  });
  return loader.load(owner);
}
