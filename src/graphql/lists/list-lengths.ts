import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { defaultPage, shortPage } from '../paging.js';

type Field = GraphQLField<unknown, unknown>;
type Arguments = Readonly<Record<string, unknown>>;
/** A number of elements, or how it follows from the arguments of the field. */
export type Length = number | ((args: Arguments) => number);

/**
 * The estimate for a list that leads back to itself: companies of a client of a company, twins of a twin. Nested in
 * itself its error is raised to a power, so it counts as a full page: three of them inside one another are refused.
 */
const recursive = 100;

/** The length of a page that has a size of its own by default. Both sizes together are refused. */
const pageLength =
  (byDefault: number) =>
  ({ first, last }: Arguments): number =>
    Number(last ?? first ?? byDefault);

/** The items that one mutation takes at most. */
const batch = 500;
const rules = 200;
const integrations = 20;
const streams = 6;
const reasons = 5;
/** Kinds of detections. */
const kinds = 9;
/** Names and ids that people list in a setting. */
const named = 20;

/**
 * How long each list is assumed to be that has no `first`: the maximum where there is one, else more than is usual. A
 * field that is not a list stands here if it counts the rows of the list below it, as `first` of an integration does.
 */
const byField: Readonly<Record<string, Length>> = {
  'Query._entities': ({ representations }) => (Array.isArray(representations) ? representations.length : 1),

  // Five for each of a hundred companies that are still to be mapped.
  'Query.bitdefenderMappingSuggestions': 500,
  'BitdefenderMappingSuggestion.reasons': 3,
  'BitdefenderClient.companies': recursive,
  'BitdefenderClient.sites': 100,
  'BitdefenderCompany.path': 10,
  'BitdefenderCompany.activityReasons': reasons,
  'MapBitdefenderCompaniesPayload.outcomes': batch,
  'UnmapBitdefenderCompaniesPayload.outcomes': batch,
  'IgnoreBitdefenderCompaniesPayload.outcomes': batch,
  'UnignoreBitdefenderCompaniesPayload.outcomes': batch,

  'Query.bitdefenderJobs': pageLength(shortPage),
  'Query.bitdefenderSyncRuns': pageLength(shortPage),

  'Query.bitdefenderIntegrations': integrations,
  'BitdefenderIntegrationTest.enabledApis': 20,
  'BitdefenderIntegrationTest.missingApis': 10,
  'BitdefenderIntegrationTest.problems': 10,
  'BitdefenderIntegrationTest.warnings': 2,
  'BitdefenderIntegrationTest.visibility': kinds,
  'BitdefenderMail.recipients': 50,
  'BitdefenderVisibility.kinds': kinds,
  'BitdefenderVisibility.modulesOff': 9,
  'BitdefenderModuleOff.kinds': kinds,
  'BitdefenderKindVisibility.sources': 5,
  'BitdefenderKindVisibility.reasons': 5,
  'BitdefenderIntegration.warnings': 2,
  'BitdefenderIntegration.failedRows': 100,
  'BitdefenderCadence.reasons': reasons,
  'BitdefenderFreshness.streams': streams,
  'SyncBitdefenderClientPayload.runs': integrations,
  'BitdefenderSyncRun.streams': streams,
  'BitdefenderSyncStream.skippedByReason': 10,
  'BitdefenderSyncStream.warnings': 20,

  'Query.bitdefenderSeatMonths': 15,

  // All kinds of lines.
  'BitdefenderDigestPreview.lines': 22,
  'Query.bitdefenderTeamDigests': 100,

  'BitdefenderDevice.modules': 25,
  // One for each code.
  'BitdefenderDevice.healthReasons': 14,
  'BitdefenderDevice.matchCandidates': recursive,
  'BitdefenderDevice.matchDecisions': recursive,
  'BitdefenderDevice.twins': recursive,
  'BitdefenderCoverage.trend': ({ days }) => Number(days),
  'BitdefenderExpectations.policies': 100,
  'BitdefenderExpectations.modules': 100,
  'BitdefenderOwnExpectations.policies': 100,
  'BitdefenderOwnExpectations.modules': 100,

  'BitdefenderThreat.changes': pageLength(shortPage),
  'BitdefenderThreat.attackTypes': 50,
  'BitdefenderThreat.techniques': 50,
  'BitdefenderThreatChange.addedAttackTypes': 10,
  'BitdefenderThreatChange.addedTechniques': 10,
  'BitdefenderThreatCounts.series': seriesSteps,
  // Of its own `first` only clients depend; its lists have the lengths below.
  'Query.bitdefenderThreatSeries': 1,
  'BitdefenderGroupedThreatSeries.steps': 750,
  'BitdefenderGroupedThreatSeries.groups': 21,
  'BitdefenderThreatSeriesGroup.counts': 750,
  // Its `first` are months, of each client: its lists have the lengths below.
  'Query.bitdefenderResponseTimes': 1,
  'BitdefenderResponseReport.clients': 20,
  'BitdefenderClientResponse.months': 12,
  'Query.portalBitdefenderResponseTimes': 1,
  'PortalBitdefenderResponseReport.months': 12,
  'PortalBitdefenderReportThreats.bySeverity': 3,
  'PortalBitdefenderReportThreats.byKind': 7,
  'PortalBitdefenderReportThreats.listed': 50,
  'PortalBitdefenderReportThreats.mostConcerned': 10,
  'PortalBitdefenderReport.sites': 100,
  'PortalBitdefenderReport.actions': 7,
  'PortalBitdefenderReportProtection.problems': 7,
  'Query.bitdefenderReportLinks': pageLength(shortPage),
  'TriageBitdefenderThreatsPayload.outcomes': batch,
  'PortalBitdefenderWeeklySummary.mostConcerned': 10,
  'Query.portalBitdefenderSites': 100,

  'BitdefenderAlert.changes': recursive,
  'BitdefenderAlertRouting.rules': rules,
  'DecideBitdefenderAlertsPayload.outcomes': batch,
  'RetryBitdefenderAlertDeliveriesPayload.outcomes': batch,
  'Query.bitdefenderAlertRules': rules,
  'ReorderBitdefenderAlertRulesPayload.rules': rules,
  'BitdefenderAlertRule.actions': 5,
  'BitdefenderRuleScope.clientIds': named,
  'BitdefenderRuleScope.siteIds': named,
  'BitdefenderAlertRule.clients': named,
  'BitdefenderAlertRule.sites': named,
  'BitdefenderRuleConditions.companyIds': named,
  'BitdefenderAlertRule.companies': named,
  'BitdefenderRuleConditions.families': named,
  'BitdefenderRuleHours.days': 7,
  'BitdefenderRulePreview.heldBack': rules,
  'BitdefenderRulePreview.actions': 5,
  'BitdefenderRulePreview.samples': 10,
  'BitdefenderRulePreview.degradations': 100,
  'BitdefenderAlertReroutingPreview.alerts': 20,
  'BitdefenderAlertReroutingPreview.actions': 5,
  'BitdefenderReroutedAlert.actions': 20,
  'Query.bitdefenderWebhooks': 20,
  'Query.bitdefenderMaintenanceWindows': 200,
  'BitdefenderMaintenanceWindow.days': 7,
  'PreviewBitdefenderMaintenanceWindowPayload.occurrences': 5,

  'BitdefenderDiagnostics.findings': 100,
  'BitdefenderFinding.evidence': 10,
  'BitdefenderExport.columns': 30,
  'BitdefenderSettings.portalHiddenClientIds': 100,
  'BitdefenderSettings.portalHiddenClients': 100,
  'BitdefenderUserError.field': 5,

  // Introspection: the average of this schema. GraphQL's own rules bound how deep its lists are nested.
  '__Schema.types': 250,
  '__Schema.directives': 25,
  '__Type.fields': 6,
  '__Type.interfaces': 1,
  '__Type.possibleTypes': 1,
  '__Type.enumValues': 5,
  '__Type.inputFields': 4,
  '__Field.args': 1,
  '__Directive.locations': 3,
  '__Directive.args': 1,
};

