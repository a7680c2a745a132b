import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { World } from '../../../demo/gravityzone/world.js';
import type { Send } from '../../../demo/send.js';
import { type RandomThreats, startRandomThreats } from '../../../demo/story/random-threats.js';
import type { Story } from '../../../demo/story/seed-story.js';

let world: World;
let threats: RandomThreats;
let synced: unknown[];
let said: string[];

const send: Send = async <Data>(_query: string, variables?: object) => {
  synced.push(variables);
  return { syncBitdefenderClient: { runs: [], userErrors: [] } } as Data;
};

beforeEach(() => {
  vi.useFakeTimers();
  [synced, said] = [[], []];
  world = new World(() => new Date());
  const bdCompanyId = world.addCompany('Bakery').id;
  const deviceId = world.addDevice({ companyId: bdCompanyId, name: 'OVEN-01' }).id;
  const plan = { id: 'client-1', name: 'Bakery', site: 'CLOUD' };
  const machines = [{ hostname: 'OVEN-01', deviceId, agentId: null, oddity: null }];
  const story = { clients: [{ plan, bdCompanyId, machines }] } as unknown as Story;
  threats = startRandomThreats({ world, story, send, say: (text) => said.push(text) }, () => 0.5);
});

afterEach(() => {
  threats.stop();
  vi.useRealTimers();
});

it('adds a threat every half a minute and asks for a sync of its client', async () => {
  await vi.advanceTimersByTimeAsync(29_999);
  expect(world.incidents.size).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(world.incidents.size).toBe(1);
  expect(synced).toEqual([{ input: { clientId: 'client-1' } }]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(world.incidents.size).toBe(2);
  expect(said.length).toBe(2);
});

it('adds none while it is quiet, and goes on afterwards', async () => {
  threats.quiet = true;
  await vi.advanceTimersByTimeAsync(120_000);
  expect([world.incidents.size, synced, said]).toEqual([0, [], []]);
  threats.quiet = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(world.incidents.size).toBe(1);
});

it('adds none after it was stopped', async () => {
  threats.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(world.incidents.size).toBe(0);
});
