export function mayBreak(released: string, present: string): boolean;
export function compareSchemas(released: string, present: string): { breaking: string[]; dangerous: string[] };
