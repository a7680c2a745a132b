import { list, property, text } from '../rows/fields.js';
import type { Technique } from '../types.js';

/** How many techniques of an incident are kept. */
export const mostTechniques = 50;

const techniqueId = /\bT\d{4}(?:\.\d{3})?\b/g;
/** Keys of an alert's further facts that hold techniques; others hold free text, in which "T1700" may be a product. */
const techniqueKey = /mitre|att.?ck|technique/i;
const startsWithId = /^T\d{4}(?:\.\d{3})?\b/;

/**
 * The techniques that an incident names: in its attack types, in `att_ck_id`, in the names of its alerts and in what
 * its alerts report under a key for techniques. Each id once, with a name where one stands beside it; sorted by id.
 */
export function techniquesOf(incident: unknown): Technique[] {
  const details = property(incident, 'details');
  const alerts = list(property(details, 'alerts'));
  const places = [
    ...list(property(incident, 'attackTypes')),
    ...[incident, details, ...alerts].flatMap((holder) => listOrOne(property(holder, 'att_ck_id'))),
    ...alerts.map((alert) => property(alert, 'name')),
    ...alerts.flatMap((alert) => list(property(alert, 'extra')).flatMap(techniquesOfFact)),
  ];
  return mergeTechniques(places.flatMap((place) => techniquesIn(text(2_000).parse(place) ?? '')));
}

/** Techniques without repetitions, sorted by id; of several names of one id, the first. */
export function mergeTechniques(techniques: readonly Technique[]): Technique[] {
  const byId = new Map<string, Technique>();
  for (const technique of techniques) {
    if ((byId.get(technique.id)?.name ?? null) === null) byId.set(technique.id, technique);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, mostTechniques);
}

const listOrOne = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function techniquesOfFact(fact: unknown): unknown[] {
  const [key, value] = [text().parse(property(fact, 'key')) ?? '', property(fact, 'value')];
  return techniqueKey.test(key) ? listOrOne(value) : listOrOne(value).filter(isTechnique);
}

const isTechnique = (value: unknown): boolean => typeof value === 'string' && startsWithId.test(value.trim());

/** What stands beside a single id is its name: "PowerShell (T1059.001)", "T1059.001 - PowerShell". */
function techniquesIn(written: string): Technique[] {
  const ids = written.match(techniqueId) ?? [];
  const beside = written.replace(techniqueId, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return ids.map((id) => ({ id, name: ids.length === 1 ? text(200).parse(beside) : null }));
}
