import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCircuit } from '../../../../src/gravityzone/transport/circuit.js';
import {
  clientOf,
  closeAll,
  collect,
  faultReasons,
  freeBudget,
  reasonOf,
  simulate,
} from '../../../support/gravityzone.js';
import { ownPort } from '../../../support/own-port.js';

afterEach(closeAll);

describe('a response that is a failure', () => {
  test.each(faultReasons)('reports %s as %s without revealing the key', async (kind, code) => {
    const simulator = await simulate();
    const apiKey = simulator.addKey();
    const client = clientOf(simulator, {
      apiKey,
      flavour: 'CLOUD',
      naiveOffsetMinutes: 0,
      // Such a response never ends; any other gets as much time as it needs.
      deadlineMilliseconds: code === 'TIMEOUT' ? 150 : 60_000,
    });
    simulator.faults.add({ kind, times: Infinity });
    const error = await collect(client.inventory({})).then(
      () => null,
      (reason) => reason,
    );
    expect(error).toMatchObject({ name: 'GravityZoneError', code, method: 'getNetworkInventoryItems' });
    expect(error.hint).not.toBe('');
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toContain(apiKey);
  });

  test('stops reading a response that is too large', async () => {
    const simulator = await simulate();
    simulator.faults.add({ kind: 'oversize' });
    await expect(clientOf(simulator).ownCompany()).rejects.toMatchObject({
      message: 'GravityZone sent a response that is too large to read.',
    });
  });

  test('reports BAD_KEY when the server does not know the key', async () => {
    const simulator = await simulate();
    expect(await reasonOf(clientOf(simulator, { apiKey: 'unknown' }).ownCompany())).toBe('BAD_KEY');
  });

  test('names the API that is not enabled for the key', async () => {
    const simulator = await simulate();
    const apiKey = simulator.addKey({ enabledApis: ['network', 'companies'] });
    const client = clientOf(simulator, { apiKey, flavour: 'CLOUD' });
    const window = { changedFrom: new Date(0), changedTo: new Date() };
    await expect(collect(client.incidents(window))).rejects.toThrow(
      'The Incidents API is not enabled for the API key.',
    );
  });
});

describe('a server that cannot be reached', () => {
  test('reports CONNECTION_REFUSED when no server listens', async () => {
    const simulator = await simulate({ port: await ownPort() });
    const client = clientOf(simulator);
    await simulator.close();
    expect(await reasonOf(client.ownCompany())).toBe('CONNECTION_REFUSED');
  });

  test('reports HOST_NOT_FOUND when the host name does not exist', async () => {
    const simulator = await simulate();
    const resolve = async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    expect(await reasonOf(clientOf(simulator, { resolve }).ownCompany())).toBe('HOST_NOT_FOUND');
  });

  test('refuses a self-signed certificate unless its authority or fingerprint is given', async () => {
    const simulator = await simulate();
    expect(await reasonOf(clientOf(simulator, { trust: {} }).ownCompany())).toBe('TLS_SELF_SIGNED');
    expect(await reasonOf(clientOf(simulator).ownCompany())).toBe('none');
    const { fingerprint } = simulator;
    expect(await reasonOf(clientOf(simulator, { trust: { fingerprint } }).ownCompany())).toBe('none');
  });

  test('refuses another fingerprint before anything is sent', async () => {
    const simulator = await simulate();
    const { caCertificate } = simulator;
    const fingerprint = '00'.repeat(32);
    // Also beside an authority that is trusted: a pin narrows.
    for (const trust of [{ fingerprint }, { fingerprint, caCertificate }])
      expect(await reasonOf(clientOf(simulator, { trust }).ownCompany())).toBe('TLS_FAILED');
    expect(simulator.calls).toEqual([]);
  });

  test('refuses a certificate of another host and an expired one', async () => {
    const other = await simulate({ certificate: { names: ['gravityzone.example.com'] } });
    expect(await reasonOf(clientOf(other).ownCompany())).toBe('TLS_WRONG_HOST');
    const notBefore = new Date('2020-01-01');
    const expired = await simulate({ certificate: { notBefore, notAfter: new Date('2020-02-01') } });
    expect(await reasonOf(clientOf(expired).ownCompany())).toBe('TLS_EXPIRED');
  });
});

describe('retries', () => {
  test.each(['throttledPage', 'throttledJson'] as const)(
    'repeats the page after %s and reports it to the budget',
    async (kind) => {
      const simulator = await simulate();
      simulator.world.addDevice({ companyId: simulator.world.root.id, name: 'PC-1' });
      const budget = freeBudget();
      simulator.faults.add({ kind, method: 'getNetworkInventoryItems' });
      const pages = await collect(clientOf(simulator, { budget }).inventory({}));
      expect(pages.flatMap((page) => page.devices)).toHaveLength(1);
      expect(budget.penalties).toEqual([{ bucket: 'licensing', seconds: 60 }]);
    },
  );

  test('throws THROTTLED when the requested pause is too long', async () => {
    const simulator = await simulate();
    simulator.faults.add({ kind: 'throttledPage', retryAfterSeconds: 900 });
    const client = clientOf(simulator);
    await expect(client.ownCompany()).rejects.toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 900 });
    expect(simulator.calls).toHaveLength(1);
  });

  test('opens the circuit after eight failures in a row', async () => {
    const simulator = await simulate();
    simulator.faults.add({ kind: 'serverError', times: Infinity });
    const client = clientOf(simulator);
    const reasons = [];
    for (let turn = 0; turn < 4; turn += 1) reasons.push(await reasonOf(client.ownCompany()));
    expect(reasons).toEqual(['SERVER_ERROR', 'SERVER_ERROR', 'CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
    expect(simulator.calls).toHaveLength(8);
  });

  test('cancels a call when its signal aborts', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator);
    expect(await reasonOf(client.ownCompany(AbortSignal.abort()))).toBe('CANCELLED');
    expect(simulator.calls).toEqual([]);
    simulator.faults.add({ kind: 'timeout' });
    const controller = new AbortController();
    const call = client.ownCompany(controller.signal);
    while (simulator.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await reasonOf(call)).toBe('CANCELLED');
  });

  test('cancels the wait before a retry when the signal aborts', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator, { retryDelayMilliseconds: 3_600_000 });
    simulator.faults.add({ kind: 'serverError' });
    const controller = new AbortController();
    const call = client.ownCompany(controller.signal);
    while (simulator.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    setImmediate(() => controller.abort());
    expect(await reasonOf(call)).toBe('CANCELLED');
    expect(simulator.calls).toHaveLength(1);
  });

  test('reports TIMEOUT when the deadline of the caller passes', async () => {
    const simulator = await simulate();
    simulator.faults.add({ kind: 'timeout' });
    expect(await reasonOf(clientOf(simulator).ownCompany(AbortSignal.timeout(50)))).toBe('TIMEOUT');
  });

  test('pauses all clients of a circuit until a single call succeeds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const simulator = await simulate();
    const circuit = createCircuit();
    simulator.faults.add({ kind: 'serverError', times: 9 });
    const first = clientOf(simulator, { circuit });
    const second = clientOf(simulator, { circuit });
    for (let turn = 0; turn < 2; turn += 1) await reasonOf(first.ownCompany());
    expect(await reasonOf(second.ownCompany())).toBe('CIRCUIT_OPEN');
    expect(simulator.calls).toHaveLength(8);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await reasonOf(second.ownCompany())).toBe('CIRCUIT_OPEN');
    expect(simulator.calls).toHaveLength(9);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await reasonOf(first.ownCompany())).toBe('none');
    expect(await reasonOf(second.ownCompany())).toBe('none');
  });
});
