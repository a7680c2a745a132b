import { describe, expect, it } from 'vitest';
import { contractProblems } from '../../../scripts/check-core/compare.mjs';

const contract = `
  scalar DateTime @specifiedBy(url: "https://example.com/date-time")
  type Query {
    agent(id: ID!): Agent
    agents(clientId: ID, first: Int! = 100): [Agent!]!
  }
  type Mutation { create(input: CreateInput!): Agent }
  type Agent @key(fields: "id") { id: ID! hostname: String! client: Client! seenAt: DateTime os: String }
  type Client @key(fields: "id") { id: ID! }
  type PageInfo @shareable { hasNextPage: Boolean! }
  enum State { OPEN CLOSED }
  input CreateInput { key: String! team: String first: Int! = 1 state: State! }
`;

describe('core beside its contract', () => {
  it.each([
    ['the same', '', ''],
    ['a type more', 'enum State', 'type Other { id: ID! } enum State'],
    ['a field more', 'os: String', 'os: String room: Room!'],
    ['a field that is never null', 'os: String', 'os: String!'],
    ['an optional argument more', 'agent(id: ID!)', 'agent(id: ID!, deleted: Boolean)'],
    ['a required argument with a default more', 'agent(id: ID!)', 'agent(id: ID!, deleted: Boolean! = false)'],
    ['an argument that may be left out', 'agent(id: ID!)', 'agent(id: ID)'],
    ['another default', 'first: Int! = 100', 'first: Int! = 50'],
    ['an optional input field more', 'key: String!', 'key: String! note: String'],
    ['a value more', 'OPEN CLOSED', 'OPEN CLOSED WAITING'],
    ['a key more', 'type Client @key(fields: "id")', 'type Client @key(fields: "id") @key(fields: "name")'],
    ['a key under its full name', 'type Client @key', 'type Client @federation__key'],
    [
      'a type in parts',
      'type Agent @key(fields: "id") { id: ID!',
      'type Agent @key(fields: "id") { id: ID! } extend type Agent {',
    ],
    ['a root type of another name', 'type Query {', 'schema { query: Root mutation: Mutation } type Root {'],
    ['a scalar without its specification', ' @specifiedBy(url: "https://example.com/date-time")', ''],
  ])('meets it with %s', (_, part, changed) => {
    expect(contract).toContain(part);
    expect(contractProblems(contract, contract.replace(part, changed))).toEqual([]);
  });

  it.each([
    [
      'another type',
      'hostname: String!',
      'hostname: HostName!',
      'Agent.hostname is HostName! in core, and this service needs String!.',
    ],
    [
      'another entity',
      'client: Client!',
      'client: Organisation!',
      'Agent.client is Organisation! in core, and this service needs Client!.',
    ],
    [
      'a null more',
      'hostname: String!',
      'hostname: String',
      'Agent.hostname is String in core, and this service needs String!.',
    ],
    [
      'a null more in a list',
      '[Agent!]!',
      '[Agent]!',
      'Query.agents is [Agent]! in core, and this service needs [Agent!]!.',
    ],
    ['one for a list', '[Agent!]!', 'Agent!', 'Query.agents is Agent! in core, and this service needs [Agent!]!.'],
    ['a list for one', 'os: String', 'os: [String!]', 'Agent.os is [String!] in core, and this service needs String.'],
    ['a field less', 'os: String', '', 'Agent.os does not exist in core.'],
    ['a type less', 'enum State { OPEN CLOSED }', '', 'State does not exist in core.'],
    [
      'another kind of type',
      'enum State { OPEN CLOSED }',
      'scalar State',
      'State is a scalar in core, and this service needs an enum.',
    ],
    ['a value less', 'OPEN CLOSED', 'OPEN', 'The enum State has no value CLOSED in core.'],
    [
      'an argument less',
      'agent(id: ID!)',
      'agent',
      'Query.agent has no argument "id" in core, and this service sends it.',
    ],
    [
      'another argument',
      'agent(id: ID!)',
      'agent(id: Int!)',
      'The argument "id" of Query.agent takes Int! in core, and this service sends ID!.',
    ],
    [
      'an argument that is needed',
      'clientId: ID,',
      'clientId: ID!,',
      'The argument "clientId" of Query.agents takes ID! in core, and this service sends ID.',
    ],
    [
      'a default less',
      'first: Int! = 100',
      'first: Int!',
      'The argument "first" of Query.agents takes Int! in core without a default, and this service may not send it.',
    ],
    [
      'a required argument more',
      'agent(id: ID!)',
      'agent(id: ID!, region: ID!)',
      'Query.agent needs the argument "region" in core, which this service does not send.',
    ],
    ['an input field less', 'team: String', '', 'CreateInput has no field "team" in core, and this service sends it.'],
    [
      'a required input field more',
      'key: String!',
      'key: String! region: ID!',
      'CreateInput needs the field "region" in core, which this service does not send.',
    ],
    [
      'an input field that is needed',
      'team: String',
      'team: String!',
      'The field "team" of CreateInput takes String! in core, and this service sends String.',
    ],
    [
      'another key',
      'type Client @key(fields: "id")',
      'type Client @key(fields: "number")',
      'Client has no key "id" in core.',
    ],
    [
      'a key that resolves nothing',
      'type Client @key(fields: "id")',
      'type Client @key(fields: "id", resolvable: false)',
      'Client has no key "id" in core.',
    ],
    ['a type that is not shared', ' @shareable', '', 'PageInfo is not @shareable in core.'],
    [
      'another specification',
      'com/date-time',
      'com/seconds',
      'DateTime is specified by https://example.com/seconds in core, and this service reads it as https://example.com/date-time says.',
    ],
  ])('does not meet it with %s', (_, part, changed, problem) => {
    expect(contract).toContain(part);
    expect(contractProblems(contract, contract.replace(part, changed))).toEqual([problem]);
  });
});
