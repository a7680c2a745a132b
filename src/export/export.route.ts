import type { RequestHandler, Response } from 'express';
import { isPermitted } from '../auth/permissions.js';
import type { Viewer } from '../auth/viewer.js';
import type { Sealer } from '../integration/key/sealing.js';
import type { Logger } from '../logger.js';
import { writeCsv } from './csv.js';
import { type ExportRequest, readRequest } from './export-link.js';
import type { Exportables } from './exportables.js';

/** How a link is opened: without a token, since a browser that follows a link sends none. */
export interface ExportRoute {
  /**
   * Reads the link, and puts who asked for it into `response.locals.viewer`. Answers 404 where there is none, and where that person is
   * refused meanwhile.
   */
  identify(isRefused: (viewer: Viewer) => boolean): RequestHandler;
  /** Opens the link, streams the list that it stands for, and puts that on record. Expects what `identify` has read. */
  send: RequestHandler;
}

/** For a file that belongs to one person, behind an address that is a key. */
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function refuse(response: Response): void {
  const message = 'There is no such export: its link opens once and for a few minutes. Ask for a new one.';
  response.status(404).json({ errors: [{ message, extensions: { code: 'NOT_FOUND' } }] });
}

/** Serves the files behind links. */
export function exportRoute(parts: {
  /** Opens a link; false if it was opened before. */
  open: (request: ExportRequest) => Promise<boolean>;
  /** Puts an export on record, with the list and what of it was wanted. */
  record: (viewer: Viewer, name: string, wanted: unknown) => Promise<void>;
  exportables: Exportables;
  sealer: Sealer;
  logger: Logger;
}): ExportRoute {
  return {
    identify: (isRefused) => (request, response, next) => {
      response.set(headers);
      const wanted = readRequest(parts.sealer, String(request.params.sealed));
      const exportable = wanted && parts.exportables[wanted.name as keyof Exportables];
      if (!wanted || !exportable || !isPermitted(wanted.viewer, exportable.permission) || isRefused(wanted.viewer))
        return refuse(response);
      response.locals.viewer = wanted.viewer;
      response.locals.exportRequest = wanted;
      next();
    },
    async send(request, response) {
      const wanted = response.locals.exportRequest as ExportRequest;
      const { viewer, name } = wanted;
      if (!(await parts.open(wanted))) return refuse(response);
      await parts.record(viewer, name, wanted.wanted);
      const { fileName, columns, rows } = parts.exportables[name as keyof Exportables];
      response.attachment(fileName).type('text/csv; charset=utf-8');
      try {
        await writeCsv(response, columns, rows(viewer.tenantId, wanted.wanted as never));
      } catch (error) {
        // The answer ends in the middle, so that nobody takes a part for the whole.
        if (!request.destroyed) parts.logger.error({ err: error }, 'an export failed');
        response.destroy();
      }
    },
  };
}
