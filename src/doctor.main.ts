import { configFromProcess } from './config.js';
import { examine } from './doctor/examine.js';
import { reportOf } from './doctor/finding.js';

const findings = await examine(configFromProcess());
process.stdout.write(`${reportOf(findings)}\n`);
process.exitCode = findings.some(({ level }) => level === 'PROBLEM') ? 1 : 0;
