import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../demo/console/screens/mappings/consequences.js';
import {
  bestSuggestions,
  draftsToPreview,
  inputsOf,
  noDrafts,
  resultOf,
  withDraft,
  withoutAnswered,
  withSuggestions,
} from '../../../demo/console/screens/mappings/drafts.js';
import { companyFilterOf, mappingsSearch } from '../../../demo/console/screens/mappings/search.js';

const named = (id: string) => ({ id, name: id.toUpperCase() });
const [bakery, butcher, smith] = [named('bakery'), named('butcher'), named('smith')];
const suggestion = (company: string, client: string, score: number) => ({
  company: named(company),
  client: named(client),
  score,
});

describe('mappings that are not saved yet', () => {
  it('forgets what is as it was read', () => {
    const drafts = withDraft(noDrafts, { company: bakery, from: null, to: smith });
    expect(drafts.get('bakery')).toMatchObject({ to: smith });
    expect(withDraft(drafts, { company: bakery, from: null, to: null }).size).toBe(0);
    expect(withDraft(noDrafts, { company: bakery, from: smith, to: named('smith') }).size).toBe(0);
  });

  it('takes the best suggestion of each company from a score on, over no choice of a person', () => {
    const suggestions = [
      ...[suggestion('bakery', 'smith', 70), suggestion('bakery', 'jones', 95), suggestion('butcher', 'king', 60)],
      suggestion('baker', 'queen', 80),
    ];
    expect(bestSuggestions(suggestions).get('bakery')?.client.id).toBe('jones');
    const chosen = withDraft(noDrafts, { company: named('baker'), from: null, to: smith });
    const drafts = withSuggestions(chosen, suggestions, 80);
    expect([...drafts].map(([id, { to }]) => [id, to?.id])).toEqual([
      ['baker', 'smith'],
      ['bakery', 'jones'],
    ]);
  });

  it('previews what takes something from a client', () => {
    let drafts = withDraft(noDrafts, { company: bakery, from: null, to: smith });
    drafts = withDraft(drafts, { company: butcher, from: smith, to: null });
    expect(draftsToPreview(drafts).map(({ company }) => company.id)).toEqual(['butcher']);
  });

  it('sends each with the client that was read, removals by that client', () => {
    let drafts = withDraft(noDrafts, { company: bakery, from: null, to: smith });
    for (const [id, from] of [
      ['a', smith],
      ['b', butcher],
      ['c', smith],
    ] as const)
      drafts = withDraft(drafts, { company: named(id), from, to: null });
    drafts = withDraft(drafts, { company: named('moved'), from: butcher, to: smith });
    expect(inputsOf(drafts)).toEqual({
      map: {
        mappings: [
          { companyId: 'bakery', clientId: 'smith', expectedClientId: null },
          { companyId: 'moved', clientId: 'smith', expectedClientId: 'butcher' },
        ],
      },
      unmap: [
        { companyIds: ['a', 'c'], expectedClientId: 'smith' },
        { companyIds: ['b'], expectedClientId: 'butcher' },
      ],
    });
    expect(inputsOf(noDrafts)).toEqual({ map: null, unmap: [] });
    expect([...withoutAnswered(drafts, new Set(['bakery', 'a', 'moved']), new Map([['c', 'No.']])).keys()]).toEqual([
      'b',
    ]);
  });
});

describe('what was saved', () => {
  it('separates companies that were changed from those that were refused', () => {
    const error = { code: 'MAPPED_MEANWHILE', field: null, message: 'Somebody else was faster.' };
    const { saved, refused } = resultOf([
      {
        outcomes: [
          { companyId: 'a', userErrors: [] },
          { companyId: 'b', userErrors: [error] },
        ],
        userErrors: [],
      },
      { outcomes: null, userErrors: [{ code: 'TOO_MANY', field: null, message: 'Too many.' }] },
      null,
    ]);
    expect([...saved]).toEqual(['a']);
    expect([...refused]).toEqual([
      ['b', 'Somebody else was faster.'],
      ['', 'Too many.'],
    ]);
  });
});

describe('the consequences of a mapping', () => {
  it('leaves out what does not happen', () => {
    const preview = {
      company: bakery,
      fromClient: smith,
      toClient: null,
      ...{ deviceCount: 3, matchedDeviceCount: 0, matchingAgentCount: 0, threatsStaying: 5, openThreatsStaying: 2 },
      ...{ openAlertsStaying: 1, decisionsLeftBehind: 0, threatsTakenOver: 0, threatsActedOn: 0 },
    };
    expect(consequencesOf(preview)).toEqual([
      { what: 'devicesLeft', count: 3 },
      { what: 'threatsStay', count: 5, open: 2 },
      { what: 'alertsStay', count: 1 },
    ]);
    expect(consequencesOf({ ...preview, toClient: butcher })[0]).toEqual({ what: 'devices', count: 3 });
  });
});

describe('the address of the mappings', () => {
  it('shows first what waits to be mapped', () => {
    expect(mappingsSearch({})).toEqual({ show: 'unmapped', q: undefined, integration: undefined, inbox: undefined });
    expect(companyFilterOf(mappingsSearch({}))).toEqual({ mapped: false, ignored: false, kind: 'COMPANY' });
  });

  it('searches from three characters on', () => {
    const search = { show: 'mapped', integration: 'i-1' } as const;
    expect(companyFilterOf({ ...search, q: 'ba' })).toEqual({ mapped: true, integrationId: 'i-1' });
    expect(companyFilterOf({ ...search, q: 'bak' })).toMatchObject({ search: 'bak' });
  });
});
