import { describe, expect, it } from 'vitest';
import { errorsByField, errorsByPath } from '../../../demo/console/parts/user-errors.js';

const error = (field: string[] | null, message: string) => ({ code: 'BAD', field, message });

describe('messages at inputs', () => {
  it('belong to the input that their path ends with', () => {
    const errors = [
      error(['input', 'until'], 'Too late.'),
      error(['input', 'ids', '1'], 'Unknown.'),
      error(['input', 'until'], 'Too far.'),
      error(['input'], 'Name something.'),
      error(null, 'Not now.'),
    ];
    expect(errorsByField(errors)).toEqual({
      until: 'Too late. Too far.',
      ids: 'Unknown.',
      '': 'Name something. Not now.',
    });
  });

  it('belong to one of several inputs of the same name by their whole path', () => {
    expect(
      errorsByPath([
        error(['input', 'actions', '0', 'team'], 'Name a team.'),
        error(['input', 'actions', '1', 'team'], 'No such team.'),
        error(['input'], 'Not now.'),
      ]),
    ).toEqual({ 'actions.0.team': 'Name a team.', 'actions.1.team': 'No such team.', '': 'Not now.' });
  });
});
