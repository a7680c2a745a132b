import { readFile } from 'node:fs/promises';
import { buildSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { plantedThreat, plantThreats } from '../../support/threats.js';

/** What is asked of the fields that are objects. */
const inside: Readonly<Record<string, string>> = {
  changes: '{ edges { node { at } } }',
  files: '{ name }',
  mail: '{ sender }',
  responseTimes: '{ knownSeconds }',
  techniques: '{ id }',
};

let environment: TestEnvironment;
let fields: string[];

beforeAll(async () => {
  environment = await testEnvironment();
  await plantThreats(environment.database, [plantedThreat({}), plantedThreat({})]);
  // Where there is no value, one that was not read would look the same.
  await environment.database.query(`
    update threat set severity_score = 60, explanation = 'Why.', resolved_by = 'ada', resolved_at = now(), note = 'A note.',
      assignee_id = 'ada', action_raw = 'BLOCKED_AS_WRITTEN', file_path = 'C:\\file', file_hash = repeat('a', 64),
      process_path = 'C:\\process', link = 'https://cloud.gravityzone.bitdefender.com/', host_name = 'WS-1'`);
  const schema = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
  const type = schema.getType('BitdefenderThreat');
  fields = Object.values(isObjectType(type) ? type.getFields() : {}).map(({ name, type: given }) =>
    isLeafType(getNamedType(given)) ? name : `${name} ${inside[name] ?? '{ id }'}`,
  );
});

const list = async (selection: string) => {
  const query = `{ bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) { edges { node { ${selection} } } } }`;
  const answer = await environment.ask<{ bitdefenderThreats: { edges: { node: Record<string, unknown> }[] } }>(
    technician,
    query,
  );
  return {
    nodes: answer.data?.bitdefenderThreats?.edges.map(({ node }) => node) ?? [],
    errors: answer.errors?.map(({ path, message }) => ({ path, message })) ?? [],
  };
};

it('gives each field of a list alone as it gives it with all others', async () => {
  const all = await list(fields.filter((field) => !/^(integration|company|device) /.test(field)).join(' '));
  expect(all.errors).toEqual([]);
  expect(all.nodes).toHaveLength(2);
  expect(
    Object.entries(all.nodes[0] ?? {})
      .flatMap(([name, value]) => (value === null ? [name] : []))
      .toSorted(),
  ).toEqual(['agent', 'alert', 'fileCount', 'mail']);
  for (const field of fields) {
    const [name = ''] = field.split(' ');
    const alone = await list(field);
    if (all.nodes[0] && name in all.nodes[0]) {
      expect(alone.errors, field).toEqual([]);
      expect(alone.nodes, field).toEqual(all.nodes.map((node) => ({ [name]: node[name] })));
    } else {
      const withAll = await list(`${field} ${fields[0]} severityReason detectedAt hostName`);
      expect(alone.errors, field).toEqual(withAll.errors);
    }
  }
});

it('reads what a fragment, an alias and a condition may ask for', async () => {
  const query = `query ($more: Boolean!) { bitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }) {
    edges { node { ...some written: note ... on BitdefenderThreat @include(if: $more) { filePath } } } } }
    fragment some on BitdefenderThreat { hostName }`;
  for (const more of [true, false]) {
    const { bitdefenderThreats } = await environment.data<{ bitdefenderThreats: { edges: { node: object }[] } }>(
      technician,
      query,
      { more },
    );
    const node = { hostName: 'WS-1', written: 'A note.', ...(more && { filePath: 'C:\\file' }) };
    expect(bitdefenderThreats.edges.map((edge) => edge.node)).toEqual([node, node]);
  }
});
