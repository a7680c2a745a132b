import { z } from 'zod';
import type { PolicyState, ScanState } from '../types.js';
import { cleanText } from './clean-text.js';
import type { DateReader } from './dates.js';

/**
 * The building blocks of lenient rows: a field that is missing, null or of the wrong type reads as null and never
 * spoils its row; only an id that cannot be used does. Most rows lack some fields, and a default costs much less than an
 * error that is caught.
 */
export function text(maximum = 500) {
  return z
    .string()
    .transform((value) => cleanText(value, maximum) || null)
    .nullable()
    .default(null)
    .catch(null);
}

const visible = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/** A name that a person can see; null when it is missing or consists of blanks and invisible characters. */
export const name = text().transform((value) => (value !== null && visible.test(value) ? value : null));

export const requiredId = z
  .string()
  .refine((value) => value.length <= 100 && /^[\w.:-]+$/.test(value), 'is not a usable id');

/** A field that is parsed later; it may be missing. */
export const anything = z.unknown().optional();

export const id = requiredId.nullable().default(null).catch(null);
export const flag = z.boolean().nullable().default(null).catch(null);
/** As a number or as digits in a text. */
export const integer = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s{0,9}-?\d{1,16}\s{0,9}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().safe())
  .nullable()
  .default(null)
  .catch(null);

/** 0 to 100, as a number or as text such as "18%". */
export const percentage = z
  .union([z.number(), z.string().transform((value) => Number.parseFloat(value))])
  .refine((value) => value >= 0 && value <= 100)
  .nullable()
  .default(null)
  .catch(null);

export const texts = z
  .array(z.unknown())
  .catch([])
  .transform((values) => values.slice(0, 50).flatMap((value) => text(200).parse(value) ?? []));

/** Numbers of things by their names; what is not a whole number is left out. */
export const counters = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((value): Record<string, number> => {
    const known = Object.entries(value).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]));
    return Object.fromEntries(known.slice(0, 100).map(([key, count]) => [cleanText(key, 100), count]));
  });

export const ids = z
  .array(z.unknown())
  .catch([])
  .transform((values) => values.slice(0, 200).flatMap((value) => id.parse(value) ?? []));

/** Lower-case hex without separators; anything that is not a MAC address is left out. */
export const macs = z
  .array(z.unknown())
  .catch([])
  .transform((values) => {
    const plain = values.slice(0, 50).map((value) => (typeof value === 'string' ? value.slice(0, 40) : ''));
    const hex = plain.map((value) => value.replace(/[^0-9a-f]/gi, '').toLowerCase());
    return [...new Set(hex.filter((value) => /^[0-9a-f]{12}$/.test(value) && value !== '000000000000'))];
  });

/** Bitdefender writes the word "undefined" for a missing name. */
export const hostName = text(255).transform((value) => (value?.toLowerCase() === 'undefined' ? null : value));

/** The name of a machine as the console shows it. */
export const machineName = hostName.transform((value) => (value !== null && visible.test(value) ? value : null));

export const modules = z
  .record(z.string(), z.unknown())
  .nullable()
  .default(null)
  .catch(null)
  .transform((value): Record<string, boolean> | null => {
    if (value === null) return null;
    const known = Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean');
    return Object.fromEntries(known.slice(0, 100).map(([name, on]) => [cleanText(name, 100), on]));
  });

export const policy = z
  .object({ id: requiredId, name: text(), applied: flag })
  .nullable()
  .default(null)
  .catch(null)
  .transform((value): PolicyState | null => value && { id: value.id, name: value.name ?? '', applied: value.applied });

export const scan = z.object({ name: text(), date: anything }).nullable().default(null).catch(null);

/** A scan without a plausible date counts as one that never happened. */
export function scanState(value: z.infer<typeof scan>, dates: DateReader): ScanState | null {
  return value && { name: value.name ?? '', at: dates.read(value.date) };
}

/** A property of a value that may not be an object; null counts as missing. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name) ?? undefined;
}

/** The elements of a value that may not be an array, which has none. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
