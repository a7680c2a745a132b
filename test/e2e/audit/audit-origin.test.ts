import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../../demo/tokens.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator } from '../../support/msp.js';
import { versionNow } from '../../support/versions.js';

interface Entry {
  actor: string;
  action: string;
  subject: string;
  address: string | null;
  userAgent: string | null;
  detail: object;
}

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment({ trustProxy: 1 });
  environment.gravityZone.world.addCompany('Bakery');
  await connectSimulator(environment);
});

const entries = async (action: string): Promise<Entry[]> => {
  const { bitdefenderAudit } = await environment.data<{ bitdefenderAudit: { edges: { node: Entry }[] } }>(
    admin,
    `query ($filter: BitdefenderAuditFilter) { bitdefenderAudit(filter: $filter) {
       edges { node { actor action subject address userAgent detail } } } }`,
    { filter: { actions: [action] } },
  );
  return bitdefenderAudit.edges.map(({ node }) => node);
};

const asks = async (identity: Identity, query: string, more: Record<string, string> = {}) => {
  const response = await fetch(environment.app.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'console/7',
      'x-forwarded-for': '198.51.100.7, 203.0.113.9',
      authorization: `Bearer ${await environment.tokens.issue(identity)}`,
      ...more,
    },
    body: JSON.stringify({ query }),
  });
  return response.json();
};

/** Of the settings of a tenant that has changed none, but for the portal. */
const settings = (version: string | undefined) =>
  `mutation { updateBitdefenderSettings(input: { portalEnabled: true, version: "${version}" }) { userErrors { code } } }`;

describe('the audit', () => {
  it('shows the address and the program of a change, over HTTP and WebSocket', async () => {
    await asks(admin, settings(await versionNow(environment, 'settings')));
    const token = await environment.tokens.issue({ ...admin, subject: 'socket' });
    const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: { 'user-agent': 'live/2', 'x-forwarded-for': '203.0.113.77' },
    });
    const received: string[] = [];
    socket.on('message', (message) => received.push(String(message)));
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await eventually(async () => received.some((message) => message.includes('connection_ack')));
    const query = settings(await versionNow(environment, 'settings')).replace('true', 'false');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await eventually(async () => received.some((message) => message.includes('"complete"')));
    socket.close();
    expect(await entries('SETTINGS_CHANGED')).toMatchObject([
      { actor: 'socket', address: '203.0.113.77', userAgent: 'live/2' },
      { actor: 'ada', address: '203.0.113.9', userAgent: 'console/7' },
    ]);
  });

  it('keeps what was refused to whom, once an hour for each', async () => {
    for (let time = 0; time < 3; time += 1) {
      await asks(technician, settings('any'));
      await asks(technician, '{ bitdefenderAudit { edges { node { id } } } }');
    }
    await asks({ ...technician, subject: 'another' }, settings('any'));
    const refused = await eventually(async () => {
      const found = await entries('REFUSED');
      return found.length >= 3 && found;
    });
    expect(refused).toHaveLength(3);
    expect(refused).toEqual(
      expect.arrayContaining(
        [
          ['tom', 'Mutation.updateBitdefenderSettings'],
          ['tom', 'Query.bitdefenderAudit'],
          ['another', 'Mutation.updateBitdefenderSettings'],
        ].map(([actor, subject]) => expect.objectContaining({ actor, subject, address: '203.0.113.9', detail: {} })),
      ),
    );
    expect(await entries('SETTINGS_CHANGED')).toHaveLength(2);
  });

  it('keeps who reads what is known of a key, and nothing of other fields', async () => {
    await asks(technician, '{ bitdefenderIntegrations { id name state } }');
    await asks({ ...technician, subject: 'curious' }, '{ bitdefenderIntegrations { keySetAt keySetBy keyAgeDays } }');
    const read = await eventually(async () => {
      const found = await entries('KEY_METADATA_READ');
      return found.length > 0 && found;
    });
    const { rows } = await environment.database.query('select id from connection');
    expect(read.map(({ actor, subject }) => [actor, subject])).toEqual([['curious', rows[0]?.id]]);
  });

  it('keeps each export, and can be exported by admins alone', async () => {
    const link = async (identity: Identity) =>
      (await asks(identity, '{ exportBitdefenderAudit(filter: { actor: "ada" }) { url } }')) as {
        data: { exportBitdefenderAudit: { url: string } } | null;
        errors?: { extensions: { code: string } }[];
      };
    expect((await link(technician)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const { data } = await link(admin);
    const file = await fetch(String(data?.exportBitdefenderAudit.url), { headers: { 'user-agent': 'sheet/1' } });
    const csv = await file.text();
    const rows = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toContainEqual(
      expect.objectContaining({
        Actor: 'ada',
        Action: 'SETTINGS_CHANGED',
        Address: '203.0.113.9',
        Program: 'console/7',
      }),
    );
    expect(new Set(rows.map(({ Actor }) => Actor))).toEqual(new Set(['ada']));
    expect(await entries('LIST_EXPORTED')).toMatchObject([
      { actor: 'ada', subject: 'audit', userAgent: 'sheet/1', detail: { wanted: { actor: 'ada' } } },
    ]);
  });
});
