export const layers: string[][];
export function forbiddenFor(place: string): string[];
export function overrides(): object[];
