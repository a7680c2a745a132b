import { describe, expect, it } from 'vitest';
import { mostCharacters, toolAnswerOf } from '../../../src/mcp/tool-answer.js';

const answerOf = (body: unknown, status = 200, canPage = false) =>
  toolAnswerOf({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, canPage);
const textsOf = (...given: Parameters<typeof answerOf>) => answerOf(...given).content.map(({ text }) => text);
const errorOf = (code: string, message = 'No.') => ({
  data: { list: null },
  errors: [{ message, extensions: { code } }],
});

describe('the answer of a tool', () => {
  it('is the data of the graph as JSON', () => {
    expect(answerOf({ data: { list: [1] } })).toEqual({ content: [{ type: 'text', text: '{"list":[1]}' }] });
  });

  it.each([
    ['FORBIDDEN', /^FORBIDDEN: No\. .*Do not try again/],
    ['UNAUTHENTICATED', /connect again/],
    ['BUSY', /Wait a few seconds/],
    ['REQUEST_TOO_LARGE', /`first`/],
    ['BAD_USER_INPUT', /Correct the arguments/],
    ['BAD_CURSOR', /Correct the arguments/],
    ['INTERNAL_SERVER_ERROR', /Try again later/],
  ])('says of %s what to do', (code, expected) => {
    const answer = answerOf(errorOf(code));
    expect(answer.isError).toBe(true);
    expect(answer.content).toHaveLength(1);
    expect(answer.content[0]?.text).toMatch(expected);
  });

  it('keeps what was answered beside an error', () => {
    const partial = { ...errorOf('FORBIDDEN'), data: { list: null, other: 1 } };
    expect(answerOf(partial).isError).toBe(true);
    expect(textsOf(partial)[1]).toBe('{"list":null,"other":1}');
  });

  it('names an error that many fields have once', () => {
    const { errors, data } = errorOf('FORBIDDEN');
    expect(textsOf({ data, errors: [...errors, ...errors] })[0]?.match(/FORBIDDEN/g)).toHaveLength(1);
  });

  it('fails with what a field refused, and where', () => {
    const userErrors = [{ code: 'BAD_RULE', message: 'Name an action.', field: ['input', 'actions'] }];
    const answer = answerOf({ data: { preview: { preview: null, userErrors } } });
    expect(answer.isError).toBe(true);
    expect(answer.content[0]?.text).toBe('BAD_RULE (input.actions): Name an action.');
    expect(answerOf({ data: { preview: { userErrors: [] } } }).isError).toBeUndefined();
  });

  it.each([
    [401, /^UNAUTHENTICATED/],
    [403, /^FORBIDDEN/],
    [429, /^TOO_MANY_REQUESTS/],
    [502, /^UNAVAILABLE: The graph answered with HTTP 502/],
  ])('says what an answer of HTTP %i that is not GraphQL means', (status, expected) => {
    expect(textsOf('<html>', status)[0]).toMatch(expected);
    expect(answerOf('<html>', status).isError).toBe(true);
  });
});

describe('an answer that is too long', () => {
  const long = { data: { list: 'x'.repeat(mostCharacters) } };

  it('is cut at the bound, after a note that says so', () => {
    const [note, text] = textsOf(long);
    expect(note).toMatch(
      /^This answer was cut: it has 60011 characters, of which the first 60000 follow\. Ask again for less/,
    );
    expect(text).toHaveLength(mostCharacters);
    expect(answerOf(long).isError).toBeUndefined();
  });

  it('hints at pages where the tool has them', () => {
    expect(textsOf(long, 200, true)[0]).toMatch(/smaller `first`.*`after`/);
  });

  it('is whole at the bound', () => {
    const fitting = { data: { list: 'x'.repeat(mostCharacters - '{"list":""}'.length) } };
    expect(textsOf(fitting)).toHaveLength(1);
  });
});
