import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Core, startCore } from '../../../demo/core/core.js';
import { createTokenIssuer, type TokenIssuer } from '../../../demo/tokens.js';
import { createOpsMerge, type OpsMerge } from '../../../src/opsmerge/opsmerge.js';

let tokens: TokenIssuer;
let serviceToken: string;
let core: Core;
let opsmerge: OpsMerge;
/** Does not wait for an answer that does not come. */
let hasty: OpsMerge;

beforeAll(async () => {
  tokens = await createTokenIssuer();
  serviceToken = await tokens.issue({ subject: 'bitdefender-subgraph', roles: ['service'] });
});

beforeEach(async () => {
  core = await startCore({ tokens });
  opsmerge = createOpsMerge({ url: core.url, serviceToken });
  hasty = createOpsMerge({ url: core.url, serviceToken, timeoutMilliseconds: 500 });
});

afterEach(async () => {
  await core.close();
  await opsmerge.close();
  await hasty.close();
});

const ticket = (clientId: string) => ({
  idempotencyKey: 'action-1',
  clientId,
  title: 'EICAR-Test-File on PC-1',
  body: 'Found in C:\\Users\\a\\eicar.com',
  priority: 'CRITICAL' as const,
  team: 'security',
  dueAt: new Date('2026-01-01T08:00:00Z'),
});

const opened = { state: 'OPEN', url: expect.stringContaining('https://') };

