export interface Stamp {
  inputs: string;
  outputs: string;
  parts: string[];
}
export const parts: string[];
export const stampName: string;
export function partsToBuild(stamp: Stamp | null, present: Pick<Stamp, 'inputs' | 'outputs'>): string[];
export function inputsOf(root: string): string;
export function outputsOf(folder: string): string;
export function readStamp(folder: string): Stamp | null;
