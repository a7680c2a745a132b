import { z } from 'zod';
import { withoutValues } from '../graphql/without-values.js';

/** The most characters of an answer that an assistant gets, so that one answer does not fill what it can keep in mind. */
export const mostCharacters = 60_000;

/** What a tool gives: texts, and whether it failed. */
export interface ToolAnswer {
  content: { type: 'text'; text: string }[];
  isError?: boolean;
  /** The protocol lets results have more. */
  [more: string]: unknown;
}

/** What the graph answered a request. */
export interface GraphAnswer {
  status: number;
  text: string;
}

const refusals = z
  .array(z.object({ code: z.string(), message: z.string(), field: z.array(z.string()).nullish() }))
  .default([]);
const body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }))
    .default([]),
});

/** What helps, by the code of an error of the graph. */
const advice: Readonly<Record<string, string>> = {
  FORBIDDEN:
    'The person whose token this is may not see this. Do not try again: an administrator of the MSP can change what the person may do.',
  UNAUTHENTICATED: 'The token has expired or is refused. The person has to connect again with a new one.',
  BUSY: 'Wait a few seconds, and call the tool again.',
  TOO_MANY_REQUESTS: 'Wait a minute, and call the tool again.',
  REQUEST_TOO_LARGE: 'Ask for less: fewer rows with `first`, or a filter.',
  UNAVAILABLE: 'Try again in a minute.',
  GRAPHQL_VALIDATION_FAILED:
    'The graph and the tools are of different releases. Report it to the operator of the service.',
  INTERNAL_SERVER_ERROR: 'Try again later; if it stays, report it to the operator of the service.',
};
/** The other codes are about what was sent. */
const otherwise = 'Correct the arguments, and call the tool again.';

const textOf = (text: string) => ({ type: 'text', text }) as const;

/** A failure of a tool, with what to do about it. */
export const failure = (...sentences: string[]): ToolAnswer => ({
  content: [textOf(sentences.join('\n'))],
  isError: true,
});

/** Turns an answer of the graph into that of a tool; `canPage` says whether the tool takes `first` and `after`. */
export function toolAnswerOf({ status, text }: GraphAnswer, canPage: boolean): ToolAnswer {
  const read = body.safeParse(parsed(text));
  if (!read.success) return failure(ofStatus(status));
  const { data, errors } = read.data;
  const problems = [...new Set([...errors.map(problemOf), ...userErrorsOf(data ?? {})])];
  const hasData = Object.values(data ?? {}).some((value) => value !== null);
  const content = hasData || problems.length === 0 ? shortened(JSON.stringify(data ?? null), canPage) : [];
  if (problems.length === 0) return { content };
  return { content: [textOf(problems.join('\n')), ...content], isError: true };
}

const codes: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 429: 'TOO_MANY_REQUESTS' };

/** What is wrong when the answer is not one of GraphQL, but of something between. */
function ofStatus(status: number): string {
  const code = codes[status] ?? 'UNAVAILABLE';
  return `${code}: The graph answered with HTTP ${status}. ${advice[code]}`;
}

const problemOf = ({ message, extensions }: z.output<typeof body>['errors'][number]) => {
  const code = extensions?.code ?? 'INTERNAL_SERVER_ERROR';
  // A router may repeat a refused value, which may be a key in the wrong place.
  return `${code}: ${withoutValues(message)} ${advice[code] ?? otherwise}`;
};

/** What the fields of an answer refused. */
function userErrorsOf(data: Record<string, unknown>): string[] {
  return Object.values(data).flatMap((value) => {
    const found = z.object({ userErrors: refusals }).safeParse(value);
    return (found.data?.userErrors ?? []).map(
      ({ code, message, field }) => `${code}${field?.length ? ` (${field.join('.')})` : ''}: ${message}`,
    );
  });
}

/** The text of an answer; where it is too long its beginning, after a note that says so. */
function shortened(text: string, canPage: boolean): ToolAnswer['content'] {
  if (text.length <= mostCharacters) return [textOf(text)];
  const how = canPage
    ? 'Ask again with a smaller `first`, and go on with `after`: the endCursor of each page.'
    : 'Ask again for less: by a filter, or with another tool for a single thing.';
  const note = `This answer was cut: it has ${text.length} characters, of which the first ${mostCharacters} follow. ${how}`;
  return [textOf(note), textOf(text.slice(0, mostCharacters).toWellFormed())];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
