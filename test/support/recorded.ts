import { existsSync, readFileSync } from 'node:fs';
import type { Handler } from '../../demo/gravityzone/simulator.js';

/** Real answers of a live GravityZone. They lie beside the project and are never copied into it. */
const folder = new URL('../../../shared/gravityzone/recorded/', import.meta.url);

export const recordingsAreThere = existsSync(folder);
/** Without the recordings their tests are skipped, and say so, unless REQUIRE_RECORDED=true: they fail then. */
export const skipRecorded = !recordingsAreThere && process.env.REQUIRE_RECORDED !== 'true';

export interface Recording {
  httpStatus: number;
  /** The whole JSON-RPC envelope. */
  body: Record<string, unknown>;
}

/** A recording by its file name without `.json`. */
export function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

/** Answers calls, each named like `network getEndpointsList`, with recordings; the simulator answers the others. */
export function playBack(answers: Record<string, Recording>): Handler {
  return ({ service, method }) => answers[`${service} ${method}`];
}
