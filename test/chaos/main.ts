import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRelease } from '../support/previous-release.js';
import { newestRelease, whyNoHistory } from '../support/releases.js';
import { runChaos } from './run-chaos.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string' },
    every: { type: 'string', default: '25' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const reason = whyNoHistory();
if (reason !== null) say(`The release before takes no part. ${reason}`);
const earlierRelease = reason === null ? await buildRelease(newestRelease()) : null;
say(`npm run chaos -- --kills ${values.kills} --seed ${seed}`);
const report = await runChaos({
  ...{ seed, kills: Number(values.kills), killsBetweenChecks: Number(values.every), earlierRelease, say },
});
for (const [fault, times] of Object.entries(report.faults).toSorted()) say(`${String(times).padStart(6)}  ${fault}`);
say(`${report.kills} kills, ${report.detections} detections, recoveries in ${report.recoveries.join(', ')} s`);
for (const problem of report.problems) say(problem);
if (report.state !== null) {
  const file = join(tmpdir(), `opsmerge-bitdefender-chaos-${seed}.log`);
  await writeFile(file, report.state);
  say(`The state at that moment is in ${file}.`);
}
const count = (word: string) => report.problems.filter((problem) => problem.startsWith(word)).length;
say(`${count('lost')} lost, ${count('doubled')} doubled, ${report.problems.length} problems`);
process.exit(report.problems.length === 0 ? 0 : 1);
