/**
 * What nobody sees but programs obey: control characters, characters that change the direction of text, byte order marks, and
 * the tag characters, in which whole sentences can be hidden.
 */
const unseen = /(?!\n)[\p{Cc}\p{Bidi_Control}\uFEFF\u{E0000}-\u{E007F}]/gu;

/** A text for a ticket, a note or a webhook, as plain text: its lines stay, and tabs are blanks. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(unseen, '')
    .toWellFormed();
}

/** The same in one line, so that nothing in it can pass for a line of ours. */
export function plainLine(text: string): string {
  return plainText(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** A value for JSON with all its texts as plain text. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainValue(item)]));
}