/** The same for every list of a type, whichever field leads to it. */
const byElement: Readonly<Record<string, Length>> = {
  BitdefenderUserError: 10,
  // One for each kind of gap.
  BitdefenderGapCount: 11,
};

/** The steps of a series, with the hour that a day can have more. A range of the caller's own has 750 at most. */
function seriesSteps({ step, window, from }: Arguments): number {
  if (from) return 750;
  const usual = step === 'HOUR' ? 'TODAY' : 'THIS_MONTH';
  const days = { TODAY: 1, THIS_WEEK: 7, THIS_MONTH: 31 }[String(window ?? usual)] ?? 31;
  return step === 'HOUR' ? 24 * days + 1 : days;
}

/** The arguments that the functions above read: by no other is a list longer or shorter. */
export const countingArguments: ReadonlySet<string> = new Set([
  'first',
  'last',
  'days',
  'step',
  'window',
  'from',
  'representations',
]);

/**
 * How many elements a field gives, or how many rows the list below it has: 1 for any other field. Takes the name of the
 * type that has the field, the field, and its arguments with their defaults.
 */
export function assumedLength(typeName: string, field: Field, args: Arguments): number {
  const length = lengthOf(typeName, field) ?? 1;
  return typeof length === 'number' ? length : length(args);
}

