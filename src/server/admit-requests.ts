import { setTimeout } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { Viewer } from '../auth/viewer.js';
import { giveWay } from '../domain/give-way.js';
import type { RequestContext } from '../graphql/context.js';
import type { Answered } from './enforce-limits.js';
import type { Admission } from './request-limits.js';

/** How long a refusal takes, in milliseconds: a client that tries again at once must not cost more than one that waits. */
const refusalMilliseconds = 1_000;
/** Refusals that may take so long at the same time; the rest is refused at once. */
const mostRefusals = 1_000;
let refusals = 0;

/** Sends what a request beyond the limits gets: 429, with the seconds after which to try again. */
async function refuse(response: Response, error: unknown): Promise<void> {
  if (!(error instanceof GraphQLError)) throw error;
  if (refusals < mostRefusals) {
    refusals += 1;
    await setTimeout(refusalMilliseconds);
    refusals -= 1;
  }
  if (response.headersSent) return;
  response.setHeader('retry-after', String(error.extensions.retryAfterSeconds));
  response.status(429).json({ errors: [{ message: error.message, extensions: error.extensions }] });
}

/** Lets requests over HTTP go on when it is their turn, which ends with the answer or with `leaveTurn`; expects the viewer in `response.locals`. */
export function admitRequests(admission: Admission): RequestHandler {
  return async (_request, response, next) => {
    const viewer = response.locals.viewer as Viewer;
    try {
      await admission.count(viewer);
      await admission.enter(viewer, () => untilClosed(response, next));
    } catch (error) {
      await refuse(response, error);
    }
  };
}

/** Counts requests that only lead to others, which then take their turns: with one of their own they would wait for themselves. */
export function countRequests(admission: Admission): RequestHandler {
  return async (_request, response, next) => {
    try {
      await admission.count(response.locals.viewer as Viewer);
    } catch (error) {
      return refuse(response, error);
    }
    next();
  };
}

/** Lets a file of an export go on, which is a request as well. */
export function admitExports(admission: Admission): RequestHandler {
  return async (_request, response, next) => {
    try {
      await admission.enterExport(response.locals.viewer as Viewer, () => untilClosed(response, next));
    } catch (error) {
      await refuse(response, error);
    }
  };
}

/** Goes on, unless nobody waits for the answer any longer. */
const untilClosed = (response: Response, next: () => void) =>
  new Promise<void>((resolve) => {
    if (response.closed) return resolve();
    response.locals.leaveTurn = resolve;
    response.once('close', resolve);
    next();
  });

/** Ends the turn of a request before its answer, which lasts: others of its tenant would wait for it. */
export function leaveTurn(response: Response): void {
  (response.locals.leaveTurn as () => void)();
}

/** Counts an operation over WebSocket, when it is its turn of the event loop: a socket may bring hundreds at once. Gives the error of one beyond the limits of a minute, else null. */
export async function refusalOf(admission: Admission, viewer: Viewer): Promise<GraphQLError[] | null> {
  await giveWay(viewer.tenantId);
  return admission.count(viewer).then(
    () => null,
    (error: unknown) => {
      if (error instanceof GraphQLError) return [error];
      throw error;
    },
  );
}

/** Runs an operation over WebSocket when it is its turn; a subscription takes no turn, since it lasts. */
export function admitOperations(
  admission: Admission,
  run: (args: ExecutionArgs) => Answered | Promise<Answered>,
): (args: ExecutionArgs) => Promise<Answered> {
  return async (args) => {
    try {
      return await admission.enter((args.contextValue as RequestContext).viewer, async () => run(args));
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
}
