import { createRowReader } from '../gravityzone/reads/row-reader.js';
import { GravityZoneError, isReason } from '../gravityzone/transport/errors.js';
import type { GravityZone, Licence } from '../gravityzone/types.js';
import type { Month } from './month.js';
import { companiesBelow, type OwnFigure, ownFigure, type TreeNode } from './own-figure.js';
import { keyRefusals } from './plan-look.js';

/** What GravityZone counts for a company in a month; `problem` says why one or both are not known. */
export interface Figure {
  countedWithBelow: number | null;
  counted: number | null;
  problem: string | null;
}

/** Reads figures, each at most once, so that those of the companies below a parent are not asked for again. */
export interface Figures {
  /** Throws what concerns the key, the network or GravityZone as a whole. */
  of(bdId: string, month: Month): Promise<Figure>;
  /** Whatever fails is the problem of this licence alone: seats are read without it. */
  licence(bdId: string): Promise<Licence | { problem: string }>;
  /** Call it after the last company: throws when the failures so far are GravityZone's. */
  settle(): Promise<void>;
}

/** Failures of one company that look like failures of all. */
const ofCompany = ['COMPANY_SUSPENDED', 'NO_LICENCE'] as const;

/** `companies` are all companies and folders of the integration. */
export function createFigures(gravityZone: GravityZone, companies: readonly TreeNode[], signal: AbortSignal): Figures {
  const below = companiesBelow(companies);
  const known = new Map<string, Promise<number | GravityZoneError>>();
  let isAnswered = false;
  let isLicenceRefused = false;
  const usage = createRowReader<number | GravityZoneError>(
    async (key) => {
      const [companyId = '', month = ''] = key.split(' ');
      try {
        const counted = await gravityZone.monthlyUsage({ companyId, month }, signal);
        isAnswered = true;
        return counted;
      } catch (error) {
        // A key that has had an answer may ask: what is refused then is this company.
        if (isReason(error, ...ofCompany, ...(isAnswered ? keyRefusals : []))) return error;
        throw error;
      }
    },
    async () => null,
    signal,
  );

  const whole = (bdId: string, month: Month): Promise<number | GravityZoneError> => {
    const key = `${bdId} ${month}`;
    const asked = known.get(key) ?? usage.read(key);
    known.set(key, asked);
    return asked;
  };

  return {
    async of(bdId, month) {
      const figure = await whole(bdId, month);
      if (figure instanceof GravityZoneError) {
        if (!isAnswered && keyRefusals.includes(figure.code)) throw figure;
        return { countedWithBelow: null, counted: null, problem: figure.code };
      }
      const children: (number | null)[] = [];
      for (const child of below.get(bdId) ?? []) {
        const childFigure = await whole(child, month);
        children.push(childFigure instanceof GravityZoneError ? null : childFigure);
      }
      const own: OwnFigure = ownFigure(figure, children);
      return { countedWithBelow: figure, ...own };
    },
    async licence(bdId) {
      if (isLicenceRefused) return { problem: 'METHOD_NOT_FOUND' };
      try {
        return await gravityZone.licence(bdId, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof GravityZoneError)) throw error;
        isLicenceRefused = keyRefusals.includes(error.code);
        return { problem: error.code };
      }
    },
    settle: () => usage.settle(),
  };
}
