interface LockFile {
  packages: Record<string, { dev?: boolean; license?: string; version?: string }>;
}
export const allowed: string[];
export function licenseProblems(lock: LockFile): string[];
