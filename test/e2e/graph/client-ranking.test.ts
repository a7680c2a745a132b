import { beforeAll, describe, expect, it } from 'vitest';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

describe('the clients of a dashboard', () => {
  const statements: string[] = [];
  let environment: TestEnvironment;

  /** Each client has a company with one machine; `severities` are the scores of the incidents on it. */
  const world: [name: string, scores: number[], hasAgent: boolean][] = [
    ['Quiet', [], true],
    ['Many small ones', [20, 20, 20], true],
    ['One severe one', [95], false],
  ];

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true, onStatement: (statement) => statements.push(statement) });
    const { world: gravityZone } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const mapping: Record<string, string> = {};
    for (const [name, scores, hasAgent] of world) {
      const companyId = gravityZone.addCompany(name).id;
      const clientId = core.addClient({ name }).id;
      mapping[companyId] = clientId;
      const deviceId = gravityZone.addDevice({ companyId, name: `PC-${name.length}` }).id;
      if (hasAgent) core.addAgent({ clientId, hostname: `PC-${name.length}` });
      for (const [number, severityScore] of scores.entries())
        gravityZone.addIncident({ companyId, deviceId, name: `Trojan.${number}`, severityScore });
    }
    core.addClient({ name: 'Without a company' });
    await connectSimulator(environment);
    await mapByBdId(environment, mapping);
    const run = await syncNow(environment, Object.values(mapping)[0] ?? '');
    expect(run.state).toBe('SUCCEEDED');
  });

  const names = async (args: string) => {
    const { bitdefenderClients } = await environment.data<{ bitdefenderClients: { name: string }[] }>(
      technician,
      `{ bitdefenderClients${args} { name bitdefender { threatCounts { unresolved } } } }`,
    );
    return bitdefenderClients.map(({ name }) => name);
  };

  it.each([
    ['', ['One severe one', 'Many small ones', 'Quiet']],
    ['(orderBy: THREATS_TODAY, first: 2)', ['Many small ones', 'One severe one']],
    ['(orderBy: THREATS_THIS_MONTH, first: 1)', ['Many small ones']],
    ['(orderBy: GAPS, first: 1)', ['One severe one']],
    ['(filter: { minimumSeverity: HIGH })', ['One severe one']],
    ['(filter: { withGaps: false }, orderBy: THREATS_THIS_WEEK)', ['Many small ones', 'Quiet']],
    ['(filter: { clientIds: ["nobody"] })', []],
  ])('are %s', async (args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  it('take as many statements for one as for three', async () => {
    const taken = async (first: number) => {
      statements.length = 0;
      await names(`(first: ${first})`);
      return statements.length;
    };
    expect(await taken(3)).toBe(await taken(1));
  });
});
