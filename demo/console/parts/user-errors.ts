/** A reason why a mutation did not do what was asked. */
export interface UserError {
  code: string;
  /** The path of the input, from the argument on, as a list or joined by dots. */
  field?: readonly string[] | string | null;
  message: string;
}

const partsOf = (field: UserError['field']): readonly string[] =>
  field === null || field === undefined ? [] : typeof field === 'string' ? field.split('.') : field;

/** The messages by the name of the input that they belong to; those of no input are under `''`. */
export function errorsByField(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  // An item of a list belongs to the list.
  return grouped(errors, (parts) => parts.findLast((part) => !/^\d+$/.test(part)) ?? '');
}

/** The messages by the path of the input within the argument, such as `actions.0.team`; those of no input are under `''`. */
export function errorsByPath(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  return grouped(errors, (parts) => (parts[0] === 'input' ? parts.slice(1) : parts).join('.'));
}

function grouped(errors: readonly UserError[], nameOf: (parts: readonly string[]) => string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const name = nameOf(partsOf(field));
    found[name] = found[name] === undefined ? message : `${found[name]} ${message}`;
  }
  return found;
}
