import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { askedFields } from './corpus.js';
import { describeAnswers } from './describe-answers.js';

describeAnswers('all');

it('has an operation for every query and mutation', async () => {
  const schema = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  expect(fields.length).toBeGreaterThan(50);
  const asked = askedFields();
  expect(fields.filter((field) => !asked.has(field))).toEqual([]);
});