describe('agents and clients', () => {
  it('walks all pages of one client', async () => {
    const world = core.world('msp-1');
    const [client, other] = [world.addClient({ name: 'Acme' }), world.addClient({ name: 'Other' })];
    for (let n = 0; n < 1001; n += 1)
      world.addAgent({ clientId: client.id, hostname: `PC-${n}`, macAddresses: ['aa'] });
    world.addAgent({ clientId: other.id, hostname: 'ELSEWHERE' });

    const pages = await collect(opsmerge.agents('msp-1', client.id));

    expect(pages.map((page) => page.length)).toEqual([500, 500, 1]);
    expect(pages[0]?.[0]).toEqual({
      id: expect.any(String),
      hostname: 'PC-0',
      clientId: client.id,
      macAddresses: ['aa'],
      site: null,
    });
    expect(core.calls.get('agents')).toBe(3);
  });

  it('are read with their sites, and without them of an earlier core, which is not asked each time', async () => {
    const world = core.world('msp-1');
    const { id: clientId } = world.addClient({ name: 'Acme' });
    const site = { id: 'site-1', name: 'North' };
    const { id } = world.addAgent({ clientId, hostname: 'PC-1', macAddresses: ['aa'], site });
    const plain = { id, hostname: 'PC-1', clientId, macAddresses: ['aa'] };
    expect((await collect(opsmerge.agents('msp-1', clientId))).flat()).toEqual([{ ...plain, site }]);
    core.faults.knowsNoSites = true;
    expect((await collect(opsmerge.agents('msp-1', clientId))).flat()).toEqual([plain]);
    core.faults.knowsNoSites = false;
    expect((await collect(opsmerge.agents('msp-1', clientId))).flat()).toEqual([plain]);
    expect((await collect(hasty.agents('msp-1', clientId))).flat()).toEqual([{ ...plain, site }]);
    core.faults.down = true;
    await expect(collect(opsmerge.agents('msp-1', clientId))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('knows how clients stand, also those that were merged, unless core is an earlier one', async () => {
    const world = core.world('msp-1');
    const [acme, zenith] = [world.addClient({ name: 'Acme', state: 'LEAD' }), world.addClient({ name: 'Zenith' })];
    world.mergeClient(zenith.id, acme.id);
    expect(await opsmerge.clientStates('msp-1', [acme.id, zenith.id, 'nobody'])).toEqual(
      new Map([
        [acme.id, { clientId: acme.id, state: 'LEAD', mergedInto: null }],
        [zenith.id, { clientId: zenith.id, state: 'ARCHIVED', mergedInto: acme.id }],
      ]),
    );
    expect(await opsmerge.clientsExist('msp-1', [acme.id, zenith.id])).toEqual(new Set([acme.id]));
    core.faults.knowsNoStates = true;
    expect(await opsmerge.clientStates('msp-1', [acme.id])).toBeNull();
    core.faults.down = true;
    await expect(opsmerge.clientStates('msp-1', [acme.id])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('sees one tenant at a time', async () => {
    const client = core.world('msp-1').addClient({ name: 'Acme' });
    core.world('msp-2').addClient({ name: 'Zenith' });

    expect((await collect(opsmerge.clients('msp-1'))).flat()).toEqual([{ id: client.id, name: 'Acme' }]);
    expect(await opsmerge.clientsExist('msp-2', [client.id])).toEqual(new Set());
  });

  it('stops when the caller does', async () => {
    core.faults.delayMilliseconds = 200;
    const walk = collect(opsmerge.clients('msp-1', AbortSignal.abort(new Error('shutting down'))));
    await expect(walk).rejects.toThrow('shutting down');
  });

  it('reports which clients exist, in one query', async () => {
    const client = core.world('msp-1').addClient({ name: 'Acme' });
    expect(await opsmerge.clientsExist('msp-1', [client.id, 'nobody'])).toEqual(new Set([client.id]));
    expect(core.calls).toEqual(new Map([['clientActivities', 1]]));
  });

  it('asks for many ids in the portions core takes', async () => {
    await opsmerge.clientsExist(
      'msp-1',
      Array.from({ length: 1001 }, (_, n) => `client-${n}`),
    );
    expect(core.calls).toEqual(new Map([['clientActivities', 2]]));
  });

  it('reports how busy clients are', async () => {
    const world = core.world('msp-1');
    const [busy, empty] = [world.addClient({ name: 'Busy' }), world.addClient({ name: 'Empty' })];
    const agent = world.addAgent({ clientId: busy.id, hostname: 'PC-1' });
    world.openTicket({ clientId: busy.id, title: 'one' });
    world.closeTicket(world.openTicket({ clientId: busy.id, title: 'two' }).id);

    expect(await opsmerge.activities('msp-1', [busy.id, empty.id, 'nobody'])).toEqual(
      new Map([
        [busy.id, { openTicketCount: 1, lastAgentInstalledAt: agent.installedAt }],
        [empty.id, { openTicketCount: 0, lastAgentInstalledAt: null }],
      ]),
    );
  });
});

describe('what core is asked to do', () => {
  it('creates a ticket once, whatever is repeated', async () => {
    const client = core.world('msp-1').addClient({ name: 'Acme' });
    const first = await opsmerge.createTicket('msp-1', ticket(client.id));
    expect(await opsmerge.createTicket('msp-1', ticket(client.id))).toEqual(first);

    expect(core.tickets).toHaveLength(1);
    expect(core.tickets[0]).toMatchObject({ ...ticket(client.id), tenantId: 'msp-1', state: 'OPEN', agentId: null });
    core.world('msp-1').closeTicket(first.id);
    expect(await opsmerge.tickets('msp-1', [first.id, 'none'])).toEqual(
      new Map([[first.id, { state: 'CLOSED', url: first.url }]]),
    );
    expect(await opsmerge.tickets('msp-2', [first.id])).toEqual(new Map());
  });

  it('raises an alert once, keeps the newest revision, and ends it with its ticket', async () => {
    const world = core.world('msp-1');
    const clientId = world.addClient({ name: 'Acme' }).id;
    const state = { idempotencyKey: 'alert-1', severity: 'MEDIUM', status: 'OPEN', title: 'a', body: 'b' } as const;
    const alert = { ...state, revision: 1, type: 'bitdefender', clientId };
    const first = await opsmerge.publishAlert('msp-1', alert);
    expect(first).toMatchObject({ revision: 1, ticket: null });
    expect(await opsmerge.publishAlert('msp-1', { ...alert, revision: 5, severity: 'CRITICAL' })).toEqual(first);
    expect(core.tickets).toEqual([]);

    const risen = await opsmerge.updateAlert('msp-1', { ...state, revision: 3, severity: 'HIGH' });
    expect(risen).toEqual({ id: first.id, revision: 3, ticket: { id: core.tickets[0]?.id, ...opened } });
    // A late repetition of what was before changes nothing.
    expect(await opsmerge.updateAlert('msp-1', { ...state, revision: 2, severity: 'LOW' })).toEqual(risen);
    expect(await opsmerge.resolveAlert('msp-1', { idempotencyKey: 'alert-1', revision: 3 })).toEqual(risen);
    expect(world.alerts.byId.get(first.id)).toMatchObject({ severity: 'HIGH', status: 'OPEN' });

    const ended = await opsmerge.resolveAlert('msp-1', { idempotencyKey: 'alert-1', revision: 4 });
    expect(ended.ticket?.state).toBe('CLOSED');
    expect(core.tickets).toMatchObject([{ reference: 'INC-1001', type: 'INCIDENT', priority: 'CRITICAL' }]);
    expect(await opsmerge.alerts('msp-1', [first.id, 'none'])).toEqual(new Map([[first.id, ended]]));
    expect(await opsmerge.alerts('msp-2', [first.id])).toEqual(new Map());
    await expect(opsmerge.resolveAlert('msp-2', { idempotencyKey: 'alert-1', revision: 9 })).rejects.toMatchObject({
      code: 'REJECTED',
      retryable: false,
    });
  });

  it('knows whether core takes alerts, and raises none to find out', async () => {
    expect(await opsmerge.takesAlerts('msp-1')).toBe(true);
    core.faults.takesNoAlerts = true;
    expect(await opsmerge.takesAlerts('msp-1')).toBe(false);
    core.faults.refuseTokens = 1;
    core.faults.takesNoAlerts = false;
    await expect(opsmerge.takesAlerts('msp-1')).rejects.toMatchObject({ retryable: true });
    core.faults.down = true;
    await expect(opsmerge.takesAlerts('msp-1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(core.world('msp-1').alerts.byId.size).toBe(0);
  });

  it('notifies a person once, and says who is gone or lacks the scope', async () => {
    const world = core.world('msp-1');
    world.users.set('ada', { id: 'ada', name: 'Ada' });
    const input = { idempotencyKey: 'digest-1', userId: 'ada', scope: 'a:read', title: 't', body: 'b' };
    expect(await opsmerge.notifyPerson('msp-1', input)).toBe('SENT');
    expect(await opsmerge.notifyPerson('msp-1', { ...input, title: 'later' })).toBe('SENT');
    expect(core.personal).toMatchObject([{ ...input, tenantId: 'msp-1' }]);

    const next = { ...input, idempotencyKey: 'digest-2' };
    world.withoutScopes.add('ada');
    expect(await opsmerge.notifyPerson('msp-1', next)).toBe('GONE');
    world.withoutScopes.clear();
    world.users.delete('ada');
    expect(await opsmerge.notifyPerson('msp-1', next)).toBe('GONE');
    // What was sent stays sent.
    expect(await opsmerge.notifyPerson('msp-1', input)).toBe('SENT');
    expect(await opsmerge.notifyPerson('msp-2', input)).toBe('GONE');
    expect(core.personal).toHaveLength(1);
  });

  it('knows whether core notifies people, and notifies none to find out', async () => {
    expect(await opsmerge.notifiesPeople('msp-1')).toBe(true);
    core.faults.notifiesNobody = true;
    expect(await opsmerge.notifiesPeople('msp-1')).toBe(false);
    expect(await opsmerge.takesAlerts('msp-1')).toBe(true);
    core.faults.down = true;
    await expect(opsmerge.notifiesPeople('msp-1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(core.personal).toEqual([]);
  });

  it('notifies a team once, and says when core has none of this id in the tenant', async () => {
    const input = { idempotencyKey: 'digest-1', teamId: 'night-shift', scope: 'a:read', title: 't', body: 'b' };
    core.world('msp-1').teams.set('night-shift', { id: 'night-shift', name: 'Night shift' });
    expect(await opsmerge.notifyTeam('msp-1', input)).toBe('SENT');
    expect(await opsmerge.notifyTeam('msp-1', { ...input, title: 'later' })).toBe('SENT');
    expect(core.toTeams).toMatchObject([{ ...input, tenantId: 'msp-1' }]);
    expect(await opsmerge.notifyTeam('msp-2', input)).toBe('GONE');
    core.world('msp-1').teams.delete('night-shift');
    expect(await opsmerge.notifyTeam('msp-1', { ...input, idempotencyKey: 'digest-2' })).toBe('GONE');
    // What was sent stays sent.
    expect(await opsmerge.notifyTeam('msp-1', input)).toBe('SENT');
    expect(core.toTeams).toHaveLength(1);
  });

  it('lists the teams of a tenant, or says that core has none', async () => {
    core.world('msp-1').teams.set('night-shift', { id: 'night-shift', name: 'Night shift' });
    expect(await opsmerge.teams('msp-1')).toContainEqual({ id: 'night-shift', name: 'Night shift' });
    expect(await opsmerge.teams('msp-2')).not.toContainEqual({ id: 'night-shift', name: 'Night shift' });
    core.faults.hasNoTeams = true;
    expect(await opsmerge.teams('msp-1')).toBeNull();
    core.faults.down = true;
    await expect(opsmerge.teams('msp-1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('knows whether core notifies teams, and notifies none to find out', async () => {
    expect(await opsmerge.notifiesTeams('msp-1')).toBe(true);
    core.faults.notifiesNoTeams = true;
    expect(await opsmerge.notifiesTeams('msp-1')).toBe(false);
    expect(await opsmerge.notifiesPeople('msp-1')).toBe(true);
    expect(core.toTeams).toEqual([]);
  });

  it('finds the ticket whose answer was lost', async () => {
    const client = core.world('msp-1').addClient({ name: 'Acme' });
    core.faults.loseAnswers = 1;
    // On a busy machine it may give up before core has been asked.
    while (core.tickets.length === 0)
      await expect(hasty.createTicket('msp-1', ticket(client.id))).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        retryable: true,
      });
    const found = await opsmerge.createTicket('msp-1', ticket(client.id));
    expect(core.tickets.map(({ id }) => id)).toEqual([found.id]);
  });

  it('adds notes, notifies and pages once', async () => {
    const world = core.world('msp-1');
    const { id } = world.openTicket({ clientId: world.addClient({ name: 'Acme' }).id, title: 'one' });
    const message = { title: 'Stale integration', body: 'No answer for an hour.' };
    for (const _ of ['once', 'again']) {
      await opsmerge.addTicketNote('msp-1', { idempotencyKey: 'n', ticketId: id, body: 'Seen again' });
      await opsmerge.notify('msp-1', { idempotencyKey: 'm', channel: 'security', ...message });
      await opsmerge.page('msp-1', { idempotencyKey: 'p', onCall: 'night', ...message });
    }
    expect(world.tickets.get(id)?.notes).toHaveLength(1);
    expect(core.notifications).toMatchObject([{ tenantId: 'msp-1', channel: 'security', ...message }]);
    expect(core.pages).toMatchObject([{ tenantId: 'msp-1', onCall: 'night', ...message }]);
  });
});

describe('failures', () => {
  it('says what core refuses, for good', async () => {
    await expect(opsmerge.createTicket('msp-1', ticket('nobody'))).rejects.toMatchObject({
      code: 'REJECTED',
      retryable: false,
      message: expect.stringContaining('clientId: there is no such client'),
    });
  });

  it('reports a refused token as an error worth a retry', async () => {
    const stranger = createOpsMerge({ url: core.url, serviceToken: 'not-a-token' });
    await expect(stranger.clientsExist('msp-1', ['a'])).rejects.toMatchObject({
      code: 'REJECTED',
      retryable: true,
      message: expect.stringContaining('OPSMERGE_TOKEN'),
    });
    await stranger.close();
  });

  it.each([
    ['fails', () => (core.faults.failMutations = 1)],
    ['is down', () => (core.faults.down = true)],
    ['is too slow', () => (core.faults.delayMilliseconds = 1_000)],
  ])('asks to try again when core %s', async (_, breakCore) => {
    const client = core.world('msp-1').addClient({ name: 'Acme' });
    breakCore();
    await expect(hasty.createTicket('msp-1', ticket(client.id))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
    });
    core.faults.clear();
    await opsmerge.createTicket('msp-1', ticket(client.id));
    expect(core.tickets).toHaveLength(1);
  });

  it.each([
    ['a page of a proxy', 200, '<html>Sign in</html>', 'MALFORMED', true],
    ['another contract', 200, '{"data":{"clientActivities":[{}]}}', 'MALFORMED', false],
    ['nothing', 200, '{}', 'MALFORMED', false],
    ['its own failure', 200, '{"errors":[{"message":"boom"}]}', 'UNAVAILABLE', true],
    ['a refusal of the request', 400, '{"errors":[{"message":"no"}]}', 'REJECTED', false],
    [
      'a refusal of a value',
      200,
      '{"errors":[{"message":"no","extensions":{"code":"BAD_USER_INPUT"}}]}',
      'REJECTED',
      false,
    ],
    ['a token it does not know', 401, '', 'REJECTED', true],
    ['a token that may not', 403, '<html>', 'REJECTED', true],
    [
      'a token refused in the answer',
      200,
      '{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}',
      'REJECTED',
      true,
    ],
    ['a full house', 429, '', 'UNAVAILABLE', true],
    ['a redirection', 302, '', 'UNAVAILABLE', true],
  ])('judges %s', async (_, status, body, code, retryable) => {
    await using server = await answering(status, () => body);
    const strange = createOpsMerge({ url: server.url, serviceToken });
    await expect(strange.clientsExist('msp-1', ['a'])).rejects.toMatchObject({ code, retryable });
    await strange.close();
  });

  it('never repeats the token', async () => {
    await using server = await answering(403, (sent) => JSON.stringify({ errors: [{ message: `bad: ${sent}` }] }));
    const echoed = createOpsMerge({ url: server.url, serviceToken });
    const error = await echoed.clientsExist('msp-1', ['a']).catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 9, showHidden: true })).toContain('bad: Bearer [redacted]');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(serviceToken);
    await echoed.close();
  });
});

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** A server that gives the same answer to everything, and knows the authorization it was sent. */
async function answering(status: number, body: (authorization: string) => string) {
  const server = createServer((request, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end(body(request.headers.authorization ?? ''));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
