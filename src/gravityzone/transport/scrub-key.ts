/** What stands in the place of a key. */
export const scrubbed = '[redacted]';

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const unpadded = (text: string) => text.replace(/=+$/, '');

/** A key in every form in which a server that repeats a request shows it: plain, in its Basic header, encoded for a URL. */
function formsOf(apiKey: string): string[] {
  const forms = [apiKey, encodeURIComponent(apiKey)];
  for (const text of [apiKey, `${apiKey}:`]) {
    const encoded = unpadded(Buffer.from(text).toString('base64'));
    forms.push(encoded, encoded.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(encoded));
  }
  // The longest first, or a part of it would be left.
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/**
 * Takes an API key and returns a function that removes it from a parsed answer, which it changes in place: from every text and
 * every name in it, in capitals or not. What came in may be stored, logged and shown, and the key must not.
 */
export function createKeyScrubber(apiKey: string): <Value>(value: Value) => Value {
  const pattern = new RegExp(formsOf(apiKey).map(literally).join('|'), 'gi');
  const scrubText = (text: string) => (text.length < apiKey.length ? text : text.replace(pattern, scrubbed));
  const scrubRecord = (record: Record<string, unknown>) => {
    for (const [name, item] of Object.entries(record)) {
      const clean = scrubText(name);
      if (clean !== name) delete record[name];
      record[clean] = scrub(item);
    }
  };
  const scrub = (value: unknown): unknown => {
    if (typeof value === 'string') return scrubText(value);
    if (Array.isArray(value)) for (const [index, item] of value.entries()) value[index] = scrub(item);
    else if (typeof value === 'object' && value !== null) scrubRecord(value as Record<string, unknown>);
    return value;
  };
  return <Value>(value: Value) => scrub(value) as Value;
}
