import { describe, expect, it } from 'vitest';
import { siteProblems } from '../../../../src/alert/rule/unknown-references.js';

describe('the sites of a scope', () => {
  const known = [
    { siteId: 's1', clientId: 'c1' },
    { siteId: 's2', clientId: 'c1' },
    { siteId: 's3', clientId: 'c2' },
  ];
  const unknown = (ids: string) =>
    `No agent of the clients it is for is at the site ${ids}: choose from \`sites\` of these clients.`;
  const bare = (ids: string) =>
    `No site of the client ${ids} is named, so that nothing of it would match: name one, or make a rule of its own for it.`;

  it.each<[string, string[], string[] | undefined, string[]]>([
    ['none', ['c1'], undefined, []],
    ['one of several', ['c1'], ['s2'], []],
    ['one of each client', ['c1', 'c2'], ['s1', 's3'], []],
    ['one of nobody', ['c1'], ['s1', 's9', 's8'], [unknown('s9, s8')]],
    ['one of a client that is not named', ['c1'], ['s1', 's3'], [unknown('s3')]],
    ['none of one of the clients', ['c1', 'c2', 'c3'], ['s1'], [bare('c2, c3')]],
  ])('%s', (_, clientIds, siteIds, messages) => {
    const scope = { kind: 'ONLY' as const, clientIds, ...(siteIds && { siteIds }) };
    const problems = siteProblems(scope, known);
    expect(problems.map(({ message }) => message)).toEqual(messages);
    for (const { field } of problems) expect(field).toEqual(['scope', 'siteIds']);
  });
});
