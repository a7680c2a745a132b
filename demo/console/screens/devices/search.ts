import type {
  BitdefenderDeviceFilter,
  BitdefenderDeviceOrder,
  BitdefenderGap,
  BitdefenderHealth,
  BitdefenderKnownTo,
} from '../../../../operations/documents.ts';
import { oneOf, textOf, textsOf } from '../../app/search.ts';

export const knownTos = ['BOTH', 'OPSMERGE_ONLY', 'BITDEFENDER_ONLY'] as const satisfies readonly BitdefenderKnownTo[];
export const healths = ['AT_RISK', 'ATTENTION', 'UNKNOWN', 'HEALTHY'] as const satisfies readonly BitdefenderHealth[];
export const gaps = [
  'UNPROTECTED',
  'NO_AGENT',
  'AMBIGUOUS',
  'UNMANAGED',
  'SIGNATURES_OUTDATED',
  'PRODUCT_OUTDATED',
  'LICENCE_EXPIRED',
  'NOT_SEEN',
  'MODULE_OFF',
  'POLICY_NOT_APPLIED',
  'POLICY_NOT_EXPECTED',
] as const satisfies readonly BitdefenderGap[];
export const orders = [
  'NAME',
  'HEALTH',
  'THREATS_THIS_MONTH',
  'LAST_SEEN',
  'RISK_SCORE',
] as const satisfies readonly BitdefenderDeviceOrder[];

/** What the address of the list holds: its filters and its order. What is absent does not filter. */
export interface DevicesSearch {
  knownTo?: BitdefenderKnownTo[] | undefined;
  health?: BitdefenderHealth[] | undefined;
  gaps?: BitdefenderGap[] | undefined;
  /** Name of a policy. */
  policy?: string | undefined;
  /** Id of a client. */
  client?: string | undefined;
  /** Id of a site of the client. */
  site?: string | undefined;
  q?: string | undefined;
  order?: BitdefenderDeviceOrder | undefined;
}

function known<Value extends string>(
  raw: Record<string, unknown>,
  name: string,
  values: readonly Value[],
): Value[] | undefined {
  const given = textsOf(raw, name);
  const found = values.filter((value) => given?.includes(value));
  return found.length > 0 ? found : undefined;
}

/** Reads the address; what is unknown is left out. */
export function devicesSearch(raw: Record<string, unknown>): DevicesSearch {
  const order = oneOf(raw, 'order', orders, 'NAME');
  return {
    knownTo: known(raw, 'knownTo', knownTos),
    health: known(raw, 'health', healths),
    gaps: known(raw, 'gaps', gaps),
    policy: textOf(raw, 'policy'),
    client: textOf(raw, 'client'),
    site: textOf(raw, 'site'),
    q: textOf(raw, 'q'),
    order: order === 'NAME' ? undefined : order,
  };
}

/** The filter of the graph for what the address holds. */
export function filterOf({ knownTo, health, gaps, policy, client, site, q }: DevicesSearch): BitdefenderDeviceFilter {
  return {
    ...(knownTo && { knownTo }),
    ...(health && { health }),
    ...(gaps && { gaps }),
    ...(policy && { policies: [policy] }),
    ...(client && { clientId: client }),
    ...(site && { siteId: site }),
    ...(q && q.trim().length >= 3 && { search: q }),
  };
}

/** What the address of one device holds: whether the days of the month are a chart or a table. */
export interface DeviceSearch {
  days?: 'table' | undefined;
}

export const deviceSearch = (raw: Record<string, unknown>): DeviceSearch => ({
  ...(raw.days === 'table' && { days: 'table' }),
});
