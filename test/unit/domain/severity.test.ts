import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSeverity,
  defaultBands,
  severities,
  severityOfQuarantine,
  severityOfScore,
  threatFamily,
  validateBands,
} from '../../../src/domain/severity.js';

describe('severityOfScore', () => {
  it.each([
    [0, 'LOW'],
    [39, 'LOW'],
    [40, 'MEDIUM'],
    [75, 'MEDIUM'],
    [76, 'HIGH'],
    [89, 'HIGH'],
    [90, 'CRITICAL'],
    [100, 'CRITICAL'],
  ])('%i is %s', (score, severity) => {
    expect(severityOfScore(score)).toEqual({
      severity,
      source: 'INCIDENT_SCORE',
      reason: `The incident's score is ${score} of 100.`,
    });
  });

  it.each([[null], [Number.NaN], [Number.POSITIVE_INFINITY]])('%s is unknown', (score) => {
    expect(severityOfScore(score)).toMatchObject({ severity: 'UNKNOWN', source: 'NONE' });
  });

  it('takes a tenant at its bands', () => {
    const bands = { medium: 10, high: 20, critical: 30 };
    const severityOf = (score: number) => severityOfScore(score, bands).severity;
    expect([9, 10, 19, 20, 29, 30].map(severityOf)).toEqual(['LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL']);
  });

  const anyBands = fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 })
    .map((scores) => scores.sort((a, b) => a - b))
    .map(([medium = 0, high = 0, critical = 0]) => ({ medium, high, critical }));

  it('never falls as the score rises, whatever the bands', () => {
    const score = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(anyBands, score, score, (bands, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(
          compareSeverity(severityOfScore(low, bands).severity, severityOfScore(high, bands).severity),
        ).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('each band begins at its score', () => {
    fc.assert(
      fc.property(anyBands, (bands) => {
        expect(validateBands(bands)).toEqual([]);
        expect(severityOfScore(bands.medium, bands).severity).toBe('MEDIUM');
        expect(severityOfScore(bands.high, bands).severity).toBe('HIGH');
        expect(severityOfScore(bands.critical, bands).severity).toBe('CRITICAL');
        expect(severityOfScore(bands.medium - 1, bands).severity).toBe('LOW');
      }),
    );
  });
});

describe('validateBands', () => {
  it.each([
    ['the defaults', defaultBands, 0],
    ['equal bands', { medium: 40, high: 40, critical: 90 }, 1],
    ['falling bands', { medium: 40, high: 90, critical: 76 }, 1],
    ['a fraction', { medium: 40.5, high: 76, critical: 90 }, 1],
    ['zero', { medium: 0, high: 76, critical: 90 }, 1],
    ['above 100', { medium: 40, high: 76, critical: 101 }, 1],
    ['no number', { medium: Number.NaN, high: 76, critical: 90 }, 1],
  ])('%s', (_, bands, problems) => {
    expect(validateBands(bands)).toHaveLength(problems);
  });
});

describe('threatFamily', () => {
  it.each([
    ['Application.CoinMiner.AY', 'APPLICATION', 'LOW'],
    ['application.coinminer.ay', 'APPLICATION', 'LOW'],
    [' Application.Bundler.A', 'APPLICATION', 'LOW'],
    ['Application', 'APPLICATION', 'LOW'],
    ['PUA.Toolbar.C', 'APPLICATION', 'LOW'],
    ['Gen:Application.Bundler.1', 'APPLICATION', 'LOW'],
    ['Gen:Variant.Application.Bundler.1', 'APPLICATION', 'LOW'],
    ['Adware.Agent.B', 'ADWARE', 'LOW'],
    ['Gen:Variant.Adware.Zusy.9', 'ADWARE', 'LOW'],
    ['Trojan.CoinMiner.A', 'TROJAN', 'MEDIUM'],
    ['Trojan.Puppy.B', 'TROJAN', 'MEDIUM'],
    ['Trojan.Adware.C', 'TROJAN', 'MEDIUM'],
    ['HackTool.Mimikatz', 'UNKNOWN', 'MEDIUM'],
    ['Applications.X', 'UNKNOWN', 'MEDIUM'],
    ['Puppet.X', 'UNKNOWN', 'MEDIUM'],
    ['AdwareRemover.X', 'UNKNOWN', 'MEDIUM'],
    ['Gen:Variant.Trojan.Application.X', 'TROJAN', 'MEDIUM'],
    ['Gen:Variant.Zusy.1', 'HEURISTIC', 'MEDIUM'],
    ['Trojan.Ransom.LockBit.A', 'RANSOMWARE', 'CRITICAL'],
    ['Application.Ransomware.A', 'RANSOMWARE', 'CRITICAL'],
    ['Gen:Variant.Ransom.WannaCry', 'RANSOMWARE', 'CRITICAL'],
    ['Exploit.CVE-2021-1', 'EXPLOIT', 'MEDIUM'],
    ['Backdoor.X', 'BACKDOOR', 'MEDIUM'],
    ['Rootkit.X', 'ROOTKIT', 'MEDIUM'],
    ['Spyware.X', 'SPYWARE', 'MEDIUM'],
    ['Win32.Worm.X', 'WORM', 'MEDIUM'],
    ['EICAR-Test-File (not a virus)', 'VIRUS', 'MEDIUM'],
    ['Win32.Sality.3', 'VIRUS', 'MEDIUM'],
    ['', 'UNKNOWN', 'MEDIUM'],
  ])('%s is %s, %s', (name, family, severity) => {
    expect(threatFamily(name)).toBe(family);
    expect(severityOfQuarantine(name, false)).toEqual({
      severity,
      source: 'THREAT_FAMILY',
      reason: `Threats of the family ${family} are ${severity} by default.`,
    });
  });

  it('lets nothing but the first segment make a threat LOW', () => {
    const word = fc.constantFrom('Trojan', 'CoinMiner', 'Application', 'Adware', 'PUA', 'Puppy', 'HackTool', 'A');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (segments) => {
        const low = ['Application', 'Adware', 'PUA'].includes(segments[0] ?? '');
        expect(severityOfQuarantine(segments.join('.'), false).severity).toBe(low ? 'LOW' : 'MEDIUM');
      }),
    );
  });
});

describe('severityOfQuarantine on an infected device', () => {
  it.each([
    ['Application.CoinMiner.AY', 'HIGH', 'The device is still infected; APPLICATION alone is LOW.'],
    ['Trojan.A', 'HIGH', 'The device is still infected; TROJAN alone is MEDIUM.'],
    ['Trojan.Ransom.A', 'CRITICAL', 'Threats of the family RANSOMWARE are CRITICAL by default.'],
  ])('%s is %s', (name, severity, reason) => {
    expect(severityOfQuarantine(name, true)).toEqual({ severity, source: 'THREAT_FAMILY', reason });
  });

  it('is never less severe than on a clean one', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const [clean, infected] = [false, true].map((state) => severityOfQuarantine(name, state).severity);
        expect(severities.indexOf(infected ?? 'UNKNOWN')).toBeGreaterThanOrEqual(
          severities.indexOf(clean ?? 'CRITICAL'),
        );
      }),
    );
  });
});

describe('compareSeverity', () => {
  it('orders from the least', () => {
    expect([...severities].reverse().sort(compareSeverity)).toEqual(severities);
  });
});
