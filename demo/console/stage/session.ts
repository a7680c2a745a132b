/** What the demo offers to look as. */
export interface Choices {
  roles: string[];
  clients: { id: string; name: string; sites: { id: string; name: string }[] }[];
  /** Of the stage, on the host of this page. */
  stagePort?: number;
}

/** Whom a visitor looks as. */
export interface Identity {
  role: string;
  clientId: string | null;
  /** The one site to which a user of the portal is bound; left out for the whole client. */
  siteId?: string | null;
}

async function ask<Answer>(path: string, options?: RequestInit): Promise<Answer> {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

export const readChoices = () => ask<Choices>('/session/choices');

export const requestToken = async (identity: Identity): Promise<string> => {
  const answer = await ask<{ token: string }>('/session/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(identity),
  });
  return answer.token;
};

const kept = 'demo-identity';

/** Whom the visitor last looked as, in this tab. */
export function keptIdentity(): Identity {
  try {
    const found = JSON.parse(sessionStorage.getItem(kept) ?? 'null') as Identity | null;
    if (found) return found;
  } catch {
    // Something else wrote it: the usual role, then.
  }
  return { role: 'owner', clientId: null };
}

export const keepIdentity = (identity: Identity): void => sessionStorage.setItem(kept, JSON.stringify(identity));
