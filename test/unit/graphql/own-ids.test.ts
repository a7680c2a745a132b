import { extendSchema, type GraphQLSchema, getNamedType, getNullableType, isListType, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdNormalisers, normalisedId, referencedId } from '../../../src/graphql/own-ids.js';
import { waysOf } from '../../support/input-ways.js';
import { buildSchemas } from '../../support/schemas.js';

const stored = 'abcdef01-2345-4678-9abc-def012345678';
const capitals = stored.toUpperCase();

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSchemas()).full;
});

describe('an id of our own', () => {
  it.each([
    [capitals, stored],
    [stored, stored],
    ['AbcDef01-2345-4678-9ABC-def012345678', stored],
    ['CLIENT-1', 'CLIENT-1'],
    [`${capitals}0`, `${capitals}0`],
    [capitals.replaceAll('-', ''), capitals.replaceAll('-', '')],
  ])('is normalised if it is a UUID: %s', (given, expected) => {
    expect(normalisedId(given)).toBe(expected);
  });

  it.each([
    ['BitdefenderThreat', stored],
    ['BitdefenderDevice', stored],
    ['Client', capitals],
    ['Agent', capitals],
    ['Alert', capitals],
    ['Ticket', capitals],
  ])('is what a reference to %s is normalised as', (type, expected) => {
    expect(referencedId(type, capitals)).toBe(expected);
  });
});

/** Written by hand: names of inputs whose values another service gave. */
const ofOthers =
  /^(client|expectedClient|agent|assignee|site|team)Id$|^(clientIds|siteIds|portalHiddenClientIds|subject)$/;

describe('the arguments of every field', () => {
  it('take ids of our own in either case, and those of others as they are', () => {
    const normalisers = createIdNormalisers(schema);
    const ways = waysOf(schema).filter(({ type }) => getNamedType(type).name === 'ID');
    expect(ways.length).toBeGreaterThan(80);
    for (const { field, path, place, type, argsWith } of ways) {
      const inArgs = (id: string) => argsWith(isListType(getNullableType(type)) ? [id, id] : id);
      const given = inArgs(capitals);
      const isOurs = !ofOthers.test(path.at(-1) ?? '');
      expect(normalisers.get(field)?.(given), place).toEqual(inArgs(isOurs ? stored : capitals));
      expect(given, place).toEqual(inArgs(capitals));
    }
  });

  it('leave other values as they are', () => {
    const at = new Date(0);
    const args = { filter: { search: capitals, clientId: null, raisedFrom: at, state: ['OPEN'] }, first: 5 };
    expect(createIdNormalisers(schema).get('Query.bitdefenderAlerts')?.(args)).toEqual(args);
  });

  it('are refused at build time if nobody knows whose ids they take', () => {
    const planted = extendSchema(schema, parse('extend type Query { planted(thingId: ID): Int }'));
    expect(() => createIdNormalisers(planted)).toThrow('Query.planted(thingId:)');
  });
});
