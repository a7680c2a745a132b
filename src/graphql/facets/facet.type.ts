import { type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { severities } from '../../domain/severity.js';
import { ClientReference, UserReference, userOf } from '../core-types.js';
import { SeverityEnum } from '../severity.type.js';
import { mostFacetValues } from './select-facets.js';

/** A value of a list's rows with the number of rows that have it. */
export interface Facet<Value> {
  value: Value;
  count: number;
}

type Counts = readonly Facet<string | null>[] | undefined;

const countOptions = { description: 'Number of rows of the list with it.' };

/** A facet of the values of an enum or a scalar; `what` describes one. */
export function facetType<Value>(name: string, what: string, value: () => object): ClassType<Facet<Value>> {
  @ObjectType(`Bitdefender${name}Facet`, { description: `${what}, with the number of rows that have it.` })
  class ValueFacet {
    @Field(value, { description: `${what}.` })
    value!: Value;

    @Field(() => Int, countOptions)
    count!: number;
  }
  return ValueFacet;
}

export const SeverityFacet = facetType<SeverityEnum>('Severity', 'A severity', () => SeverityEnum);
export const BooleanFacet = facetType<boolean>('Boolean', 'Yes or no', () => Boolean);

@ObjectType('BitdefenderClientFacet', { description: 'A client, with the number of rows that it has.' })
export class ClientFacet {
  @Field(() => ClientReference, { nullable: true, description: 'The client; null for rows without one.' })
  client!: ClientReference | null;

  @Field(() => Int, countOptions)
  count!: number;
}

@ObjectType('BitdefenderAssigneeFacet', { description: 'An assigned user, with the number of rows.' })
export class AssigneeFacet {
  @Field(() => ID, { nullable: true, description: 'Subject of the assigned user; null for unassigned rows.' })
  assigneeId!: string | null;

  @Field(() => UserReference, { nullable: true, description: 'The assigned user; null for unassigned rows.' })
  assignee!: UserReference | null;

  @Field(() => Int, countOptions)
  count!: number;
}

/** Description of the argument of a facet with many values. */
export const firstOfFacet = `Number of values, 1 to ${mostFacetValues}, those with the most rows first.`;

/** Every one of `values` in their order, those without rows too; others, which only later releases know, are left out. */
export function facetOf<Value extends string>(values: readonly Value[], counts: Counts): Facet<Value>[] {
  const known = new Map(counts?.map(({ value, count }) => [value, count]));
  return values.map((value) => ({ value, count: known.get(value) ?? 0 }));
}

/** The same of severities, which are stored by their place. */
export function severityFacet(counts: Counts): Facet<SeverityEnum>[] {
  return severities.map((value, place) => ({
    value,
    count: counts?.find(({ value: stored }) => stored === `${place}`)?.count ?? 0,
  }));
}

export const booleanFacet = (counts: Counts): Facet<boolean>[] =>
  facetOf(['true', 'false'], counts).map(({ value, count }) => ({ value: value === 'true', count }));

export const clientFacet = (counts: Counts = []): ClientFacet[] =>
  counts.map(({ value, count }) => ({ client: value === null ? null : { id: value }, count }));

export const assigneeFacet = (counts: Counts = []): AssigneeFacet[] =>
  counts.map(({ value, count }) => ({ assigneeId: value, assignee: userOf(value), count }));