/** The same before the arguments are known; undefined for a field that counts no rows. */
export function lengthOf(typeName: string, field: Field): Length | undefined {
  const own = byField[`${typeName}.${field.name}`];
  if (own !== undefined) return own;
  if (isConnection(field)) return pageLength(defaultPage);
  if (isPaged(field)) return ({ first }) => Number(first);
  if (!isList(field)) return undefined;
  const element = getNamedType(field.type);
  return (
    byElement[element.name] ?? facetLength(element) ?? (isEnumType(element) ? element.getValues().length : undefined)
  );
}

/** A facet without a page size has every value that there is. */
function facetLength(element: GraphQLNamedType): number | undefined {
  if (!isObjectType(element) || !element.name.endsWith('Facet')) return undefined;
  const value = getNamedType(element.getFields().value?.type);
  if (isEnumType(value)) return value.getValues().length;
  return value?.name === 'Boolean' ? 2 : undefined;
}

/** A connection has a page of its default size if none is given. */
const isConnection = ({ args }: Field): boolean =>
  ['first', 'last'].every((wanted) => args.some(({ name, type }) => name === wanted && String(type) === 'Int'));

/** Any other page has a size, always: left out and null are no numbers that could be counted. */
const isPaged = ({ args }: Field): boolean =>
  args.some(({ name, type }) => name === 'first' && isNonNullType(type) && String(type.ofType) === 'Int');

/** Whether a field gives a list, null or not. */
export const isList = ({ type }: Field): boolean => isListType(getNullableType(type));

/** The lists of the page that a field gives whose rows the field itself counts, such as the edges of a connection. */
export function listsOfPage({ type }: Field): string[] {
  const page = getNamedType(type);
  if (!isObjectType(page)) return [];
  const lists = Object.values(page.getFields()).filter(
    (field) => isList(field) && lengthOf(page.name, field) === undefined,
  );
  return lists.map(({ name }) => name);
}

/**
 * Throws with the names of the lists of a schema whose length cannot be assumed: lists with neither a page size nor an
 * estimate, and lists that lead back to themselves with an estimate below a full page.
 */
export function checkListLengths(schema: GraphQLSchema): void {
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
    );
  /** Types whose rows are counted by every field that leads to them: connections, series. */
  const isPage = (page: GraphQLNamedType) => {
    const leading = fields.filter(({ field }) => getNamedType(field.type) === page);
    const counted = leading.filter(({ type, field }) => !isList(field) && lengthOf(type.name, field) !== undefined);
    return counted.length > 0 && counted.length === leading.length;
  };
  const lists = fields.filter(({ field }) => isList(field));
  const unknown = lists.filter(({ type, field }) => lengthOf(type.name, field) === undefined && !isPage(type));
  if (unknown.length > 0)
    throw new Error(`These lists have neither "first" nor an assumed length: ${namesOf(unknown)}.`);

  const short = lists.filter(({ type, field }) => {
    const length = lengthOf(type.name, field);
    return typeof length === 'number' && length < recursive && !type.name.startsWith('__') && leadsTo(field, type);
  });
  if (short.length > 0)
    throw new Error(
      `These lists lead back to themselves, and need an assumed length of ${recursive}: ${namesOf(short)}.`,
    );

  const names = new Set(fields.map(({ name }) => name));
  const gone = Object.keys(byField).filter((name) => !names.has(name));
  if (gone.length > 0) throw new Error(`The assumed lengths name what does not exist: ${gone.join(', ')}.`);
}

const namesOf = (fields: readonly { name: string }[]) => fields.map(({ name }) => name).join(', ');

function leadsTo(field: Field, wanted: GraphQLNamedType, seen = new Set<GraphQLNamedType>()): boolean {
  const type = getNamedType(field.type);
  if (type === wanted) return true;
  if (seen.has(type) || !(isObjectType(type) || isInterfaceType(type))) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((next) => leadsTo(next, wanted, seen));
}
