import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { isSpent, nextTurn, refuseIfSpent, spend } from '../../database/request-budget.js';
import type { RequestContext } from '../context.js';
import { isList } from './list-lengths.js';

/**
 * Has each list of a schema count its elements, times the fields that are selected of each, against the budget of the request, before
 * they are completed. Estimates cannot hide a list that way, and neither can whoever executes the document.
 */
export function countLists(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()))
      if (isList(field)) field.resolve = counted(field.resolve ?? defaultFieldResolver);
  }
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {}))
    field.resolve = inTurn(field.resolve ?? defaultFieldResolver);
}

type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

const counted =
  (resolve: Resolve): Resolve =>
  (source, args, context, info) => {
    // Nobody will see them; an error for each would cost more than they do.
    if (isSpent()) return [];
    const result = resolve(source, args, context, info);
    return result instanceof Promise
      ? result.then((list) => handOut(list, context, info))
      : handOut(result, context, info);
  };

/** Counts a list; gives it, or a promise of it where others have to come first. */
function handOut(given: unknown, { viewer }: RequestContext, { fieldNodes, fragments }: GraphQLResolveInfo): unknown {
  if (!Array.isArray(given) || given.length === 0) return given;
  const list = given.some((item) => item instanceof Promise) ? given.map(failureAsValue) : given;
  const ofRow = fieldsOfRow(fieldNodes, fragments);
  spend('fields', list.length * ofRow);
  const turn = nextTurn(list.length * ofRow, viewer.tenantId);
  return turn === undefined ? list : turn.then(() => (isSpent() ? [] : list));
}

/**
 * An element that may fail later: as an error, which is what both executors take for a failure. For a rejected promise, a compiled query appends
 * a null to the list, and GraphQL's own \`execute\` leaves those without a handler that come after another failure.
 */
function failureAsValue(item: unknown): unknown {
  if (!(item instanceof Promise)) return item;
  return item.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}

/** A field of the query itself counts as much as some rows: some hundreds may be asked for under other names. */
const fieldsOfRoot = 100;

const inTurn =
  (resolve: Resolve): Resolve =>
  (source, args, context, info) => {
    const turn = nextTurn(fieldsOfRoot, context.viewer.tenantId);
    const run = () => resolve(source, args, context, info);
    if (turn === undefined) return run();
    return turn.then(() => {
      refuseIfSpent();
      return run();
    });
  };

const known = new WeakMap<FieldNode, number>();

/** How many fields are selected of one row, those of lists inside of it once; 1 for a list of scalars. */
function fieldsOfRow(nodes: readonly FieldNode[], fragments: GraphQLResolveInfo['fragments']): number {
  return nodes.reduce((sum, node) => {
    const fields = known.get(node) ?? Math.max(1, fieldsIn(node.selectionSet, fragments));
    known.set(node, fields);
    return sum + fields;
  }, 0);
}

function fieldsIn(selected: SelectionSetNode | undefined, fragments: GraphQLResolveInfo['fragments']): number {
  return (selected?.selections ?? []).reduce((sum, each) => {
    if (each.kind === 'Field') return sum + 1 + fieldsIn(each.selectionSet, fragments);
    const inside = each.kind === 'InlineFragment' ? each.selectionSet : fragments[each.name.value]?.selectionSet;
    return sum + fieldsIn(inside, fragments);
  }, 0);
}
