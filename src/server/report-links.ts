import type { RequestHandler, Response } from 'express';
import { UnauthenticatedError, type Viewer } from '../auth/viewer.js';
import { asTenant } from '../database/tenancy.js';

/** How links of reports are recognised and opened. Their tokens come as those of people do: "Authorization: Bearer ...". */
export interface ReportLinks {
  /**
   * Who sends the token of a link; null for any other token. Throws an UnauthenticatedError for one that was not made here, or has expired. Asks
   * nothing of the database, so that a made-up token costs no more than one of a person.
   */
  identify(authorization: string | undefined): Viewer | null;
  /** The same viewer with the report that the link leads to. Throws an UnauthenticatedError where it leads to none, or no longer. */
  open(viewer: Viewer): Promise<Viewer>;
}

/** Says one thing, whatever the reason: what is behind a link, or was, cannot be found out by trying. */
export const refuseLink = (): UnauthenticatedError =>
  new UnauthenticatedError('This link does not lead to a report, or no longer. Ask your provider for a new one.');

const isLink = (response: Response) => (response.locals.viewer as Viewer).roles.includes('report-link');

/** Opens the link of a request that has one, once it is its turn, and leaves all others alone. Expects the viewer in `response.locals`. */
export function openReportLinks(links: ReportLinks, refuse: (response: Response, error: UnauthenticatedError) => void) {
  const handler: RequestHandler = async (_request, response, next) => {
    if (!isLink(response)) return next();
    const viewer = response.locals.viewer as Viewer;
    try {
      response.locals.viewer = await asTenant(viewer.tenantId, () => links.open(viewer));
    } catch (error) {
      return error instanceof UnauthenticatedError ? refuse(response, error) : next(error);
    }
    next();
  };
  return handler;
}

/** Answers requests that come with a link in this way, and lets all others go on: a link has no subscriptions, and gets nothing in events. */
export const onlyLinks =
  (answer: RequestHandler): RequestHandler =>
  (request, response, next) =>
    isLink(response) ? answer(request, response, next) : next();
