import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import type { Client as SocketClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type GravityZoneSimulator, startGravityZoneSimulator } from '../../../../demo/gravityzone/simulator.js';
import { createTokenIssuer, type Identity } from '../../../../demo/tokens.js';
import type { Config } from '../../../../src/config.js';
import { encodeCursor } from '../../../../src/graphql/lists/cursors.js';
import { socketLimits } from '../../../../src/server/socket-limits.js';
import { freshDatabase } from '../../../support/database.js';
import { atEndOfFile } from '../../../support/end-of-file.js';
import {
  type Answer,
  admin,
  eventually,
  type TestEnvironment,
  technician,
  testEnvironment,
} from '../../../support/environment.js';
import { reportForeignRows } from '../../../support/foreign-rows.js';
import { openSocket } from '../../../support/live.js';
import { connectSimulator, mapByBdId, syncNow } from '../../../support/msp.js';
import { lookAtAllSeats } from '../../../support/seats.js';
import { versionNow } from '../../../support/versions.js';
import { stringsIn, type WalkedRequest, walkSchema } from '../../../support/walk-schema.js';

/** Stands in every name of the first tenant. */
const marker = 'Zyzzyva';
/** Of the first tenant's webhook; shown to nobody, not even to whom it belongs. */
const webhookSecret = `${marker}-the-secret-of-the-webhook`;
/** May do all that an admin may. */
const otherAdmin: Identity = { subject: 'eve', roles: ['owner'], tenantId: 'msp-two' };
const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };

/** What is wrong with a walked request whoever sends it: of a value that does not fit, or of what was not there to be found. */
const requestErrors = new Set(['NOT_FOUND', 'BAD_CURSOR', 'BAD_RANGE', 'RANGE_TOO_LONG']);

/**
 * Tests that what belongs to one tenant stays its own, over a database that is reached in this way: by a walk through all the schema allows to
 * ask for. In a file for each way, since they take minutes.
 */
