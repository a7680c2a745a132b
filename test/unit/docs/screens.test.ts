import { readFileSync } from 'node:fs';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, concatAST, OperationTypeNode, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import * as documents from '../../../operations/documents.js';
import { operationsOf, readScreens } from '../../support/screens.js';

const screens = readScreens();
const pages = [...screens].filter(([name]) => name !== 'fragments.graphql');
const whole = concatAST([...screens.values()]);
const schema = buildASTSchema(
  transformSupergraphToPublicSchema(parse(readFileSync('schema/supergraph.graphql', 'utf8'))),
);

describe('the operations of the screens', () => {
  it('are valid in the supergraph, with names that differ and no fragment unused', () => {
    expect(validate(schema, whole).map(({ message }) => message)).toEqual([]);
    expect(operationsOf(whole).length).toBeGreaterThan(30);
  });

  it('are each generated as a text that can be sent alone', () => {
    const texts = new Map(Object.entries(documents).map(([name, document]) => [name, String(document)]));
    for (const { name } of operationsOf(whole)) {
      const text = texts.get(`${name?.value}Document`);
      expect(validate(schema, parse(text ?? '')), name?.value).toEqual([]);
    }
  });

  it.each(pages)('of %s are at most two queries, with a comment before each', (name, document) => {
    const operations = operationsOf(document);
    const queries = operations.filter(({ operation }) => operation === OperationTypeNode.QUERY);
    expect(queries.length).toBeGreaterThan(0);
    // Choices are asked for while somebody types or opens a form, each alone.
    if (name !== 'choices.graphql') expect(queries.length).toBeLessThanOrEqual(2);
    const text = readFileSync(`operations/${name}`, 'utf8');
    expect(text).toMatch(/^# .+\.\n/);
    for (const { operation, name: named } of operations)
      expect(text).toMatch(new RegExp(`\\n# .+\\.\\n${operation} ${named?.value}\\b`));
  });

  it('share what is in fragments.graphql: no fragment there is used by one file alone', () => {
    const spread = (text: string) => new Set([...text.matchAll(/\.\.\.(\w+)/g)].map(([, fragment]) => fragment));
    const users = [...screens.keys()].map((name) => spread(readFileSync(`operations/${name}`, 'utf8')));
    const shared = [...readFileSync('operations/fragments.graphql', 'utf8').matchAll(/^fragment (\w+)/gm)];
    expect(shared.length).toBeGreaterThan(5);
    for (const [, fragment] of shared)
      expect(users.filter((user) => user.has(fragment)).length, fragment).toBeGreaterThan(1);
  });
});
