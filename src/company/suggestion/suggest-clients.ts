import { exactName, plainName } from './compare-names.js';

export interface SuggestableCompany {
  id: string;
  name: string;
  /** How the machines of the company are known, see `hostKey`. */
  hostKeys: readonly string[];
}

export interface SuggestableClient {
  id: string;
  name: string;
}

export type SuggestionReason =
  | { code: 'EXACT_NAME' | 'SIMILAR_NAME' }
  | { code: 'SHARED_HOSTS'; shared: number; hosts: number };

export interface Suggestion {
  companyId: string;
  clientId: string;
  clientName: string;
  /** 1 to 99: how much speaks for it, never certainty. */
  score: number;
  reasons: SuggestionReason[];
}

/** How much each reason takes away of the doubt that is left. */
const weights = { EXACT_NAME: 0.9, SIMILAR_NAME: 0.75, oneHost: 0.35, someHosts: 0.45, allHosts: 0.95 };

/** More than a few candidates help nobody. */
const mostForOneCompany = 5;

/**
 * Which client each company may be, from names and from the machines both know; the likeliest first, a few for a company.
 * `clientsOfHosts` has the clients whose agents run on a machine: one that several clients have speaks for none of them.
 */
export function suggestClients(given: {
  companies: readonly SuggestableCompany[];
  clients: readonly SuggestableClient[];
  clientsOfHosts: ReadonlyMap<string, ReadonlySet<string>>;
}): Suggestion[] {
  const names = new Map(given.clients.map(({ id, name }) => [id, name]));
  const byExact = groupBy(given.clients, ({ name }) => exactName(name));
  const byPlain = groupBy(given.clients, ({ name }) => plainName(name));
  return given.companies.flatMap((company) => {
    const exact = new Set((byExact.get(exactName(company.name)) ?? []).map(({ id }) => id));
    const plain = plainName(company.name);
    const similar = plain === '' ? [] : (byPlain.get(plain) ?? []).map(({ id }) => id);
    const hosts = new Set(company.hostKeys.filter((key) => key !== ''));
    const shared = new Map<string, number>();
    for (const host of hosts) {
      const [only, another] = given.clientsOfHosts.get(host) ?? [];
      if (only === undefined || another !== undefined || !names.has(only)) continue;
      shared.set(only, (shared.get(only) ?? 0) + 1);
    }
    return [...new Set([...exact, ...similar, ...shared.keys()])]
      .map((clientId): Suggestion => {
        const reasons: SuggestionReason[] = [];
        if (exact.has(clientId)) reasons.push({ code: 'EXACT_NAME' });
        else if (similar.includes(clientId)) reasons.push({ code: 'SIMILAR_NAME' });
        const count = shared.get(clientId);
        if (count !== undefined) reasons.push({ code: 'SHARED_HOSTS', shared: count, hosts: hosts.size });
        const clientName = names.get(clientId) ?? '';
        return { companyId: company.id, clientId, clientName, score: scoreOf(reasons), reasons };
      })
      .sort((a, b) => b.score - a.score || (a.clientId < b.clientId ? -1 : 1))
      .slice(0, mostForOneCompany);
  });
}

function scoreOf(reasons: SuggestionReason[]): number {
  const doubt = reasons.reduce((left, reason) => left * (1 - weightOf(reason)), 1);
  return Math.min(99, Math.max(1, Math.round(100 * (1 - doubt))));
}

function weightOf(reason: SuggestionReason): number {
  if (reason.code !== 'SHARED_HOSTS') return weights[reason.code];
  if (reason.shared === 1 && reason.hosts > 1) return weights.oneHost;
  return weights.someHosts + (weights.allHosts - weights.someHosts) * (reason.shared / reason.hosts);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
