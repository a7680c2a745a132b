interface Emitted {
  fileName: string;
  isEntry?: boolean;
  code?: string;
  source?: string | Uint8Array;
  imports?: string[];
  moduleIds?: string[];
  viteMetadata?: { importedCss: Set<string> };
}
export const longestFirstLoad: number;
export function firstLoad(output: readonly Emitted[]): number;
export function bundledPackages(output: readonly Emitted[]): string[];
