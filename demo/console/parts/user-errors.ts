/** A reason why a mutation did not do what was asked. */
export interface UserError {
  code: string;
  field?: string | null;
  message: string;
}

/** The messages by the name of the input that they belong to; those of no input are under `''`. */
export function errorsByField(errors: readonly UserError[] = []): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const name = field?.split('.').at(-1) ?? '';
    found[name] = found[name] === undefined ? message : `${found[name]} ${message}`;
  }
  return found;
}
