/** The languages of Control Center, and some that it may get. */
export const reportLanguages = [
  ...['en', 'pt-BR', 'pt', 'de', 'fr', 'es', 'it', 'ro', 'pl', 'tr', 'ru', 'ja', 'ko', 'zh-CN', 'zh-TW', 'cs', 'vi'],
  ...['nl', 'hu', 'sv', 'da', 'nb', 'fi', 'el', 'bg', 'uk', 'ar', 'he', 'th', 'id', 'hr', 'sk', 'sl'],
];

/** Without case, dots and accents, which are written in several ways. */
export const plainMonth = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .trim();

/** The names of a month of 2023 in a language: alone and within a date, long and short. */
function namesOf(language: string, month: number): string[] {
  const date = new Date(Date.UTC(2023, month - 1, 15));
  return (['long', 'short'] as const).flatMap((length) => {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(language, { timeZone: 'UTC', calendar: 'gregory', ...options });
    const within = format({ day: 'numeric', month: length, year: 'numeric' }).formatToParts(date);
    return [format({ month: length }).format(date), within.find(({ type }) => type === 'month')?.value ?? ''];
  });
}

/** The months by their plain names; a name that means different months in different languages is 0. */
function buildTable(): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const language of reportLanguages)
    for (let month = 1; month <= 12; month += 1)
      for (const name of namesOf(language, month).map(plainMonth)) {
        const known = months.get(name);
        if (name !== '' && !/^\d/.test(name)) months.set(name, known === undefined || known === month ? month : 0);
      }
  return months;
}

let table: ReadonlyMap<string, number> | null = null;

/** The month, 1 to 12, of a name in any of the languages or of a number; null when it is neither or not certain. */
export function monthOf(text: string): number | null {
  const plain = plainMonth(text);
  const number = /^(\d{1,2})(?:月|월)?$/u.exec(plain)?.[1] ?? /^(\d{1,2})\D{1,2}$/u.exec(plain)?.[1];
  table ??= buildTable();
  const month = number === undefined ? (table.get(plain) ?? 0) : Number(number);
  return month >= 1 && month <= 12 ? month : null;
}
