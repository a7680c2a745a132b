export function contractProblems(contract: string, core: string): string[];
