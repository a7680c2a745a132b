import { type GraphQLSchema, getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql';
import type { UserError, UserErrorCode } from './errors.js';
import { inputPlaces, type Place } from './input-places.js';

/** Characters of the shortest text that is searched for: shorter ones have no three letters in a row by which an index finds them. */
export const shortestSearch = 3;

const ofRule = 'Refused with the other problems of the rule.';

/**
 * Lists that may be empty, by the coordinate of their input field, and why. Of every other list an empty one is refused: as a
 * filter it would find nothing, or everything, and as an order it would do nothing.
 */
const mayBeEmpty: Readonly<Record<string, string>> = {
  'BitdefenderRuleScopeInput.clientIds': 'A rule for all clients names none.',
  'BitdefenderRuleScopeInput.siteIds': ofRule,
  'UpdateBitdefenderSettingsInput.portalHiddenClientIds': 'No client is hidden.',
  'SetBitdefenderExpectationsInput.policies': 'No policy is expected.',
  'SetBitdefenderExpectationsInput.modules': 'No module is expected.',
  // All that is wrong with a rule is listed at once: see src/alert/rule/validate-rule.ts.
  'SaveBitdefenderAlertRuleInput.actions': ofRule,
  'BitdefenderRuleConditionsInput.kinds': ofRule,
  'BitdefenderRuleConditionsInput.families': ofRule,
  'BitdefenderRuleConditionsInput.actions': ofRule,
  'BitdefenderRuleConditionsInput.statuses': ofRule,
  'BitdefenderRuleConditionsInput.machineKinds': ofRule,
  'BitdefenderRuleConditionsInput.companyIds': ofRule,
  'BitdefenderRuleConditionsInput.causes': ofRule,
  'BitdefenderRuleHoursInput.days': ofRule,
  // Refused with what to do: see src/alert/hold/validate-window.ts.
  'BitdefenderMaintenanceScheduleInput.days': 'What is wrong with a schedule is listed by its own check.',
};

/** Lists whose items are carried out one by one, and what identifies an item: none may be there twice. */
const doneOneByOne: Readonly<Record<string, string | null>> = {
  'DecideBitdefenderAlertsInput.ids': null,
  'DismissBitdefenderCompanyEventsInput.eventIds': null,
  'IgnoreBitdefenderCompaniesInput.companyIds': null,
  'MapBitdefenderCompaniesInput.mappings': 'companyId',
  'ReorderBitdefenderAlertRulesInput.previousRuleIds': null,
  'ReorderBitdefenderAlertRulesInput.ruleIds': null,
  'RetryBitdefenderAlertDeliveriesInput.ids': null,
  'TriageBitdefenderThreatsInput.ids': null,
  'UnignoreBitdefenderCompaniesInput.companyIds': null,
  'UnmapBitdefenderCompaniesInput.companyIds': null,
};

/** Texts that narrow what is read or done, with the code for a blank one, which would silently narrow nothing. */
const blankCodes: Readonly<Record<string, UserErrorCode>> = {
  after: 'BAD_CURSOR',
  before: 'BAD_CURSOR',
  timeZone: 'BAD_TIME_ZONE',
  weekOf: 'BAD_DAY',
  day: 'BAD_DAY',
  month: 'BAD_MONTH',
  hostnamePattern: 'BAD_RULE',
  threatName: 'EMPTY_TEXT',
  'BitdefenderAuditFilter.actor': 'EMPTY_TEXT',
  'BitdefenderAuditFilter.actions': 'EMPTY_TEXT',
  'BitdefenderAuditFilter.subject': 'EMPTY_TEXT',
  'BitdefenderDeviceFilter.policies': 'EMPTY_TEXT',
};

/** Whether a list may be empty. */
export const takesNone = ({ coordinate }: Place): boolean => mayBeEmpty[coordinate] !== undefined;

/** Takes a list and the path it is at; returns what is wrong with it as a list, or null. */
export function problemOfList(place: Place, list: readonly unknown[], field: string[]): UserError | null {
  if (list.length === 0)
    return takesNone(place)
      ? null
      : { code: 'EMPTY_LIST', field, message: 'The list is empty: name at least one, or leave it out if you may.' };
  const key = doneOneByOne[place.coordinate];
  if (key === undefined) return null;
  const seen = new Set<unknown>();
  for (const [index, item] of list.entries()) {
    const identity = key === null ? item : (item as Readonly<Record<string, unknown>>)[key];
    if (seen.has(identity)) {
      const path = [...field, `${index}`, ...(key === null ? [] : [key])];
      return { code: 'DUPLICATE', field: path, message: 'It is in the list twice: name it once. Nothing was done.' };
    }
    seen.add(identity);
  }
  return null;
}

/** Takes a text and the path it is at; returns what is wrong with it because it is blank or short, or null. */
export function problemOfText(
  { coordinate, definition: { name } }: Place,
  text: string,
  field: string[],
): UserError | null {
  const trimmed = text.trim();
  // A search field that a person has emptied.
  if (name === 'search' && trimmed !== '' && [...trimmed].length < shortestSearch)
    return { code: 'SEARCH_TOO_SHORT', field, message: `Search for at least ${shortestSearch} characters.` };
  const code = blankCodes[coordinate] ?? blankCodes[name];
  if (code === undefined || trimmed !== '') return null;
  return { code, field, message: 'The text is empty: leave it out, or use null.' };
}

/** The start and the end of a range of times among places that are given together. */
export interface Range {
  start: Place;
  end: Place;
}

/** The ranges of times among places that are given together. Throws for a start or an end that has no counterpart. */
export function rangesOf(places: readonly Place[]): Range[] {
  const times = places.filter(({ definition: { type } }) => getNamedType(type).name === 'DateTime');
  const sides = times.flatMap((place) => {
    const found = /^(.*?)(from|before|to)$/i.exec(place.definition.name);
    return found === null ? [] : [{ place, of: found[1] ?? '', isStart: found[2]?.toLowerCase() === 'from' }];
  });
  return [...Map.groupBy(sides, ({ of }) => of).values()].map((both) => {
    const start = both.find(({ isStart }) => isStart)?.place;
    const end = both.find(({ isStart }) => !isStart)?.place;
    if (start === undefined || end === undefined || both.length !== 2)
      throw new Error(`${both[0]?.place.coordinate} is one side of a range without the other.`);
    return { start, end };
  });
}

/** Takes values given together and their path; returns a problem if a range of them is empty, or null. */
export function problemOfRanges(
  ranges: readonly Range[],
  values: Readonly<Record<string, unknown>>,
  path: string[],
): UserError | null {
  for (const { start, end } of ranges) {
    const [from, to] = [values[start.definition.name], values[end.definition.name]];
    if (from instanceof Date && to instanceof Date && from >= to)
      return {
        code: 'BAD_RANGE',
        field: [...path, start.definition.name],
        message: 'The start of the range must be before its end.',
      };
  }
  return null;
}

/** Throws when a table above names what the schema does not have, or a text or list that narrows a query is in none. */
export function checkTables(schema: GraphQLSchema): void {
  const places = inputPlaces(schema);
  const known = new Set(places.flatMap(({ coordinate, definition }) => [coordinate, definition.name]));
  const named = [mayBeEmpty, doneOneByOne, blankCodes].flatMap((table) => Object.keys(table));
  const gone = named.filter((name) => !known.has(name));
  if (gone.length > 0) throw new Error(`The checks of inputs name what does not exist: ${gone.join(', ')}.`);
  for (const place of places) {
    const { coordinate, definition } = place;
    const named = getNamedType(definition.type);
    const isOfQuery = coordinate.includes('(') || /Filter\./.test(coordinate);
    if (isOfQuery && named.name === 'String' && definition.name !== 'search')
      if (blankCodes[coordinate] === undefined && blankCodes[definition.name] === undefined)
        throw new Error(`What does a blank ${coordinate} mean? See src/graphql/input-checks.ts.`);
    const isOfMutation = /^(?!Save|Set|Update)[A-Z]\w*Input\./.test(coordinate) && !/^Bitdefender/.test(coordinate);
    const isBulk = isListType(getNullableType(definition.type)) && (named.name === 'ID' || isInputObjectType(named));
    if (isOfMutation && isBulk && doneOneByOne[coordinate] === undefined)
      throw new Error(`May ${coordinate} hold an item twice? See src/graphql/input-checks.ts.`);
  }
}
