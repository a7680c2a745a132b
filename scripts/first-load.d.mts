interface Emitted {
  fileName: string;
  isEntry?: boolean;
  code?: string;
  source?: string | Uint8Array;
  imports?: string[];
  viteMetadata?: { importedCss: Set<string> };
}
export const longestFirstLoad: number;
export function firstLoad(output: readonly Emitted[]): number;
