export const phrases: { expression: RegExp; instead: string }[];
export function findPhrases(text: string): { line: number; found: string; instead: string }[];
