import { expect, it } from 'vitest';
import { type DeviceFacts, diagnoseDevices } from '../../../src/diagnostics/diagnose-devices.js';

const facts: DeviceFacts = {
  id: 'd',
  name: 'WEB01',
  clientId: 'bakery',
  hostKey: 'ip-10-0-0-7',
  nameKey: 'web01',
  presence: 'PRESENT',
  presenceChangedAt: new Date('2026-03-18T10:00:00Z'),
  matchKind: 'NONE',
  matchReason: 'No agent of this client has host name "ip-10-0-0-7" or "web01".',
  matchCandidates: [],
  agentId: null,
};
const agents = (...names: string[]) => names.map((name) => ({ id: name, name, clientId: 'bakery', key: name }));
const diagnosed = (device: Partial<DeviceFacts>, ...names: string[]) =>
  diagnoseDevices([{ ...facts, ...device }], agents(...names), { asked: true, strict: false });

it.each([
  ['web01', 'SPELLING', 'spelling or domain'],
  ['web-01', 'SEPARATORS', 'separators'],
  ['ip-10-0-0-7', 'SPELLING', 'spelling or domain'],
])('finds a similar agent by the name of the device or by its FQDN: %s', (name, _, reason) => {
  const [found, ...others] = diagnosed({}, name, 'printer-9');
  expect(others).toEqual([]);
  expect(found).toMatchObject({ code: 'HOST_NAMES_DIFFER', message: expect.stringContaining(reason) });
});

it('reports both names when no agent has either', () => {
  const [found] = diagnosed({}, 'printer-9');
  expect(found).toMatchObject({
    code: 'DEVICE_WITHOUT_AGENT',
    message: `No agent of the client has a name like "WEB01". ${facts.matchReason}`,
    remedy: { kind: 'NOTHING', message: expect.stringContaining('Install the OpsMerge agent') },
  });
});

it('does not advise to install an agent when another client has one of the name', () => {
  const matchReason = `${facts.matchReason} An agent of this name is in client Dentist.`;
  const [found] = diagnosed({ matchReason });
  expect(found).toMatchObject({
    code: 'DEVICE_WITHOUT_AGENT',
    message: expect.stringContaining('An agent of this name is in client Dentist.'),
    remedy: { kind: 'MUTATION', name: 'mapBitdefenderCompanies' },
  });
});