export const walkTenants = (
  name: string,
  openWay: (url: string) => Promise<string>,
  compiledQueries: Config['compiledQueries'],
) =>
  describe(`what belongs to one tenant, through ${name}, queries compiled: ${compiledQueries}`, () => {
    let environment: TestEnvironment;
    let otherGravityZone: GravityZoneSimulator;
    let clientId: string;
    let otherClientId: string;
    let companyId: string;
    let deviceId: string;
    let requests: WalkedRequest[];
    /** Every id of the first tenant, ours, core's and BD's. */
    let ids: string[];
    let portalOfClient: Identity;
    let portalOfNeighbour: Identity;

    beforeAll(async () => {
      const directUrl = await freshDatabase();
      environment = await testEnvironment({ databaseUrl: await openWay(directUrl), directUrl, compiledQueries });
      await reportForeignRows(environment.database);
      otherGravityZone = await startGravityZoneSimulator({ limits: 'off' });
      atEndOfFile(() => otherGravityZone.close());
      await fillFirstTenant();
      await fillSecondTenant();
      ids = await idsOf('msp-one');
      requests = walkSchema(
        buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true }),
        {
          pools: {
            ID: ids,
            String: [marker],
            Int: [50],
            // Small pages: what is selected of each row is much.
            first: [10],
            Boolean: [true, false],
            url: ['https://hooks.example.com/'],
            hostname: [`${marker}-01`.toLowerCase()],
            after: [
              encodeCursor(['0']),
              encodeCursor([Date.now() + 86_400_000, 'ffffffff-ffff-4fff-bfff-ffffffffffff']),
            ],
            timeZone: ['Europe/Berlin'],
            weekOf: [new Date().toISOString().slice(0, 10)],
            day: [new Date().toISOString().slice(0, 10)],
            month: [new Date().toISOString().slice(0, 7)],
            raisedFrom: ['2000-01-01T00:00:00Z'],
            raisedBefore: ['2100-01-01T00:00:00Z'],
            until: [new Date(Date.now() + 86_400_000).toISOString()],
            families: ['TROJAN'],
            detectedFrom: ['2000-01-01T00:00:00Z'],
            from: ['2000-01-01T00:00:00Z'],
            DateTime: ['2100-01-01T00:00:00Z'],
            // Kept and shown again to whoever said it.
            portalHiddenClientIds: ['client-of-nobody'],
            policies: ['Policy of nobody'],
            modules: ['antimalware'],
            // What the second tenant may reach: its own GravityZone.
            endpoint: [otherGravityZone.url],
            caCertificate: [otherGravityZone.caCertificate],
            certificateFingerprint: [otherGravityZone.fingerprint],
            apiKey: [otherGravityZone.addKey()],
          },
          // Left out, they mean Bitdefender's cloud and longer pages.
          always: ['endpoint', 'first'],
          depthOfSubscriptions: 3,
        },
      );
    });

    async function fillFirstTenant() {
      const { world } = environment.gravityZone;
      const core = environment.core.world('msp-one');
      const partner = world.addCompany(`${marker} partner`, { kind: 'PARTNER' });
      companyId = world.addCompany(`${marker} company`, { parentId: partner.id }).id;
      clientId = core.addClient({ name: `${marker} client` }).id;
      const neighbour = core.addClient({ name: `${marker} neighbour` });
      const site = { id: `${marker}-site`, name: `${marker} site` };
      portalOfClient = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
      // The site is not one of the neighbour's.
      portalOfNeighbour = { ...portalOfClient, subject: 'nora', clientId: neighbour.id, siteIds: [site.id] };
      deviceId = world.addDevice({
        companyId,
        name: `${marker}-01`,
        label: `${marker} label`,
        policy: { id: 'a'.repeat(24), name: `${marker} policy`, applied: true },
      }).id;
      core.addAgent({ clientId, hostname: `${marker}-01`, site });
      world.addIncident({ companyId, deviceId, name: `Trojan.${marker}.1`, severityScore: 88 });
      world.addQuarantineItem({ deviceId, threatName: `Trojan.${marker}.2`, filePath: `C:\\${marker}\\2.exe` });
      await connectSimulator(environment, admin, environment.gravityZone.addKey({ companyId: partner.id }));
      await mapByBdId(environment, { [companyId]: clientId });
      await syncNow(environment, clientId);
      await eventually(async () => environment.core.tickets.some((ticket) => ticket.title.includes(marker)));
      await eventually(async () => (await rowsOf('msp-one', 'alert')).some((row) => row.includes('ticket-')));
      await publishOne();
      await shareReport();
      await change(technician, 'muteBitdefenderAlerts', {
        ...{ threatName: `${marker} muted`, reason: `${marker} reason` },
        until: new Date(Date.now() + 3_600_000),
      });
      await change(admin, 'setBitdefenderDigest', { enabled: true });
      await change(admin, 'saveBitdefenderAlertRule', {
        name: `${marker} rule of a site`,
        scope: { kind: 'ONLY', clientIds: [clientId], siteIds: [site.id] },
        conditions: {},
        actions: [{ kind: 'NOTIFY', channel: 'security' }],
      });
      const team = { id: `${marker}-team`, name: `${marker} team` };
      core.teams.set(team.id, team);
      await change(admin, 'setBitdefenderTeamDigest', { teamId: team.id, enabled: true });
      const { bitdefenderAlertRules } = await environment.data<{ bitdefenderAlertRules: { id: string }[] }>(
        admin,
        '{ bitdefenderAlertRules { id } }',
      );
      await change(admin, 'saveBitdefenderMaintenanceWindow', {
        ...{ name: `${marker} maintenance`, ruleId: bitdefenderAlertRules[0]?.id },
        schedule: { days: [1], time: '01:30', minutes: 60 },
      });
      const url = `https://hooks.example.com/${marker}`;
      await change(admin, 'saveBitdefenderWebhook', { name: `${marker} webhook`, url, secret: webhookSecret });
    }

    /** Sends a mutation that must be accepted. */
    async function change(identity: Identity, mutation: string, input: object): Promise<void> {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const answer = await environment.data<Record<string, { userErrors: object[] }>>(
        identity,
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } } }`,
        { input },
      );
      expect(answer[mutation]?.userErrors, mutation).toEqual([]);
    }

    const changeSettings = async (input: object) =>
      change(admin, 'updateBitdefenderSettings', { ...input, version: await versionNow(environment, 'settings') });

    /** A link to a report of the first tenant. For a moment the portal is on: portal users have nothing to see in the walk. */
    async function shareReport() {
      await changeSettings({ portalEnabled: true });
      await change(technician, 'createBitdefenderReportLink', { clientId, period: 'MONTH' });
      await changeSettings({ portalEnabled: false });
    }

    /** An alert of the first tenant that is the platform's, with its ticket. */
    async function publishOne() {
      await changeSettings({ alertsRoutedBy: 'PLATFORM_RULES' });
      const name = `Trojan.${marker}.published`;
      environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 88 });
      await syncNow(environment, clientId);
      await eventually(async () =>
        (await rowsOf('msp-one', 'alert_publication')).some((row) => row.includes(',DONE,')),
      );
      await changeSettings({ alertsRoutedBy: 'OWN_RULES' });
    }

    async function fillSecondTenant() {
      const company = otherGravityZone.world.addCompany('Other company');
      const client = environment.core.world('msp-two').addClient({ name: 'Other client' });
      otherClientId = client.id;
      otherGravityZone.world.addDevice({ companyId: company.id, name: 'OTHER-01' });
      const other = { ...environment, gravityZone: otherGravityZone };
      await connectSimulator(other, otherAdmin);
      await mapByBdId(other, { [company.id]: otherClientId }, otherAdmin);
      await syncNow(environment, otherClientId, otherAdmin);
      await lookAtAllSeats(environment);
    }

    const rowsOf = async (tenantId: string, table: string) => {
      const { rows } = await environment.database.query(
        `select t::text as row from "${table}" as t where tenant_id = $1 order by 1`,
        [tenantId],
      );
      return rows.map(({ row }) => String(row));
    };

    async function tenantTables(): Promise<string[]> {
      const { rows } = await environment.database.query(
        `select table_name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public' order by 1`,
      );
      return rows.map(({ table_name }) => String(table_name));
    }

    async function everyRowOf(tenantId: string): Promise<Record<string, string[]>> {
      const rows: Record<string, string[]> = {};
      for (const table of await tenantTables()) rows[table] = await rowsOf(tenantId, table);
      return rows;
    }

    async function idsOf(tenantId: string): Promise<string[]> {
      const { rows } = await environment.database.query(
        `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and column_name ~ '(^|_)id$' and column_name <> 'tenant_id'
         and table_name in (select table_name from information_schema.columns where column_name = 'tenant_id')`,
      );
      const found = new Set<string>();
      for (const { table_name, column_name } of rows) {
        const values = await environment.database.query(
          `select distinct "${column_name}"::text as id from "${table_name}" where tenant_id = $1 and "${column_name}" is not null`,
          [tenantId],
        );
        for (const { id } of values.rows) found.add(String(id));
      }
      return [...found];
    }

    /** What an answer reveals about the first tenant beyond what was in the request. */
    function leaks(answer: unknown, { query, variables }: Pick<WalkedRequest, 'query' | 'variables'>): string[] {
      const asked = new Set(stringsIn(variables));
      const request = query + JSON.stringify(variables);
      const foreign = ids.filter((id) => !request.includes(id));
      return stringsIn(answer)
        .filter((text) => !asked.has(text))
        .filter((text) =>
          [text, Buffer.from(text, 'base64url').toString('utf8')].some(
            (shown) => shown.toLowerCase().includes(marker.toLowerCase()) || foreign.some((id) => shown.includes(id)),
          ),
        );
    }

    /**
     * What an answer's errors should not be: a refusal of what the viewer may use would pass as nothing found, and a portal user
     * who gets less than a refusal was answered.
     */
    function unexpectedErrors(identity: Identity, { way }: WalkedRequest, { errors = [] }: Answer<unknown>): string[] {
      const codes = errors.map(({ extensions }) => String(extensions?.code));
      const isPortal = identity.roles?.includes('portal') ?? false;
      const isOfPortal = way.startsWith('Query.portal');
      // References to types of ours are null for whom they are not meant.
      const isReference = /^_entities\.(?!Agent|Alert|Client|Ticket)/.test(way);
      const mayUse = isPortal === isOfPortal || (isPortal && isReference);
      if (mayUse) return codes.filter((code) => !requestErrors.has(code));
      return codes.length === 0 ? ['no refusal'] : codes.filter((code) => code !== 'FORBIDDEN');
    }

    const overHttp = () => requests.filter(({ way }) => !way.startsWith('Subscription.'));
    const subscriptions = () => requests.filter(({ way }) => way.startsWith('Subscription.'));

    it('reaches nobody else by any root field or reference, and is changed by nobody else', async () => {
      const before = await everyRowOf('msp-one');
      expect(
        Object.entries(before)
          .filter(([, rows]) => rows.length > 0)
          .map(([table]) => table),
      ).toEqual(
        expect.arrayContaining([
          'agent',
          'alert',
          'alert_action',
          'alert_publication',
          'audit_entry',
          'company',
          'device',
          'digest',
          'report_link',
          'sync_run',
          'threat',
          'webhook',
        ]),
      );
      const asks = async (identity: Identity, request: WalkedRequest) => {
        const answer = await environment.ask(identity, request.query, request.variables);
        const context = `${identity.subject}: ${request.way} ${JSON.stringify(request.variables)}`;
        expect(leaks(answer, request), context).toEqual([]);
        expect(unexpectedErrors(identity, request, answer), context).toEqual([]);
      };
      // Each in the order of the walk, beside one another: one waits for its statements while the next is computed.
      await Promise.all(
        [otherAdmin, portalOfClient, portalOfNeighbour].map(async (identity) => {
          for (const request of overHttp()) await asks(identity, request);
        }),
      );
      // The audit keeps what was refused to the portal users.
      const after = await everyRowOf('msp-one');
      const isRefusal = (row: string) => /,(paul|nora),REFUSED,/.test(row);
      expect({ ...after, audit_entry: after.audit_entry?.filter((row) => !isRefusal(row)) }).toEqual(before);
    }, 600_000);

    it('is changed by nothing that a read-only user sends', async () => {
      const before = await everyRowOf('msp-one');
      // Each person has a digest of their own, which readers switch too.
      const ofReaders = 'Mutation.setBitdefenderDigest';
      const mutations = requests.filter(({ way }) => way.startsWith('Mutation.') && way !== ofReaders);
      for (const { way, query, variables } of mutations) {
        const answer = await environment.ask(reader, query, variables);
        expect(
          answer.errors?.map(({ extensions }) => extensions?.code),
          way,
        ).toEqual(['FORBIDDEN']);
      }
      expect(mutations.length).toBeGreaterThan(29);
      // The audit keeps what was refused.
      const after = await everyRowOf('msp-one');
      const isRefusal = (row: string) => row.includes(',rita,REFUSED,Mutation.');
      expect({ ...after, audit_entry: after.audit_entry?.filter((row) => !isRefusal(row)) }).toEqual(before);
    }, 600_000);

    it('is not pushed to anybody else', async () => {
      const watchers = new Map<Identity, Watcher>();
      for (const identity of [technician, otherAdmin, portalOfClient, portalOfNeighbour])
        watchers.set(identity, await watchEverything(identity));
      const ways = [...new Set(subscriptions().map(({ way }) => way))];
      const heard = (identity: Identity) => watchers.get(identity)?.heard ?? [];
      const heardAll = (identity: Identity) => new Set(heard(identity).map(({ way }) => way)).size === ways.length;
      // Portal users have no subscriptions at all.
      for (const identity of [portalOfClient, portalOfNeighbour])
        await eventually(async () => watchers.get(identity)?.refusals.length === subscriptions().length);

      // One subscription may open later than another: a threat more is heard by all of them.
      let number = 2;
      await eventually(async () => {
        number += 1;
        const name = `Trojan.${marker}.${number}`;
        environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 95 });
        await syncNow(environment, clientId);
        return heardAll(technician);
      });
      expect(heard(technician).some(({ leaked }) => leaked.length > 0)).toBe(true);

      // Its own events come later and arrive: by then nothing of the first tenant can still be on its way.
      const [company] = [...otherGravityZone.world.companies.values()].filter(({ name }) => name === 'Other company');
      await eventually(async () => {
        number += 1;
        const name = `Trojan.Other.${number}`;
        otherGravityZone.world.addIncident({ companyId: company?.id ?? '', name, severityScore: 95 });
        await syncNow(environment, otherClientId, otherAdmin);
        return heardAll(otherAdmin);
      });
      for (const identity of [otherAdmin, portalOfClient, portalOfNeighbour]) {
        expect(heard(identity).filter(({ leaked }) => leaked.length > 0)).toEqual([]);
        expect(watchers.get(identity)?.refusals.flat()).toEqual([]);
      }
      expect([...heard(portalOfClient), ...heard(portalOfNeighbour)]).toEqual([]);
      for (const { sockets } of watchers.values()) for (const socket of sockets) await socket.dispose();
    }, 600_000);

    it('needs a token that is signed here and still good', async () => {
      const tokens = {
        missing: undefined,
        garbled: 'Bearer nonsense',
        expired: `Bearer ${await environment.tokens.issue({ ...admin, expiresIn: 1_000_000_000 })}`,
        forged: `Bearer ${await (await createTokenIssuer()).issue(admin)}`,
      };
      for (const [kind, authorization] of Object.entries(tokens)) {
        const response = await fetch(environment.app.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
          body: JSON.stringify({ query: '{ bitdefenderThreats { edges { node { name } } } }' }),
        });
        expect(response.status, kind).toBe(401);
        expect(leaks(await response.json(), { query: '', variables: {} }), kind).toEqual([]);
        expect(await closeCode(authorization), kind).toBe(4403);
      }
    });

    // Last: the first tenant's own admin changes what he walks over.
    it('is shown to its owner by the same requests', async () => {
      const shown = new Set<string>();
      // Deleting comes last: what is gone can no longer be shown by the requests after it.
      const deletes = ({ way }: WalkedRequest) => Number(way.startsWith('Mutation.delete'));
      for (const request of overHttp().sort((a, b) => deletes(a) - deletes(b))) {
        const answer = await environment.ask(admin, request.query, request.variables);
        expect(JSON.stringify(answer), request.way).not.toContain(webhookSecret);
        expect(JSON.stringify(answer), request.way).not.toContain('REQUEST_TOO_LARGE');
        if (leaks(answer, request).length > 0) shown.add(request.way);
      }
      expect([...shown]).toEqual(
        expect.arrayContaining([
          'Query.bitdefenderAlerts',
          'Query.bitdefenderAlertChanges',
          'Query.bitdefenderAlertMutes',
          'Query.bitdefenderAlertRules',
          'Query.bitdefenderMaintenanceWindows',
          'Query.bitdefenderAudit',
          'Query.previewBitdefenderAlertRule',
          'Query.bitdefenderThreats',
          'Query.bitdefenderThreat',
          'Query.bitdefenderThreatChanges',
          'Query.bitdefenderThreatSeries',
          'Query.bitdefenderCompanies',
          'Query.bitdefenderIntegrations',
          'Query.bitdefenderDevices',
          'Query.bitdefenderDevice',
          'Query.bitdefenderDiagnostics',
          'Query.bitdefenderClientReport',
          'Query.bitdefenderReportLinks',
          'Query.bitdefenderSyncRun',
          'Query.bitdefenderSyncRuns',
          'Query.bitdefenderWebhooks',
          'Mutation.rotateBitdefenderWebhookSecret',
          'Mutation.unmapBitdefenderCompanies',
          'Mutation.disconnectBitdefender',
          'Mutation.triageBitdefenderThreats',
          '_entities.Agent',
          '_entities.Client',
          '_entities.BitdefenderAlert',
          '_entities.BitdefenderCompany',
          '_entities.BitdefenderDevice',
          '_entities.BitdefenderIntegration',
          '_entities.BitdefenderThreat',
        ]),
      );
    }, 600_000);

    it('is kept apart by every statement itself, before row-level security', () => {
      expect(environment.logged().match(/was left to row-level security by: [^"]*/g) ?? []).toEqual([]);
    });

    interface Watcher {
      sockets: SocketClient[];
      heard: { way: string; leaked: string[] }[];
      /** What each refusal leaks. */
      refusals: string[][];
    }

    /** Opens every subscription that the schema allows to ask for. */
    async function watchEverything(identity: Identity): Promise<Watcher> {
      const watcher: Watcher = { sockets: [], heard: [], refusals: [] };
      for (const [index, request] of subscriptions().entries()) {
        if (index % socketLimits.operations === 0) watcher.sockets.push(await connectedSocket(identity));
        watcher.sockets.at(-1)?.subscribe(
          { query: request.query, variables: request.variables },
          {
            next: (event) => {
              if (event.data) watcher.heard.push({ way: request.way, leaked: leaks(event, request) });
              else watcher.refusals.push(leaks(event, request));
            },
            error: (errors) => watcher.refusals.push(leaks(errors, request)),
            complete: () => undefined,
          },
        );
        // Hundreds at once would keep the process from its sockets for so long that one could be taken for dead.
        await setImmediate();
      }
      return watcher;
    }

    async function connectedSocket(identity: Identity): Promise<SocketClient> {
      const socket = await openSocket(environment, identity, { lazy: false });
      await new Promise((connected, failed) => {
        socket.on('connected', connected);
        socket.on('closed', failed);
      });
      return socket;
    }

    /** The code with which the service closes a socket that was opened so. */
    function closeCode(authorization: string | undefined): Promise<number> {
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(environment.app.url.replace('http', 'ws'), 'graphql-transport-ws');
        const payload = authorization === undefined ? {} : { authorization };
        socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
        socket.on('close', resolve);
        socket.on('error', reject);
      });
    }
  });
