import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { idGrammar, isId, longestId } from '../auth/id-grammar.js';
import type { UserError, UserErrorCode } from './errors.js';
import {
  checkTables,
  problemOfList,
  problemOfRanges,
  problemOfText,
  rangesOf,
  shortestSearch,
  takesNone,
} from './input-checks.js';
import { inputGroups, inputPlaces, type Place } from './input-places.js';

/**
 * Characters of every text, by the coordinate of its input field or argument, or by its name alone where all of that name
 * have the same bound. Every ID has the grammar of ids, unless it stands here.
 */
const characters: Readonly<Record<string, number>> = {
  after: 2_000,
  before: 2_000,
  search: 500,
  timeZone: 100,
  weekOf: 50,
  day: 50,
  month: 50,

  version: 100,

  name: 200,
  'ConnectBitdefenderInput.name': 100,
  'UpdateBitdefenderIntegrationInput.name': 100,
  reportName: 100,
  endpoint: 2_000,
  url: 2_000,
  apiKey: 500,
  secret: 200,
  caCertificate: 50_000,
  certificateFingerprint: 200,

  note: 2_000,
  'PinBitdefenderDeviceInput.note': 1_000,
  'ForbidBitdefenderMatchInput.note': 1_000,
  reason: 500,
  threatName: 500,
  hostnamePattern: 255,
  families: 50,
  team: 200,
  channel: 200,
  onCall: 200,
  'BitdefenderRuleHoursInput.from': 5,
  'BitdefenderRuleHoursInput.to': 5,
  'SaveBitdefenderMaintenanceWindowInput.name': 100,
  'BitdefenderMaintenanceScheduleInput.date': 10,
  'BitdefenderMaintenanceScheduleInput.time': 5,

  policies: 200,
  modules: 200,

  'BitdefenderAuditFilter.actor': longestId,
  'BitdefenderAuditFilter.actions': 100,
  // Of a bulk decision the subject is a word such as "company events".
  'BitdefenderAuditFilter.subject': longestId,
};

/** The items of every list, in the same way. A list of an enum has at most as many as the enum has values. */
const items: Readonly<Record<string, number>> = {
  ids: 500,
  eventIds: 500,
  mappings: 500,
  'IgnoreBitdefenderCompaniesInput.companyIds': 500,
  'UnignoreBitdefenderCompaniesInput.companyIds': 500,
  'UnmapBitdefenderCompaniesInput.companyIds': 500,

  ruleIds: 200,
  previousRuleIds: 200,
  'SaveBitdefenderAlertRuleInput.actions': 20,
  'BitdefenderRuleConditionsInput.families': 50,
  'BitdefenderRuleConditionsInput.companyIds': 1_000,
  'BitdefenderRuleHoursInput.days': 7,
  'BitdefenderMaintenanceScheduleInput.days': 7,
  clientIds: 1_000,
  'BitdefenderRuleScopeInput.siteIds': 100,
  'Query.bitdefenderThreatSeries(clientIds:)': 20,
  'Query.bitdefenderResponseTimes(clientIds:)': 20,
  portalHiddenClientIds: 1_000,

  'BitdefenderDeviceFilter.policies': 100,
  'SetBitdefenderExpectationsInput.policies': 100,
  'SetBitdefenderExpectationsInput.modules': 100,
  'BitdefenderAuditFilter.actions': 100,
};

/** Codes that say more than TOO_LONG and TOO_MANY, of fields that have one for everything that is wrong with them. */
const codes: Readonly<Record<string, UserErrorCode>> = {
  name: 'BAD_NAME',
  apiKey: 'BAD_KEY',
  secret: 'BAD_SECRET',
  month: 'BAD_MONTH',
  reportName: 'BAD_REPORT_NAME',
  policies: 'BAD_NAMES',
  modules: 'BAD_NAMES',
  'MuteBitdefenderAlertsInput.reason': 'BAD_REASON',
  'IgnoreBitdefenderCompaniesInput.reason': 'REASON_REQUIRED',
  'SaveBitdefenderAlertRuleInput.name': 'BAD_RULE',
  'SaveBitdefenderAlertRuleInput.actions': 'BAD_RULE',
  hostnamePattern: 'BAD_RULE',
  families: 'BAD_RULE',
  'BitdefenderRuleHoursInput.days': 'BAD_RULE',
  'BitdefenderRuleHoursInput.from': 'BAD_RULE',
  'BitdefenderRuleHoursInput.to': 'BAD_RULE',
  'BitdefenderMaintenanceScheduleInput.date': 'BAD_WINDOW',
  'BitdefenderMaintenanceScheduleInput.time': 'BAD_WINDOW',
  'BitdefenderMaintenanceScheduleInput.days': 'BAD_WINDOW',
};

const entry = <Value>(table: Readonly<Record<string, Value>>, { coordinate, definition }: Place): Value | undefined =>
  table[coordinate] ?? table[definition.name];

/** What a place takes at most: characters of a text, items of a list, both for a list of texts; empty for what has a fixed size. */
export interface Bound {
  characters?: number;
  items?: number;
}

