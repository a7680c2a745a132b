import { expect, it } from 'vitest';
import { type MappedCompany, whyNothingToSync } from '../../../../src/sync/history/why-nothing-to-sync.js';

const company = (known: Partial<MappedCompany>): MappedCompany => ({
  name: 'Bakery',
  vanished: false,
  integration: 'Cloud',
  disconnected: false,
  rests: false,
  ...known,
});

it.each<[string, MappedCompany[], string, RegExp]>([
  ['no company is mapped', [], 'NOTHING_TO_SYNC', /Map one first/],
  ['its integration is disconnected', [company({ disconnected: true })], 'DISCONNECTED', /"Cloud"\. Connect it again/],
  [
    'its client is archived',
    [company({ rests: true }), company({ vanished: true })],
    'CLIENT_ARCHIVED',
    /companies rest/,
  ],
  ['its company vanished', [company({ vanished: true })], 'COMPANY_VANISHED', /no longer lists "Bakery"/],
  [
    'both, of which connecting comes first',
    [company({ vanished: true }), company({ disconnected: true, integration: 'Rack' })],
    'DISCONNECTED',
    /"Rack"/,
  ],
  [
    'several companies of one integration, which is named once',
    [company({ disconnected: true }), company({ disconnected: true, vanished: true })],
    'DISCONNECTED',
    /: "Cloud"\./,
  ],
])('says why nothing is synced: %s', (_name, companies, code, message) => {
  const why = whyNothingToSync(companies);
  expect(why.code).toBe(code);
  expect(why.message).toMatch(message);
});
