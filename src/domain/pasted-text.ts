/** Characters without a shape, such as a zero-width space, a byte order mark or a soft hyphen; line breaks and tabs are blanks. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

const quotes = '"\'`´“”„‟‘’‚‛«»‹›';
const surroundings = new RegExp(`^[\\s${quotes}]+|[\\s${quotes}]+$`, 'g');

/** What a person meant to paste: without invisible characters, and without blanks and quotes around it. */
export function cleanPasted(text: string): string {
  return text.replace(invisible, '').replace(surroundings, '');
}
