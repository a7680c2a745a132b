/** Who looks, as the host of the console says: the OpsMerge web app, or the demo. */
export interface Session {
  /** The access token, sent with each request. */
  token: string;
}

const roles = ['owner', 'admin', 'technician', 'read-only', 'portal'] as const;
type Role = (typeof roles)[number];

/** What the person of a token may do. The graph enforces it; the console only leaves out what would be refused. */
export interface Viewer {
  subject: string;
  name: string;
  role: Role;
  /** The client of a portal user. */
  clientId: string | null;
  may: {
    /** Triage threats, decide on alerts, mute, pin and forbid matches. */
    decide: boolean;
    /** Sync now, retry deliveries. */
    execute: boolean;
    /** Map companies and arrange rules. */
    arrange: boolean;
    /** Connect, rotate, disconnect, settings, audit. */
    administer: boolean;
  };
}

interface Claims {
  sub?: string;
  name?: string;
  roles?: string[];
  scope?: string;
  client?: string;
}

/** Reads the claims of a token without checking its signature, which is the graph's to check. Null for what is no token. */
export function viewerOfToken(token: string): Viewer | null {
  const claims = claimsOf(token);
  if (claims === null) return null;
  const role = roles.find((each) => claims.roles?.includes(each)) ?? 'read-only';
  const isPortal = claims.roles?.includes('portal') ?? false;
  const scopes = isPortal ? [] : (claims.scope?.split(' ') ?? []);
  const isAdministrator = !isPortal && (role === 'owner' || role === 'admin');
  const isTechnician = !isPortal && (isAdministrator || role === 'technician');
  return {
    subject: claims.sub ?? '',
    name: claims.name ?? claims.sub ?? '',
    role: isPortal ? 'portal' : role,
    clientId: claims.client ?? null,
    may: {
      decide: isTechnician || scopes.includes('bitdefender:write'),
      execute: isTechnician || scopes.includes('bitdefender:execute'),
      arrange: isAdministrator || scopes.includes('bitdefender:write'),
      administer: isAdministrator,
    },
  };
}

function claimsOf(token: string): Claims | null {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
