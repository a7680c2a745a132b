/** A site of a client, as the graph gives it. */
export interface Site {
  id: string;
  name: string;
  agents: number;
}

/** The variables that ask for the sites of a client beside a list; of several clients, or of none, no sites are asked for. */
export const sitesOf = (clientId: string | undefined) => (clientId === undefined ? {} : { clientId, sites: true });

/** The sites as choices, each with the number of its agents. One that is chosen stays a choice. */
export function siteChoices(sites: readonly Site[], chosen: string | undefined) {
  const choices = sites.map(({ id, name, agents }) => ({ value: id, label: name, count: agents }));
  return chosen === undefined || choices.some(({ value }) => value === chosen)
    ? choices
    : [...choices, { value: chosen, label: chosen, count: 0 }];
}
