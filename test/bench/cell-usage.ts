import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface ProcessStat {
  parent: number;
  /** CPU seconds of the process itself, and of the children that have ended. */
  own: number;
  ended: number;
}

async function statOf(pid: number): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // Behind the name, which may hold blanks and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (...places: number[]) => places.reduce((sum, place) => sum + Number(fields[place]), 0) / ticksPerSecond;
  return { parent: Number(fields[1]), own: ticks(11, 12), ended: ticks(13, 14) };
}

/** The CPU seconds that a process has taken so far, user and system. */
export async function cpuSeconds(pid: number): Promise<number> {
  return (await statOf(pid))?.own ?? 0;
}

/** The CPU seconds of a PostgreSQL server so far: its first process, and all it has started, ended or not. */
export async function cpuSecondsOfServer(postmaster: number): Promise<number> {
  const first = await statOf(postmaster);
  let sum = (first?.own ?? 0) + (first?.ended ?? 0);
  for (const pid of await childrenOf(postmaster)) sum += (await statOf(pid))?.own ?? 0;
  return sum;
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await statOf(pid) })));
  return stats.filter(({ stat }) => stat?.parent === parent).map(({ pid }) => pid);
}

/** The megabytes that a process holds now, and at most so far; shared pages are counted in full. */
export async function memoryOf(pid: number): Promise<{ now: number; most: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1_024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/** The megabytes of a PostgreSQL server; pages that its processes share are counted once. */
export async function memoryOfServer(postmaster: number): Promise<number> {
  let kilobytes = 0;
  for (const pid of [postmaster, ...(await childrenOf(postmaster))]) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}
