import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, Kind, OperationTypeNode, parse, print, separateOperations } from 'graphql';
import { expect } from 'vitest';
import type { Identity } from '../../demo/tokens.js';
import type { TestEnvironment } from '../support/environment.js';
import { operationsOf, readScreens } from '../support/screens.js';
import { normalise } from './normalise.js';

const folder = (name: string): string => join(import.meta.dirname, name);

export interface Question {
  /** Nobody, if null: there is no token. */
  as: Identity | null;
  variables?: object;
  /** The subgraph alone instead of the gateway. */
  subgraph?: boolean;
  /** A text of its own instead of an operation of the corpus. */
  query?: string;
}

interface Answer<Data> {
  status: number;
  data: Data;
}

export interface Corpus {
  /** Asks an operation, compares the answer with the recorded one of this name, and returns the answer as it came. */
  ask<Data = Record<string, never>>(name: string, operation: string, question: Question): Promise<Answer<Data>>;
  /** Compares a text, such as the content of a file, with the recorded one of this name. */
  compare(name: string, text: string): Promise<void>;
  /** Recorded answers that nothing was compared with. */
  unused(): string[];
  /** Operations that nobody asked. */
  unasked(): string[];
}

/** The recorded answers, and the means to compare with them or, with `npm run corpus`, to record them again. */
export function openCorpus(environment: TestEnvironment): Corpus {
  const operations = readOperations();
  const asked = new Set<string>();
  const compared = new Set<string>();
  const compare = async (file: string, text: string) => {
    expect(compared, 'each answer has a name of its own').not.toContain(file);
    compared.add(file);
    await expect.soft(text).toMatchFileSnapshot(join(folder('answers'), file));
  };
  return {
    compare: (file, text) => compare(file, String(normalise(text))),
    async ask(name, operation, question) {
      const query = question.query ?? operations.get(operation);
      if (query === undefined) throw new Error(`The corpus has no operation ${operation}.`);
      asked.add(operation);
      const { as, variables = {}, subgraph = false } = question;
      const token = as === null ? null : await environment.tokens.issue(as);
      const url = subgraph ? environment.app.url : (environment.gateway?.url ?? environment.app.url);
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await response.json()) as { data: never };
      const recorded = normalise({
        operation,
        as: as?.roles ?? null,
        at: subgraph ? 'subgraph' : 'gateway',
        variables,
        status: response.status,
        ...body,
      });
      await compare(`${name}.json`, `${JSON.stringify(recorded, null, 2)}\n`);
      return { status: response.status, data: body.data };
    },
    unused: () =>
      readdirSync(folder('answers'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder('answers').length + 1))
        .filter((file) => !compared.has(file)),
    unasked: () => [...operations.keys()].filter((name) => !asked.has(name)),
  };
}

/**
 * Every operation, by name, with the fragments it needs: those of the screens, but for subscriptions, and those of the corpus for what no screen
 * asks for.
 */
function readOperations(): Map<string, string> {
  const own = readdirSync(folder('operations')).map((file) => readFileSync(join(folder('operations'), file), 'utf8'));
  const screens = [...readScreens().values()].map((document) => print(document));
  const operations = new Map<string, string>();
  for (const text of [screens.join('\n'), ...own])
    for (const [name, separated] of Object.entries(separateOperations(parse(text)))) {
      if (operations.has(name)) throw new Error(`There are two operations ${name}.`);
      const [operation] = operationsOf(separated);
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) operations.set(name, print(separated));
    }
  return operations;
}

/** The root fields that the operations of the corpus ask for. */
export function askedFields(): Set<string> {
  const documents = [...readOperations().values()].map((text): DocumentNode => parse(text));
  const definitions = documents.flatMap((document) => document.definitions);
  return new Set(
    definitions
      .flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
      )
      .flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : [])),
  );
}
