import { requireSupportedNode } from './node-version.js';

requireSupportedNode();
const { configFromProcess } = await import('./config.js');
const { examine } = await import('./doctor/examine.js');
const { reportOf } = await import('./doctor/finding.js');

const findings = await examine(configFromProcess());
process.stdout.write(`${reportOf(findings)}\n`);
process.exitCode = findings.some(({ level }) => level === 'PROBLEM') ? 1 : 0;
