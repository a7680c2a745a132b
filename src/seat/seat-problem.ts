import { type ReasonCode, reasons } from '../gravityzone/transport/reasons.js';
import type { Problem } from '../integration/integration.type.js';
import type { FigureProblem } from './own-figure.js';

/** What is about the company of a row; other reasons have the same words everywhere. */
const own: Readonly<Partial<Record<FigureProblem | ReasonCode, Omit<Problem, 'code'>>>> = {
  COMPANY_SUSPENDED: {
    message: 'GravityZone has suspended this company, so its seats are not known.',
    hint: 'Activate it in Control Center, or unmap it.',
  },
  NO_LICENCE: {
    message: 'GravityZone says that this company has no valid licence.',
    hint: 'Check its licence in Control Center.',
  },
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
  const words = Object.hasOwn(own, code) ? own[code as keyof typeof own] : undefined;
  if (words !== undefined) return { code, ...words };
  const { sentence: message, hint } = reasons[code as ReasonCode] ?? reasons.SERVER_ERROR;
  return { code, message, hint };
}
