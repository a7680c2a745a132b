/** A name that may be another one with a typing error. */
export interface NearName {
  id: string;
  name: string;
  /** The difference: spelling or domain only, separators only, one letter, or one name is part of the other. */
  kind: 'SPELLING' | 'SEPARATORS' | 'SLIP' | 'PART';
  /** Why both may be the same machine; a sentence for a technician. */
  reason: string;
}

/** Shorter names are similar by chance: PC1 and PC2 are two machines. */
const shortestForSlips = 5;
const mostShown = 3;

/**
 * The `others` whose host key is similar to `key`, most likely first, at most three. Keys are those of `hostKey`. Names with
 * different numbers are never similar: SHOP-01 and SHOP-02 are two machines. A device may have a second key.
 */
export function nearNames(
  key: string,
  others: readonly { id: string; name: string; key: string }[],
  secondKey = '',
): NearName[] {
  return others
    .flatMap(({ id, name, key: other }) => {
      const [likeness] = [key, secondKey].flatMap((own) => likenessOf(own, other) ?? []).sort(byKind);
      return likeness === undefined ? [] : [{ id, name, ...likeness }];
    })
    .sort((a, b) => byKind(a, b) || (a.name < b.name ? -1 : 1))
    .slice(0, mostShown);
}

const kinds: readonly NearName['kind'][] = ['SPELLING', 'SEPARATORS', 'SLIP', 'PART'];
const byKind = (a: Pick<NearName, 'kind'>, b: Pick<NearName, 'kind'>) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind);

function likenessOf(one: string, other: string): Pick<NearName, 'kind' | 'reason'> | null {
  if (one === '' || other === '') return null;
  if (one === other) return { kind: 'SPELLING', reason: 'The names differ only in spelling or domain.' };
  const [plain, otherPlain] = [withoutSeparators(one), withoutSeparators(other)];
  if (plain === otherPlain) return { kind: 'SEPARATORS', reason: 'The names differ only in separators.' };
  const [shorter, longer] = plain.length < otherPlain.length ? [plain, otherPlain] : [otherPlain, plain];
  if (shorter.length < shortestForSlips || digitsOf(plain) !== digitsOf(otherPlain)) return null;
  if (isOneSlip(shorter, longer)) return { kind: 'SLIP', reason: 'The names differ in one letter.' };
  const isPart = longer.startsWith(shorter) || longer.endsWith(shorter);
  return isPart ? { kind: 'PART', reason: 'One name is part of the other.' } : null;
}

const withoutSeparators = (key: string) => key.replace(/[-_.\s]+/g, '');
const digitsOf = (key: string) => key.replace(/\D+/g, ' ').trim();

/** Whether adding or changing one letter, or swapping two adjacent ones, turns one name into the other. */
function isOneSlip(shorter: string, longer: string): boolean {
  if (longer.length - shorter.length > 1) return false;
  let start = 0;
  while (start < shorter.length && shorter[start] === longer[start]) start += 1;
  if (longer.length > shorter.length) return shorter.slice(start) === longer.slice(start + 1);
  if (shorter.slice(start + 1) === longer.slice(start + 1)) return true;
  const swapped = `${shorter[start + 1] ?? ''}${shorter[start] ?? ''}${shorter.slice(start + 2)}`;
  return swapped === longer.slice(start);
}
