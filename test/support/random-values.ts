import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { pick } from '../../demo/gravityzone/random.js';
import type { Bound } from '../../src/graphql/input-bounds.js';
import { poolName } from './walk-schema.js';

/** Draws a number from 0 to below 1: all that is random of a request comes from it. */
export type Draw = () => number;

export interface ValueOptions {
  /** What to draw from, by the coordinate or the name of an argument or input field, else by the name of its type. */
  pools: Readonly<Record<string, readonly unknown[]>>;
  /** Optional arguments and input fields that are always given, from their pools only. */
  always: readonly string[];
  /** What each argument and input field takes at most, by its coordinate. */
  bounds: ReadonlyMap<string, { bound: Bound }>;
}

/** A value to be made: how wild it may be, and the coordinate of the argument or input field it is for. */
export interface Wanted {
  draw: Draw;
  options: ValueOptions;
  /** Percent of the values that nobody would send. */
  wild: number;
  name: string;
  coordinate: string;
}

export const chance = (draw: Draw, percent: number): boolean => draw() * 100 < percent;
const between = (draw: Draw, least: number, most: number) => least + Math.floor(draw() * (most - least + 1));

const wildTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202egpj.exe',
  '\r\n\t\u0007\u001b[31m',
  'İıſK',
  '👩‍👩‍👧‍👦'.repeat(20),
  '%',
  '%_\\%',
  `'; drop table threat; --`,
  '$1 {{0}} :x',
  '(a+)+$',
  '__proto__',
  'constructor',
  'null',
  '{"$ne":null}',
  'Europe/Nowhere',
  '../../etc/passwd',
];
const wildIntegers = [-2_147_483_648, -1, 0, 1, 99, 100, 101, 365, 500, 3_650, 3_651, 2_147_483_647];
const wildTimes = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2016-12-31T23:59:60Z',
  '2026-02-28T23:59:59+14:00',
  '9999-12-31T23:59:59.999Z',
];

/** A value of the type: mostly one that could be meant, else one at its bounds or beyond all sense. */
export function randomValue(type: GraphQLInputType, wanted: Wanted): unknown {
  const { draw, options, wild, name } = wanted;
  const isPooled = options.always.includes(name);
  if (!isNonNullType(type) && !isPooled && chance(draw, 10)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const length = chance(draw, wild) ? wildLength(wanted) : between(draw, 1, 3);
    return Array.from({ length }, () => randomValue(nullable.ofType, { ...wanted, wild: length > 3 ? 0 : wild }));
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) || options.always.includes(field.name) || chance(draw, 35),
    );
    return Object.fromEntries(
      fields.map((field) => [
        field.name,
        randomValue(field.type, { ...wanted, name: field.name, coordinate: `${nullable.name}.${field.name}` }),
      ]),
    );
  }
  if (isEnumType(nullable)) return pick(nullable.getValues(), draw).name;
  return !isPooled && chance(draw, wild) ? wildLeaf(nullable.name, wanted) : saneLeaf(nullable.name, wanted);
}

/** Of a list: none, as many as there may be, or one more. Only some of them are long, or nothing else would be tested. */
function wildLength({ draw, options, coordinate }: Wanted): number {
  const most = options.bounds.get(coordinate)?.bound.items ?? 3;
  return chance(draw, 15) ? pick([most, most + 1], draw) : pick([0, 0, 7], draw);
}

/** A value that could be meant, by the name of the argument or of its type. */
export function saneLeaf(type: string, { draw, options, name, coordinate }: Omit<Wanted, 'wild'>): unknown {
  const pool = options.pools[coordinate] ?? options.pools[poolName(name, type)] ?? options.pools[type];
  if (pool !== undefined) return pick(pool, draw);
  if (type === 'Boolean') return chance(draw, 50);
  if (type === 'DateTime') return new Date(Date.now() + between(draw, -90, 90) * 86_400_000).toISOString();
  throw new Error(`There is no value to try for ${name} of ${type}.`);
}

function wildLeaf(type: string, wanted: Wanted): unknown {
  const { draw } = wanted;
  if (type === 'Int' || type === 'Float')
    return chance(draw, 70) ? pick(wildIntegers, draw) : between(draw, -(2 ** 31), 2 ** 31 - 1);
  if (type === 'String' || type === 'ID') return wildText(wanted);
  if (type === 'DateTime') return pick(wildTimes, draw);
  return saneLeaf(type, wanted);
}

function wildText({ draw, options, coordinate }: Wanted): string {
  const most = options.bounds.get(coordinate)?.bound.characters ?? 100;
  const kind = between(draw, 0, 9);
  if (kind < 5) return pick(wildTexts, draw);
  if (kind < 7) return anyText(draw);
  if (kind < 9) return Buffer.from(anyText(draw)).toString('base64url');
  return pick(['x', '\u{1f4a3}', '%'], draw)
    .repeat(pick([most, most + 1], draw))
    .slice(0, most + 1);
}

/** Characters of all planes of Unicode; half of a pair now and then. */
const anyText = (draw: Draw): string =>
  Array.from({ length: between(draw, 1, 40) }, () =>
    String.fromCodePoint(between(draw, 0, pick([0x7f, 0x7ff, 0xffff, 0x10ffff], draw))),
  ).join('');
