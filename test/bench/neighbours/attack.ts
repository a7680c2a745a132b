import type { BombServer } from './bomb-server.js';

/** What an attacker knows: all of it is its own tenant's, but for the session of the held lock. */
export interface AttackRequest {
  attack: string;
  url: string;
  /** Tokens of people of the tenant. */
  tokens: readonly string[];
  seconds: number;
  tenantId: string;
  databaseUrl: string;
  threatIds: readonly string[];
  clientIds: readonly string[];
  bomb: BombServer;
  /** Rows that a whole export has at least. */
  threats: number;
}

/** What became of an attack. */
export interface Outcome {
  /** Answers by what they said. */
  answers: Record<string, number>;
  /** What was accepted, and is not there. */
  lost: string[];
  /** Threats that the accepted decisions have assigned, by the person they are assigned to. */
  assigned?: Record<string, number>;
  /** Runs that were accepted. */
  runs?: string[];
}

export type Attack = (request: AttackRequest) => Promise<Outcome>;