/** The bound of a place. Throws when it takes texts or lists without one. */
function boundOf(place: Place): Bound {
  const bound: Bound = {};
  const type = getNullableType(place.definition.type);
  const named = getNamedType(type);
  if (isListType(type)) {
    const most = entry(items, place) ?? (isEnumType(named) ? named.getValues().length : undefined);
    if (most === undefined)
      throw new Error(`The list ${place.coordinate} has no bound: see src/graphql/input-bounds.ts.`);
    bound.items = most;
  }
  if (named.name === 'ID') bound.characters = entry(characters, place) ?? longestId;
  else if (named.name === 'String') {
    const most = entry(characters, place);
    if (most === undefined)
      throw new Error(`The text ${place.coordinate} has no bound: see src/graphql/input-bounds.ts.`);
    bound.characters = most;
  } else if (!isEnumType(named) && !isInputObjectType(named) && !fixedSize.has(named.name))
    throw new Error(`${place.coordinate} is a ${named.name}, which has no bound: see src/graphql/input-bounds.ts.`);
  return bound;
}

const fixedSize = new Set(['Int', 'Float', 'Boolean', 'DateTime']);

/**
 * Every argument and input field of a schema, with its bound. Throws when one that takes texts or lists has none, or one has a
 * bound that does not exist.
 */
export function inputBounds(schema: GraphQLSchema): Map<string, Place & { bound: Bound }> {
  const places = inputPlaces(schema);
  const named = new Set(places.flatMap(({ coordinate, definition }) => [coordinate, definition.name]));
  const gone = [characters, items, codes].flatMap((table) => Object.keys(table)).filter((name) => !named.has(name));
  if (gone.length > 0) throw new Error(`The bounds of inputs name what does not exist: ${gone.join(', ')}.`);
  return new Map(places.map((place) => [place.coordinate, { ...place, bound: boundOf(place) }]));
}

/** Ends the description of every bounded argument and input field with its bound, unless it names it already. */
export function describeBounds(schema: GraphQLSchema): void {
  for (const place of inputBounds(schema).values()) {
    const { definition, bound } = place;
    const given = definition.description ?? '';
    const sentences = [
      bound.items !== undefined &&
        !names(given, bound.items) &&
        `${takesNone(place) ? 'At most' : '1 to'} ${amount(bound.items)} items.`,
      bound.characters !== undefined &&
        !names(given, bound.characters) &&
        `At most ${amount(bound.characters)} characters${bound.items === undefined ? '' : ' each'}.`,
      definition.name === 'search' &&
        !names(given, shortestSearch) &&
        `At least ${shortestSearch} characters, unless it is blank, which is no search.`,
    ].filter((sentence) => sentence !== false);
    definition.description = [given, ...sentences].join(' ');
  }
}

const amount = (most: number) => most.toLocaleString('en');

const names = (description: string, most: number) =>
  new RegExp(`(?<![\\d,])(${most}|${amount(most)})(?!,?\\d)`).test(description);

/** What is wrong with the arguments of one field: the first problem, or null. */
export type CheckArguments = (args: Readonly<Record<string, unknown>>) => UserError | null;

/** The checks of the fields that have arguments, by "Type.field". */
export function createInputChecks(schema: GraphQLSchema): Map<string, CheckArguments> {
  checkTables(schema);
  const bounds = inputBounds(schema);
  const groups = new Map(
    inputGroups(schema).map(({ name, places }) => [name, { places, ranges: rangesOf(places) }] as const),
  );
  const checkAll = (group: string, values: Readonly<Record<string, unknown>>, path: string[]) => {
    const { places, ranges } = groups.get(group) ?? { places: [], ranges: [] };
    for (const place of places) {
      const { name, type } = place.definition;
      const problem = check(place, values[name], type, [...path, name]);
      if (problem !== null) return problem;
    }
    return problemOfRanges(ranges, values, path);
  };
  const check = (place: Place, value: unknown, type: GraphQLInputType, path: string[]): UserError | null => {
    const bound = bounds.get(place.coordinate)?.bound ?? {};
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return checkItems(place, value, type, path, bound);
    if (typeof value === 'string') return checkText(place, value, type, path, bound);
    const named = getNamedType(type);
    return isInputObjectType(named) ? checkAll(named.name, value as Record<string, unknown>, path) : null;
  };
  const checkItems = (
    place: Place,
    list: unknown[],
    type: GraphQLInputType,
    path: string[],
    { items: most }: Bound,
  ) => {
    if (most !== undefined && list.length > most) {
      const code = entry(codes, place) ?? 'TOO_MANY';
      return { code, field: path, message: `Send at most ${amount(most)} items.` };
    }
    const ofList = problemOfList(place, list, path);
    if (ofList !== null) return ofList;
    const element = getNamedType(type);
    for (const [index, value] of list.entries()) {
      const problem = check(place, value, element, [...path, `${index}`]);
      if (problem !== null) return problem;
    }
    return null;
  };

  const fields = [...groups.keys()].filter((name) => name.includes('.'));
  return new Map(fields.map((name) => [name, (args) => checkAll(name, args, [])]));
}

function checkText(
  place: Place,
  text: string,
  type: GraphQLInputType,
  field: string[],
  { characters: most }: Bound,
): UserError | null {
  if (most === undefined) return null;
  // PostgreSQL refuses them in JSON, and replaces them elsewhere.
  if (!text.isWellFormed())
    return {
      code: 'BAD_TEXT',
      field,
      message: 'The text has half of a Unicode character (a lone surrogate). Remove it.',
    };
  if (getNamedType(type).name === 'ID' && entry(characters, place) === undefined)
    return isId(text) ? null : { code: 'BAD_ID', field, message: `This is not an id. ${idGrammar}` };
  if (text.length <= most) return problemOfText(place, text, field);
  return { code: entry(codes, place) ?? 'TOO_LONG', field, message: `Enter at most ${amount(most)} characters.` };
}
