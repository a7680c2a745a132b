import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coreContract } from '../../../demo/core/contract.js';
import * as documents from '../../../src/opsmerge/documents.js';

const contract = parse(coreContract());
const schema = buildSubgraphSchema([{ typeDefs: contract }]);

describe('what we ask of core', () => {
  it.each(Object.entries(documents))('%s keeps the contract', (_, document) => {
    expect(validate(schema, parse(document))).toEqual([]);
  });
});

describe('the contract', () => {
  it('describes every type, field, argument and enum value', () => {
    const undescribed = contract.definitions.flatMap((definition) => {
      if (!('name' in definition) || !definition.name) return [];
      const type = definition.name.value;
      const members = [
        ...('fields' in definition ? (definition.fields ?? []) : []),
        ...('values' in definition ? (definition.values ?? []) : []),
      ];
      const inner = members.flatMap((member) => [member, ...('arguments' in member ? (member.arguments ?? []) : [])]);
      const described = 'description' in definition && definition.description;
      return [
        ...(described ? [] : [type]),
        ...inner.filter(({ description }) => !description).map(({ name }) => `${type}.${name.value}`),
      ];
    });
    expect(undescribed).toEqual([]);
  });

  it('knows nothing of Bitdefender', () => {
    expect(coreContract()).not.toMatch(/bitdefender|gravityzone/i);
  });
});
