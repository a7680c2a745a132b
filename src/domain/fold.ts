const replacements: readonly [RegExp, string][] = [
  // Zero-width characters, soft hyphens, marks of direction, variation selectors: nobody sees them.
  [/\p{Default_Ignorable_Code_Point}/gu, ''],
  [/\p{Zs}/gu, ' '],
  [/[\u2010-\u2015\u2043\u2212\ufe58\ufe63]/g, '-'],
  [/[\u00b4\u02b9\u02bb-\u02bd\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u2035\ua78c]/g, "'"],
];

/**
 * A text as a person compares it: without case, in one spelling of each character, without invisible ones, and with the
 * typographic forms of apostrophe, hyphen and space as plain ones. The dotted and the dotless i of Turkish are both `i`,
 * since a name in capitals, or the software that changed its case, does not say which was meant. Accents are kept: they
 * are letters of their own. ASCII only becomes lower case.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const once = foldOnce(text);
  const twice = foldOnce(once);
  return once === twice ? once : foldText(twice);
}

/** Whether a text has no other characters than those of ASCII. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with its control characters.
  return /^[\x00-\x7f]*$/.test(text);
}

function foldOnce(text: string): string {
  let plain = text.normalize('NFKC');
  for (const [pattern, plainForm] of replacements) plain = plain.replace(pattern, plainForm);
  // Upper case in between: `ß` and `SS`, or `ı` and `I`, have one upper case and two lower ones.
  const folded = plain.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return folded.normalize('NFKC').replaceAll('i\u0307', 'i');
}
