import { describe, expect, it } from 'vitest';
import { GravityZoneError } from '../../../src/gravityzone/transport/errors.js';
import type { GravityZone, Licence } from '../../../src/gravityzone/types.js';
import { createFigures } from '../../../src/seat/read-figures.js';

const companies = ['a', 'b', 'c', 'd', 'e'].map((bdId) => ({ bdId, parentBdId: null, kind: 'COMPANY' }));
const month = '2026-11';
const licence: Licence = { usedSlots: 1, totalSlots: 5, subscriptionType: 3, expiresAt: null };

/** Figures of a GravityZone that fails for some companies. */
function figuresOf(failing: Partial<Record<'usage' | 'licence', Record<string, GravityZoneError>>>) {
  const fail = (way: 'usage' | 'licence', companyId: string) => {
    const error = failing[way]?.[companyId];
    if (error !== undefined) throw error;
  };
  const gravityZone = {
    async monthlyUsage({ companyId }: { companyId: string }) {
      fail('usage', companyId);
      return 7;
    },
    async licence(companyId: string) {
      fail('licence', companyId);
      return licence;
    },
  } as unknown as GravityZone;
  return createFigures(gravityZone, companies, new AbortController().signal);
}

const error = (code: ConstructorParameters<typeof GravityZoneError>[0]) => new GravityZoneError(code);
const ofAll = (one: GravityZoneError) => Object.fromEntries(companies.map(({ bdId }) => [bdId, one]));

describe('figures', () => {
  it.each(['METHOD_NOT_FOUND', 'API_NOT_ENABLED'] as const)(
    'end with a key that has had no answer but %s',
    async (code) => {
      await expect(figuresOf({ usage: ofAll(error(code)) }).of('a', month)).rejects.toMatchObject({ code });
    },
  );

  it.each(['METHOD_NOT_FOUND', 'API_NOT_ENABLED', 'NO_LICENCE', 'COMPANY_SUSPENDED', 'SERVER_ERROR'] as const)(
    'go on behind a company that has %s after an answer',
    async (code) => {
      const figures = figuresOf({ usage: { b: error(code) } });
      expect(await figures.of('a', month)).toMatchObject({ counted: 7, problem: null });
      expect(await figures.of('b', month)).toMatchObject({ counted: null, problem: code });
      expect(await figures.of('c', month)).toMatchObject({ counted: 7, problem: null });
      await figures.settle();
    },
  );

  it('are there without licences, however many of them fail', async () => {
    const figures = figuresOf({ licence: ofAll(error('SERVER_ERROR')) });
    for (const { bdId } of companies) {
      expect(await figures.of(bdId, month)).toMatchObject({ counted: 7 });
      expect(await figures.licence(bdId)).toEqual({ problem: 'SERVER_ERROR' });
    }
    await figures.settle();
  });

  it('ask for no further licence where the key may not', async () => {
    const asked: Record<string, GravityZoneError> = { a: error('API_NOT_ENABLED') };
    const figures = figuresOf({ licence: asked });
    await figures.licence('a');
    expect(await figures.licence('b')).toEqual({ problem: 'METHOD_NOT_FOUND' });
  });

  it('end when GravityZone fails for all', async () => {
    const figures = figuresOf({ usage: ofAll(error('SERVER_ERROR')) });
    await figures.of('a', month);
    await figures.of('b', month);
    await expect(figures.of('c', month)).rejects.toMatchObject({ code: 'SERVER_ERROR' });
  });
});
