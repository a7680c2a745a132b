import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../../../src/auth/permissions.js';
import type { Role } from '../../../src/auth/viewer.js';
import { type Bound, inputBounds } from '../../../src/graphql/input-bounds.js';
import { offeredTools, type Tool, unknownArguments, variablesOf } from '../../../src/mcp/tool.js';
import { tools } from '../../../src/mcp/written-tools.js';
import { buildSchemas } from '../../support/schemas.js';

const namesFor = (roles: Role[], scopes: 'bitdefender:read'[] = []) =>
  offeredTools(tools, { roles, scopes }).map(({ name }) => name);
const toolNamed = (name: string): Tool => {
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  return tool;
};

describe('the tools that are offered', () => {
  it('are those of the portal alone to its users, whatever else their token says', () => {
    expect(namesFor(['portal'])).toEqual(['get_report', 'get_week']);
  });

  it.each([
    ['admin', true, true],
    ['technician', false, true],
    ['read-only', false, true],
    ['service', false, false],
  ] as const)('to %s follow the permissions', (role, audit, previews) => {
    const names = namesFor([role]);
    expect(names).toContain('list_threats');
    expect(names).not.toContain('get_week');
    expect([names.includes('list_audit'), names.includes('export_audit')]).toEqual([audit, audit]);
    expect(names.includes('preview_company_mapping')).toBe(previews);
  });

  it('to a token without roles are those of its scope', () => {
    expect(namesFor([], ['bitdefender:read'])).toContain('list_threats');
    expect(namesFor([], ['bitdefender:read'])).not.toContain('list_audit');
    // What is left is core's to refuse.
    expect(namesFor([])).toEqual(['list_client_names', 'list_people']);
  });

  it('name every permission that their queries need', () => {
    const used = tools.flatMap(({ uses }) => uses);
    const ours = used.filter((name) => /itdefender/.test(name));
    expect(ours.length).toBeGreaterThan(40);
    expect(ours.filter((name) => !Object.hasOwn(permissions, name))).toEqual([]);
    expect(used.filter((name) => /^(Mutation|Subscription)\./.test(name))).toEqual([]);
    for (const { query } of tools) expect(query).toMatch(/^query /);
  });
});

describe('what a tool is called with', () => {
  it('may be its arguments only', () => {
    expect(unknownArguments(toolNamed('list_threats'), { filter: {}, first: 1 })).toEqual([]);
    expect(unknownArguments(toolNamed('list_threats'), { severity: [], toString: 1 })).toEqual([
      'severity',
      'toString',
    ]);
    expect(unknownArguments(toolNamed('list_alert_rules'), { webhooks: true })).toEqual(['webhooks']);
  });

  it('becomes variables without null, and with those that are fixed', () => {
    expect(variablesOf(toolNamed('list_threats'), { first: null, after: 'x' })).toEqual({ after: 'x' });
    expect(variablesOf(toolNamed('list_alert_rules'), { webhooks: true })).toEqual({ webhooks: false });
  });
});

/** A JSON schema, as far as it is looked into. */
interface Schema {
  type: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  maxLength?: number;
  maxItems?: number;
}

describe('the schema of the arguments', () => {
  let bounds: ReturnType<typeof inputBounds>;
  let typeOf: (name: string) => GraphQLInputType | undefined;

  beforeAll(async () => {
    const schema = (await buildSchemas()).full;
    bounds = inputBounds(schema);
    typeOf = (name) => schema.getType(name) as GraphQLInputType | undefined;
  });

  /** Bounds that no sentence of the schema states in the usual form. */
  const unstated = ['BitdefenderRuleHoursInput.days'];

  /** Compares an object with an input type of the graph, field by field; gives how many bounds it saw. */
  function compare(shape: Schema, type: GraphQLInputType): number {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return 0;
    const fields = Object.values(named.getFields());
    expect(Object.keys(shape.properties ?? {})).toEqual(fields.map(({ name }) => name));
    let seen = 0;
    for (const field of fields) {
      const coordinate = `${named.name}.${field.name}`;
      const property = shape.properties?.[field.name];
      const bound: Bound = bounds.get(coordinate)?.bound ?? {};
      const text = property?.items ?? property;
      const stated = [property?.maxItems, text?.maxLength];
      if (!unstated.includes(coordinate))
        expect([coordinate, ...stated]).toEqual([coordinate, bound.items, bound.characters]);
      seen += Object.keys(bound).length + compare(text as Schema, field.type);
    }
    return seen;
  }

  it('has the bounds that the graph enforces, in every input', () => {
    let seen = 0;
    for (const tool of tools)
      for (const [variable, property] of Object.entries(tool.input.properties)) {
        const [, name = ''] = new RegExp(`\\$${variable}:(\\w+)`).exec(tool.query) ?? [];
        const type = typeOf(name);
        if (type !== undefined) seen += compare(property as Schema, type);
      }
    expect(seen).toBeGreaterThan(60);
  });

  it('requires what has no default, and lists the values of enums', () => {
    const { properties, required } = toolNamed('preview_alert_rule').input;
    expect(required).toEqual(['input']);
    expect(properties.days).toMatchObject({ type: 'integer', minimum: 1, maximum: 90, default: 30 });
    const { orderBy, first, after } = toolNamed('list_threats').input.properties;
    expect(orderBy).toMatchObject({
      type: 'string',
      enum: expect.arrayContaining(['NEWEST', 'OLDEST', 'MOST_SEVERE']),
      default: 'NEWEST',
    });
    expect(first).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 50 });
    expect(after).toMatchObject({ type: 'string', maxLength: 2_000 });
    expect(toolNamed('list_threats').input.required).toBeUndefined();
  });
});
