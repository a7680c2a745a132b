/** A reason why a mutation did not do what was asked. */
export interface UserError {
  code: string;
  /** The path of the input, from the argument on. */
  field?: readonly string[] | string | null;
  message: string;
}

/** The messages by the name of the input that they belong to; those of no input are under `''`. */
export function errorsByField(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const name = nameOf(field);
    found[name] = found[name] === undefined ? message : `${found[name]} ${message}`;
  }
  return found;
}

/** The last part of a path that is the name of an input: not the argument, nor a place in a list. */
function nameOf(field: UserError['field']): string {
  const [, ...path] = typeof field === 'string' ? field.split('.') : (field ?? []);
  return path.findLast((part) => !/^\d+$/.test(part)) ?? '';
}
