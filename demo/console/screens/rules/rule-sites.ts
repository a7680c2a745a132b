import { formatCount } from '../../parts/format.ts';
import type { Site } from '../../parts/sites.ts';
import type { RuleForm } from './rule-form.ts';

type Scope = RuleForm['scope'];

/** A client with its sites, as the graph gives it. */
interface ClientWithSites {
  id: string;
  name: string;
  bitdefender: { sites: readonly Site[] } | null;
}

/**
 * The sites of the clients of a rule as choices, each with the number of its agents, and with its client where there are several. One that is
 * chosen stays a choice, by its id where it is not known.
 */
export function siteChoicesOf(
  clients: readonly ClientWithSites[],
  { clientIds, siteIds }: Pick<Scope, 'clientIds' | 'siteIds'>,
): { value: string; label: string }[] {
  const choices = clients
    .filter(({ id }) => clientIds.includes(id))
    .flatMap(({ name: client, bitdefender }) =>
      (bitdefender?.sites ?? []).map(({ id, name, agents }) => ({
        value: id,
        label: `${clientIds.length > 1 ? `${client}: ` : ''}${name} (${formatCount(agents)})`,
      })),
    );
  const unknown = siteIds.filter((id) => !choices.some(({ value }) => value === id));
  return [...choices, ...unknown.map((id) => ({ value: id, label: id }))];
}

/** The scope with other clients: sites of those that are no longer among them go with them. `known` are the sites before. */
export function scopeFor(scope: Scope, clientIds: string[], known: readonly ClientWithSites[]): Scope {
  const gone = known.filter(({ id }) => !clientIds.includes(id)).flatMap(({ bitdefender }) => bitdefender?.sites ?? []);
  return { ...scope, clientIds, siteIds: scope.siteIds.filter((id) => !gone.some((site) => site.id === id)) };
}
