import { describe, expect, it } from 'vitest';
import { mixOf } from '../../bench/memory/requests.js';
import type { World } from '../../bench/memory/world.js';
import { operationsOf, readScreens } from '../../support/screens.js';

describe('mixOf', () => {
  it('knows who asks every query of the screens, and with which variables', () => {
    const queries = [...readScreens().values()].flatMap(operationsOf).filter(({ operation }) => operation === 'query');
    expect(queries.length).toBeGreaterThan(40);
    // What is asked in a world is made of it when it is asked.
    expect(mixOf({} as World).length).toBeGreaterThan(queries.length);
  });
});
