/** A reason why a mutation did not do what was asked. */
export interface UserError {
  code: string;
  /** The path of the input, from the argument on, as a list or joined by dots. */
  field?: readonly string[] | string | null;
  message: string;
}

/** The path within the argument; what is wrong with the argument as a whole has none. */
function partsOf(field: UserError['field']): readonly string[] {
  if (field === null || field === undefined) return [];
  const parts = typeof field === 'string' ? field.split('.') : field;
  return parts[0] === 'input' ? parts.slice(1) : parts;
}

/** The messages by the name of the input that they belong to; those of no input are under `''`. */
export function errorsByField(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  // An item of a list belongs to the list.
  return grouped(errors, (parts) => parts.findLast((part) => !/^\d+$/.test(part)) ?? '');
}

/** The messages by the path of the input within the argument, such as `actions.0.team`; those of no input are under `''`. */
export function errorsByPath(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  return grouped(errors, (parts) => parts.join('.'));
}

function grouped(errors: readonly UserError[], nameOf: (parts: readonly string[]) => string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const name = nameOf(partsOf(field));
    found[name] = found[name] === undefined ? message : `${found[name]} ${message}`;
  }
  return found;
}
