import { Kind, parse } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { coreContract } from '../../../../demo/core/contract.js';
import { printSubgraph } from '../../../../src/graphql/schema.js';
import { buildSchemas } from '../../../support/schemas.js';

let sdl: string;

beforeAll(async () => {
  sdl = await printSubgraph(await buildSchemas());
});

/** The types of a schema but its roots, with a description each of the type, its fields and their arguments, by their path. */
function describedIn(text: string): Map<string, Map<string, boolean>> {
  const types = new Map<string, Map<string, boolean>>();
  for (const node of parse(text).definitions) {
    const isType = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.SCALAR_TYPE_DEFINITION;
    if (!isType || ['Query', 'Mutation', 'Subscription'].includes(node.name.value)) continue;
    const fields = 'fields' in node ? (node.fields ?? []) : [];
    const parts = fields.flatMap((field) => [
      [field.name.value, field.description !== undefined] as const,
      ...(field.arguments ?? []).map(
        (argument) => [`${field.name.value}(${argument.name.value})`, argument.description !== undefined] as const,
      ),
    ]);
    types.set(node.name.value, new Map([['', node.description !== undefined], ...parts]));
  }
  return types;
}

it("describes of core's types only what it adds to them, so that people read core's words", () => {
  const core = describedIn(coreContract());
  const shared = [...describedIn(sdl)].filter(([type]) => core.has(type));
  expect(shared.map(([type]) => type)).toEqual(
    expect.arrayContaining(['Agent', 'Alert', 'Client', 'DateTime', 'PageInfo', 'Ticket', 'User']),
  );
  const wrong = shared.flatMap(([type, parts]) =>
    [...parts]
      .filter(([part, described]) => described === core.get(type)?.has(part))
      .map(([part]) => `${type}.${part}`),
  );
  expect(wrong).toEqual([]);
});
