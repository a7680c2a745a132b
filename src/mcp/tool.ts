import { isPermitted, permissions } from '../auth/permissions.js';
import type { Viewer } from '../auth/viewer.js';

/** The JSON schema of what a tool takes: an object. */
export interface ToolInput {
  type: 'object';
  properties: Record<string, object>;
  required?: string[];
  additionalProperties: false;
}

/** A committed query of the graph, as assistants are offered it. */
export interface Tool {
  name: string;
  title: string;
  /** When to choose it, for the person or the model that chooses. */
  description: string;
  /** The name of the query in `operations/`. */
  operation: string;
  /** What it asks that has a permission of its own, named as in `permissions`; fields of core have none there. */
  uses: readonly string[];
  input: ToolInput;
  /** Variables that the assistant cannot set. */
  fixed: Readonly<Record<string, unknown>>;
  query: string;
}

/**
 * The tools that a viewer may use. Fields of core are left to core, which refuses what its roles do not include; a user of the portal is
 * offered only what is for the portal.
 */
export function offeredTools(tools: readonly Tool[], viewer: Pick<Viewer, 'roles' | 'scopes'>): Tool[] {
  const isPortal = viewer.roles.includes('portal');
  const mayUse = (name: string) => (Object.hasOwn(permissions, name) ? isPermitted(viewer, name) : !isPortal);
  return tools.filter(({ uses }) => uses.every(mayUse));
}

/** The names of arguments that a tool does not take. */
export function unknownArguments(tool: Tool, given: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(given).filter((name) => !Object.hasOwn(tool.input.properties, name));
}

/** The variables of a request. Assistants send null for what they leave out, which the graph refuses where there is a default. */
export function variablesOf({ fixed }: Tool, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)), ...fixed };
}
