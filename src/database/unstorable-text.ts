import { DatabaseError } from 'pg';

/** PostgreSQL's codes for a text, or a text within JSON, that holds the character NUL. */
const codes = ['22021', '22P05'];

/** Whether a statement failed because a text given to it holds what PostgreSQL cannot store. */
export function isUnstorableText(error: unknown): boolean {
  return error instanceof DatabaseError && codes.includes(error.code ?? '');
}
