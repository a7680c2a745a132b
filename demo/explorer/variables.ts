import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import {
  buildASTSchema,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from 'graphql';
import { readProjectFile } from '../project.js';
import type { Send } from '../send.js';

/** Ids of things that are there now, by what they are; null for what is not there yet. */
export type Samples = Readonly<Record<string, string | null>>;

interface Sampled {
  bitdefenderThreats: {
    edges: { node: { id: string; device: { id: string; company: { id: string } | null } | null } }[];
  };
  bitdefenderAlerts: { edges: { node: { id: string; ticket: { id: string } | null } }[] };
  bitdefenderSyncRuns: { edges: { node: { id: string } }[] };
  bitdefenderAlertRules: { id: string }[];
  bitdefenderIntegrations: { id: string }[];
}

/** Reads an id of each kind of thing that the operations of the screens name. */
export async function readSamples(send: Send, clientId: string | null): Promise<Samples> {
  const found = await send<Sampled>(`{
    bitdefenderThreats(first: 1, filter: { status: ALL }) { edges { node { id device { id company { id } } } } }
    bitdefenderAlerts(first: 20) { edges { node { id ticket { id } } } }
    bitdefenderSyncRuns(first: 1) { edges { node { id } } }
    bitdefenderAlertRules { id }
    bitdefenderIntegrations { id }
  }`);
  const threat = found.bitdefenderThreats.edges[0]?.node;
  const alerts = found.bitdefenderAlerts.edges.map(({ node }) => node);
  return {
    client: clientId,
    threat: threat?.id ?? null,
    device: threat?.device?.id ?? null,
    company: threat?.device?.company?.id ?? null,
    alert: alerts[0]?.id ?? null,
    ticket: alerts.find(({ ticket }) => ticket !== null)?.ticket?.id ?? null,
    run: found.bitdefenderSyncRuns.edges[0]?.node.id ?? null,
    rule: found.bitdefenderAlertRules[0]?.id ?? null,
    integration: found.bitdefenderIntegrations[0]?.id ?? null,
  };
}

/** The schema that clients of the gateway see. */
export const readPublicSchema = async (): Promise<GraphQLSchema> =>
  buildASTSchema(transformSupergraphToPublicSchema(parse(await readProjectFile('schema/supergraph.graphql'))));

/** Values for the variables that an operation requires: ids of things that are there, and a form to fill in of everything else. */
export function variablesOf(
  schema: GraphQLSchema,
  { name, variableDefinitions }: OperationDefinitionNode,
  samples: Samples,
): Record<string, unknown> {
  const context = name?.value ?? '';
  return Object.fromEntries(
    (variableDefinitions ?? []).flatMap(({ variable, type, defaultValue }) => {
      const input = typeFromAST(schema, type);
      const isNeeded = type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
      return isNeeded && isInputType(input)
        ? [[variable.name.value, inputValue(input, variable.name.value, context, samples)] as const]
        : [];
    }),
  );
}

function inputValue(given: GraphQLInputType, name: string, context: string, samples: Samples): unknown {
  const type = getNullableType(given);
  if (isListType(type)) return [inputValue(type.ofType, name, context, samples)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter(isRequiredInputField)
        .map((field) => [field.name, inputValue(field.type, field.name, context, samples)]),
    );
  if (isNonNullType(type)) return null;
  const forms: Readonly<Record<string, unknown>> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    DateTime: new Date().toISOString(),
  };
  return type.name === 'ID' ? (samples[kindOf(name, context, samples)] ?? '') : (forms[type.name] ?? '');
}

/** What an id is of: as its name says, such as `clientId`, or for a mere `id` or `ids` as the name of the operation does. */
function kindOf(name: string, context: string, samples: Samples): string {
  const named = name.replace(/Ids?$/, '');
  if (named in samples) return named;
  return Object.keys(samples).find((kind) => context.toLowerCase().includes(kind)) ?? named;
}
