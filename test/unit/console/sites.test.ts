import { describe, expect, it } from 'vitest';
import { siteChoices, sitesOf } from '../../../demo/console/parts/sites.js';

const north = { id: 'n', name: 'North', agents: 2 };

describe('the sites to choose from', () => {
  it('are asked for where one client is chosen', () => {
    expect(sitesOf('bakery')).toEqual({ clientId: 'bakery', sites: true });
    expect(sitesOf(undefined)).toEqual({});
  });

  it.each([
    [undefined, [{ value: 'n', label: 'North', count: 2 }]],
    ['n', [{ value: 'n', label: 'North', count: 2 }]],
    // It has no agent any longer, or is that of another client.
    [
      'gone',
      [
        { value: 'n', label: 'North', count: 2 },
        { value: 'gone', label: 'gone', count: 0 },
      ],
    ],
  ])('keep the one that is chosen, such as %s', (chosen, expected) => {
    expect(siteChoices([north], chosen)).toEqual(expected);
  });
});
