/** The middle of some values; 0 for none. */
export const median = (values: readonly number[]): number => at(values, 0.5);

/** The value below which `share` (0 to 1) of the values are; 0 for none. */
export function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
}

/** The median with the lowest and the highest behind it. */
export function spread(values: readonly number[], digits: number): string {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${lowest.toFixed(digits)} to ${highest.toFixed(digits)})`;
}

/** Writes a line of the report. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
