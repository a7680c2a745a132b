import { expect, it } from 'vitest';
import { diagnoseConnection } from '../../../src/diagnostics/diagnose-connection.js';
import { stepOf } from '../../../src/diagnostics/step.js';
import { reasons } from '../../../src/gravityzone/transport/reasons.js';

const connection = {
  id: 'c',
  name: 'On-premises',
  endpoint: 'https://gz.example/api',
  state: 'FAILING',
  lastSucceededAt: null,
  disconnectedAt: null,
  ...{ naiveZone: null, naiveOffsetMinutes: 0, zoneChangedAt: null, zoneChangedFrom: null, zoneChangedTo: null },
  companies: 1,
  mappedCompanies: 1,
  failures: [],
};

it.each([
  ['HOST_NOT_FOUND', 'CONNECTION_DNS', 'updateBitdefenderConnection'],
  ['CONNECTION_REFUSED', 'CONNECTION_CONNECT', 'updateBitdefenderConnection'],
  ['TIMEOUT', 'CONNECTION_CONNECT', 'updateBitdefenderConnection'],
  ['TLS_SELF_SIGNED', 'CONNECTION_TLS', 'updateBitdefenderConnection'],
  ['TLS_EXPIRED', 'CONNECTION_TLS', 'updateBitdefenderConnection'],
  ['NOT_GRAVITYZONE', 'CONNECTION_HTTP', 'testBitdefenderConnection'],
  ['BAD_KEY', 'CONNECTION_KEY', 'rotateBitdefenderKey'],
  ['KEY_UNREADABLE', 'CONNECTION_KEY', 'rotateBitdefenderKey'],
])('reports a connection that fails with %s as %s', (code, finding, mutation) => {
  const reported = { lastErrorCode: code, lastErrorMessage: 'It failed.', lastErrorHint: 'Fix it.' };
  expect(diagnoseConnection({ ...connection, ...reported })).toMatchObject([
    { code: finding, severity: 'PROBLEM', connectionId: 'c', remedy: { name: mutation, message: 'Fix it.' } },
  ]);
});

it('knows the step of every GravityZone reason, and of no other code', () => {
  for (const code of Object.keys(reasons)) expect(stepOf(code), code).not.toBe(null);
  for (const code of ['INTERNAL', 'OPSMERGE_DOWN', 'constructor']) expect(stepOf(code)).toBe(null);
});
