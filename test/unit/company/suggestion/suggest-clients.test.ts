import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactName, plainName } from '../../../../src/company/suggestion/compare-names.js';
import { suggestClients } from '../../../../src/company/suggestion/suggest-clients.js';

describe('plainName', () => {
  it.each([
    ['Müller & Söhne GmbH & Co. KG', 'muller sohne'],
    ['Mueller and Sons Ltd.', 'mueller sons'],
    ['Caffè Roma S.r.l.', 'caffe roma'],
    ['CAFFE ROMA SRL', 'caffe roma'],
    ["O'Neill, Inc.", 'oneill'],
    ['Łódź Meble Sp. z o.o.', 'lodz meble'],
    ['Straße 7 AG', 'strasse 7'],
    ['The Bakery', 'bakery'],
    ['The', 'the'],
    ['Société Générale SA', 'societe generale'],
    ['株式会社テスト', '株式会社テスト'],
    ['GmbH', ''],
  ])('%s', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  const word = fc.stringMatching(/^[a-z]{3,9}$/).filter((text) => plainName(text) === text);
  const forms = fc.constantFrom(
    'Ltd',
    'Ltd.',
    'GmbH',
    'S.r.l.',
    'Inc.',
    ', Inc',
    'SARL',
    'LLC',
    'GmbH & Co. KG',
    'B.V.',
  );

  it('does not see legal forms, case or accents', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), forms, (words, form) => {
        const name = words.join(' ');
        for (const spelling of [`${name} ${form}`, `${name} ${form}`.toUpperCase(), name.replaceAll('e', 'é')])
          expect(plainName(spelling)).toBe(plainName(name));
      }),
    );
  });

  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        expect(plainName(plainName(name))).toBe(plainName(name));
        expect(exactName(exactName(name))).toBe(exactName(name));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('suggestClients', () => {
  const company = (id: string, name: string, ...hostKeys: string[]) => ({ id, name, hostKeys });
  const hosts = (entries: Record<string, string[]>) =>
    new Map(Object.entries(entries).map(([host, clients]) => [host, new Set(clients)]));
  const clients = [
    { id: 'bakery', name: 'The Bakery Ltd' },
    { id: 'butcher', name: 'Butcher' },
    { id: 'twin', name: 'Twin' },
    { id: 'twin-2', name: 'TWIN GmbH' },
  ];

  it('weighs shared machines above the same name, and that above a similar name', () => {
    const suggested = suggestClients({
      companies: [
        company('c1', 'the bakery ltd'),
        company('c2', 'Bakery'),
        company('c3', 'Other name', 'pc-1', 'pc-2'),
        company('c4', 'Butcher', 'pc-3'),
        company('c5', 'Nobody knows'),
      ],
      clients,
      clientsOfHosts: hosts({ 'pc-1': ['bakery'], 'pc-2': ['bakery'], 'pc-3': ['butcher'] }),
    });
    expect(
      suggested.map(({ companyId, clientId, reasons }) => [companyId, clientId, reasons.map(({ code }) => code)]),
    ).toEqual([
      ['c1', 'bakery', ['EXACT_NAME']],
      ['c2', 'bakery', ['SIMILAR_NAME']],
      ['c3', 'bakery', ['SHARED_HOSTS']],
      ['c4', 'butcher', ['EXACT_NAME', 'SHARED_HOSTS']],
    ]);
    const scores = Object.fromEntries(suggested.map(({ companyId, score }) => [companyId, score]));
    expect(scores).toEqual({ c1: 90, c2: 75, c3: 95, c4: 99 });
  });

  it('shows both where two clients have the name', () => {
    const suggested = suggestClients({ companies: [company('c', 'Twin')], clients, clientsOfHosts: new Map() });
    expect(suggested.map(({ clientId, score }) => [clientId, score])).toEqual([
      ['twin', 90],
      ['twin-2', 75],
    ]);
  });

  it('a machine that several clients have, or a client that is gone, speaks for nobody', () => {
    const suggested = suggestClients({
      companies: [company('c', 'Nobody', 'localhost', 'pc-9')],
      clients,
      clientsOfHosts: hosts({ localhost: ['bakery', 'butcher'], 'pc-9': ['gone'] }),
    });
    expect(suggested).toEqual([]);
  });

  it('one machine of many is little', () => {
    const suggested = suggestClients({
      companies: [company('c', 'Nobody', 'pc-1', 'pc-2', 'pc-3', 'pc-4')],
      clients,
      clientsOfHosts: hosts({ 'pc-1': ['bakery'] }),
    });
    expect(suggested[0]?.score).toBeLessThan(50);
  });

  const names = fc.constantFrom('Alpha', 'ALPHA Ltd', 'Beta', 'Beta GmbH', 'Gamma', '', 'GmbH');
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 5 });
  const ids = fc.constantFrom('1', '2', '3', '4', 'gone');
  const world = fc.record({
    companies: fc.uniqueArray(fc.record({ id: ids, name: names, hostKeys: keys }), { selector: ({ id }) => id }),
    clients: fc.uniqueArray(fc.record({ id: ids.filter((id) => id !== 'gone'), name: names }), {
      selector: ({ id }) => id,
    }),
    clientsOfHosts: fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(ids, { minLength: 1, maxLength: 2 })))
      .map((entries) => new Map(entries.map(([host, of]) => [host, new Set(of)]))),
  });

  it('names only what it was given, with a reason and a score, each pair once', () => {
    fc.assert(
      fc.property(world, (given) => {
        const suggested = suggestClients(given);
        const pairs = suggested.map(({ companyId, clientId }) => `${companyId} ${clientId}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        for (const { companyId, clientId, score, reasons } of suggested) {
          expect(given.companies.some(({ id }) => id === companyId)).toBe(true);
          expect(given.clients.some(({ id }) => id === clientId)).toBe(true);
          expect(reasons.length).toBeGreaterThan(0);
          expect(score).toBeGreaterThanOrEqual(1);
          expect(score).toBeLessThanOrEqual(99);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of what it was given', () => {
    fc.assert(
      fc.property(world, (given) => {
        const sorted = (of: ReturnType<typeof suggestClients>) =>
          [...of].sort((a, b) => (a.companyId + a.clientId < b.companyId + b.clientId ? -1 : 1));
        const reversed = {
          companies: [...given.companies].reverse(),
          clients: [...given.clients].reverse(),
          clientsOfHosts: new Map([...given.clientsOfHosts].reverse()),
        };
        expect(sorted(suggestClients(reversed))).toEqual(sorted(suggestClients(given)));
      }),
    );
  });
});
