/** The text of docs/error-codes.md. Takes the codes with what each means, by code. */
export function errorCodesPage(codes: ReadonlyMap<string, { cause: string; cure: string }>): string;
