import { type ReasonCode, reasons } from '../gravityzone/transport/reasons.js';
import type { Problem } from '../integration/integration.type.js';
import type { FigureProblem } from './own-figure.js';

const own: Readonly<Record<FigureProblem, Omit<Problem, 'code'>>> = {
  BELOW_NOT_READ: {
    message: 'The seats of a company below this one could not be read, so its own are not known.',
    hint: 'They are read again the next day. Check that the API key may see all companies below it.',
  },
  BELOW_EXCEEDS: {
    message: 'GravityZone counts more seats for the companies below this one than with them.',
    hint: 'The numbers changed while they were read. They are read again the next day.',
  },
};

/** What a stored code means, and what to do about it. */
export function seatProblem(code: string): Problem {
  if (Object.hasOwn(own, code)) return { code, ...own[code as FigureProblem] };
  const { sentence: message, hint } = reasons[code as ReasonCode] ?? reasons.SERVER_ERROR;
  return { code, message, hint };
}
