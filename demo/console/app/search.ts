import type { SearchSchemaInput } from '@tanstack/react-router';

/** How the address holds search parameters: lists as one text separated by commas, everything else as text. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
  );
  const text = new URLSearchParams(given).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** What an address or a link gives for a parameter: its text, or a list. */
type Raw = Record<string, unknown>;

/** Those of the known values that a parameter names, or the default where it is absent. An empty text is an empty list. */
export function listOf<Value extends string>(
  raw: Raw,
  name: string,
  known: readonly Value[],
  usual: readonly Value[],
): Value[] {
  const given = textsOf(raw, name);
  return given === undefined ? [...usual] : known.filter((value) => given.includes(value));
}

/** The texts that a parameter names; undefined where it is absent. */
export function textsOf(raw: Raw, name: string): string[] | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(String);
  return String(value).split(',').filter(Boolean);
}

/** One of the known values, or the default. */
export function oneOf<Value extends string>(raw: Raw, name: string, known: readonly Value[], usual: Value): Value {
  return known.find((value) => value === raw[name]) ?? usual;
}

/** A text that is not empty; undefined where there is none. */
export function textOf(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** What a link may say of a search: any part of it; the rest is as usual. */
type Asked<Search> = { [Name in keyof Search]?: Search[Name] | undefined } & SearchSchemaInput;

/** Reads what an address or a link says, which may be anything, by the function of the screen. */
export const readBy =
  <Search>(read: (raw: Record<string, unknown>) => Search) =>
  (raw: Asked<Search>): Search =>
    read(raw);
