/** A text that a spreadsheet could run, behind blanks and invisible characters too. */
const atStart = /^(?:[\t\r]|[\s"'\p{Cc}\p{Cf}]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/u;
/**
 * The same behind what separates cells or rows in some spreadsheet. One that separates by semicolons does not know our quotes,
 * which then stand in the middle of a cell.
 */
const behindSeparator = /([;\t\r\n])((?:(?![\t\r\n])[\s"'\p{Cc}\p{Cf}])*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/gu;

/**
 * Takes the text of a cell and returns it such that no spreadsheet runs it, or a part of it, as a formula, whichever character
 * separates its cells: an apostrophe stands before whatever could begin one.
 */
export const safeCell = (text: string): string =>
  (atStart.test(text) ? `'${text}` : text).replace(behindSeparator, "$1'$2");
