import type { RequestHandler } from 'express';
import { isPermitted } from '../auth/permissions.js';
import type { Viewer } from '../auth/viewer.js';
import type { Sealer } from '../connection/sealing.js';
import type { Logger } from '../logger.js';
import { writeCsv } from './csv.js';
import { openRequest } from './export-link.js';
import type { Exportables } from './exportables.js';

/** Streams the list a link stands for, and puts that on record; expects the viewer in `response.locals`. */
export function exportRoute(parts: {
  /** Puts an export on record, with the list and what of it was wanted. */
  record: (viewer: Viewer, name: string, wanted: unknown) => Promise<void>;
  exportables: Exportables;
  sealer: Sealer;
  logger: Logger;
}): RequestHandler {
  return async (request, response) => {
    const viewer = response.locals.viewer as Viewer;
    const wanted = openRequest(parts.sealer, viewer.tenantId, String(request.params.sealed));
    const exportable = wanted && parts.exportables[wanted.name as keyof Exportables];
    if (!wanted || !exportable || !isPermitted(viewer, exportable.permission)) {
      const message = 'There is no such export, or it has expired: ask for a new one.';
      response.status(404).json({ errors: [{ message, extensions: { code: 'NOT_FOUND' } }] });
      return;
    }
    await parts.record(viewer, wanted.name, wanted.wanted);
    const { fileName, columns, rows } = exportable;
    response.attachment(fileName).type('text/csv; charset=utf-8').set('cache-control', 'no-store');
    try {
      await writeCsv(response, columns, rows(viewer.tenantId, wanted.wanted as never));
    } catch (error) {
      // The answer ends in the middle, so that nobody takes a part for the whole.
      if (!request.destroyed) parts.logger.error({ err: error }, 'an export failed');
      response.destroy();
    }
  };
}
