import { expect, it } from 'vitest';
import { technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, type RunAnswer, runEnded, syncClient } from '../../support/msp.js';

it('reads the devices of a client again when sync now is requested during a sync', async () => {
  const environment = await testEnvironment();
  const { gravityZone } = environment;
  const { companyId, clientId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  const syncNow = async (): Promise<string> => {
    const { syncBitdefenderClient } = await environment.data<{ syncBitdefenderClient: { runs: { id: string }[] } }>(
      technician,
      syncClient,
      { input: { clientId } },
    );
    return syncBitdefenderClient.runs[0]?.id ?? '';
  };

  const again = new Promise<string>((resolve, reject) => {
    gravityZone.beforeAnswer = async ({ method }) => {
      if (method !== 'getQuarantineItemsList') return;
      gravityZone.beforeAnswer = null;
      await syncNow().then(resolve, reject);
    };
  });
  const first = await runEnded(environment, await syncNow());
  const second = await runEnded(environment, await again);
  const devices = (run: RunAnswer) => run.streams.find(({ stream }) => stream === 'INVENTORY')?.fetched;
  expect(second.id).not.toBe(first.id);
  expect([devices(first), devices(second)]).toEqual([1, 1]);
});
