/** What companies are legally, in the spellings in which it stands at the end of names. */
const legalForms = new Set(
  (
    'ltd limited llc llp lp inc incorporated corp corporation co company plc gmbh mbh ag kg kgaa ohg gbr ug ek ev eg se ' +
    'sarl sas sasu sa eurl sci snc srl srls spa sapa ss bv nv vof cv ab as asa aps oy oyj ltda eireli sl slu sau sc ' +
    'pty pte pvt private kk doo dd zrt kft nyrt bt sp z oo zoo spzoo sro ou uab sia ood eood ad jsc ojsc ooo tov and et und y'
  ).split(' '),
);

/** Letters that are no base letter with a mark, so that no normal form takes them apart. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** The name as it is compared exactly: case, blanks and Unicode forms do not count. */
export function exactName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase().normalize('NFKC');
}

/**
 * The name without accents, punctuation and legal form, so that "Müller & Söhne GmbH" is "muller sohne". Empty where
 * nothing is left but such a form.
 */
export function plainName(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/gu, (letter) => letters[letter] ?? letter)
    // "S.r.l." is one word, and so is "O'Neill".
    .replace(/[.'’`]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  while (words.length > 0 && legalForms.has(words.at(-1) ?? '')) words.pop();
  if (words.length > 1 && words[0] === 'the') words.shift();
  return words.filter((word) => !['and', 'et', 'und', 'y'].includes(word)).join(' ');
}
