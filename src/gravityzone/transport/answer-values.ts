/** Far beyond what a page of a thousand rows holds; as empty lists, about the memory of the longest answer. */
export const mostValues = 500_000;
/** Levels of lists and objects, one in the other. */
export const deepestLevel = 100;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/**
 * Whether a text of JSON holds more values than `most`, or nests them deeper than `deepestLevel`. It is asked before the text is
 * parsed: eight megabytes of empty lists become some hundred megabytes of objects. Commas and brackets inside texts do not
 * count. Of a text that is no JSON it may say either.
 */
export function exceedsValues(text: string, most: number = mostValues): boolean {
  let values = 1;
  let level = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (isInText) {
      if (character === backslash) at += 1;
      else if (character === quote) isInText = false;
    } else if (character === quote) isInText = true;
    else if (character === comma) values += 1;
    else if (opening.has(character)) {
      values += 1;
      level += 1;
    } else if (closing.has(character)) level -= 1;
    if (values > most || level > deepestLevel) return true;
  }
  return false;
}
