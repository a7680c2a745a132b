import { expect, it } from 'vitest';
import { diagnoseIntegration } from '../../../src/diagnostics/diagnose-integration.js';
import { stepOf } from '../../../src/diagnostics/step.js';
import { reasons } from '../../../src/gravityzone/transport/reasons.js';

const integration = {
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
  ['HOST_NOT_FOUND', 'INTEGRATION_DNS', 'updateBitdefenderIntegration'],
  ['CONNECTION_REFUSED', 'INTEGRATION_CONNECT', 'updateBitdefenderIntegration'],
  ['TIMEOUT', 'INTEGRATION_CONNECT', 'updateBitdefenderIntegration'],
  ['TLS_SELF_SIGNED', 'INTEGRATION_TLS', 'updateBitdefenderIntegration'],
  ['TLS_EXPIRED', 'INTEGRATION_TLS', 'updateBitdefenderIntegration'],
  ['NOT_GRAVITYZONE', 'INTEGRATION_HTTP', 'testBitdefenderIntegration'],
  ['BAD_KEY', 'INTEGRATION_KEY', 'rotateBitdefenderKey'],
  ['KEY_UNREADABLE', 'INTEGRATION_KEY', 'rotateBitdefenderKey'],
])('reports an integration that fails with %s as %s', (code, finding, mutation) => {
  const reported = { lastErrorCode: code, lastErrorMessage: 'It failed.', lastErrorHint: 'Fix it.' };
  expect(diagnoseIntegration({ ...integration, ...reported })).toMatchObject([
    { code: finding, severity: 'PROBLEM', integrationId: 'c', remedy: { name: mutation, message: 'Fix it.' } },
  ]);
});

it('knows the step of every GravityZone reason, and of no other code', () => {
  for (const code of Object.keys(reasons)) expect(stepOf(code), code).not.toBe(null);
  for (const code of ['INTERNAL', 'OPSMERGE_DOWN', 'constructor']) expect(stepOf(code)).toBe(null);
});
