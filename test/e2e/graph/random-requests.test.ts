import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../demo/gravityzone/random.js';
import type { Identity } from '../../../demo/tokens.js';
import { inputBounds } from '../../../src/graphql/input-bounds.js';
import { encodeCursor } from '../../../src/graphql/lists/cursors.js';
import { type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { type RandomRequest, type RandomRequestOptions, randomRequest } from '../../support/random-requests.js';
import { idsOfTenant, rowsOfTenant } from '../../support/tenant-rows.js';
import { fillTwoTenants, markers, otherAdmin } from '../../support/two-tenants.js';
import { stringsIn } from '../../support/walk-schema.js';

/** `RANDOM_REQUESTS=10000 SEED=7` sends more of them, and others. */
const count = Number(process.env.RANDOM_REQUESTS ?? 2_000);
const seed = Number(process.env.SEED ?? 1);

interface Person {
  identity: Identity;
  /** What the requests are made of, and percent of them. */
  schemas: [schema: GraphQLSchema, percent: number][];
  mutations: number;
  /** What must be in none of the answers. */
  foreign: { markers: string[]; ids: string[] };
  own: string;
}

interface Answered {
  status: number;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions?: { code?: string } }[];
}

/** What became of the requests of one person. */
interface Tally {
  sent: number;
  /** That reached a resolver, and was not refused because of who asks. */
  resolved: number;
  /** With something of the person's own in the answer. */
  shown: number;
  problems: string[];
}

/** What shows ids that the mutations of a person have named, even where nothing has them: the audit, rules, mutes and maintenance windows. */
const echoes = /^bitdefender(Audit|AlertRules|AlertMutes|MaintenanceWindows)\d/;

const readOnly: Identity = { subject: 'rita', roles: ['read-only'], tenantId: 'msp-one' };

describe.each(['all', 'none'] as const)(
  'random requests with valid types and wild values, queries compiled: %s',
  (compiledQueries) => {
    let environment: TestEnvironment;
    let people: Record<'portal' | 'readOnly' | 'other', Person>;
    let options: Omit<RandomRequestOptions, 'mutations'>;

    beforeAll(async () => {
      environment = await testEnvironment({ compiledQueries });
      const { clientId, otherGravityZone } = await fillTwoTenants(environment);
      const portal: Identity = { subject: 'paul', roles: ['portal'], tenantId: 'msp-one', clientId };
      const full = buildSchema(await readFile('schema/bitdefender.graphql', 'utf8'), { assumeValidSDL: true });
      const { _service } = await environment.data<{ _service: { sdl: string } }>(portal, '{ _service { sdl } }');
      const ofPortal = buildSchema(_service.sdl, { assumeValidSDL: true });

      const [ofOne, ofTwo] = [await idsOf('msp-one'), await idsOf('msp-two')];
      const own = await ownThreats(portal);
      const secret = (ids: string[], shared: string[]) => ids.filter((id) => !shared.includes(id));
      people = {
        portal: {
          identity: portal,
          schemas: [
            [ofPortal, 85],
            [full, 15],
          ],
          mutations: 20,
          foreign: {
            markers: [markers.tenant, markers.admins, markers.other],
            ids: secret([...ofOne, ...ofTwo], [...own, clientId]),
          },
          own: markers.client,
        },
        readOnly: {
          identity: readOnly,
          schemas: [[full, 100]],
          mutations: 10,
          foreign: { markers: [markers.admins, markers.other], ids: secret(ofTwo, ofOne) },
          own: markers.tenant,
        },
        other: {
          identity: otherAdmin,
          schemas: [[full, 100]],
          mutations: 40,
          foreign: { markers: [markers.client, markers.tenant, markers.admins], ids: secret(ofOne, ofTwo) },
          own: markers.other,
        },
      };
      options = {
        bounds: inputBounds(full),
        pools: {
          ID: [...ofOne, ...ofTwo],
          ...(await idsByPlace()),
          String: ['antimalware', 'Trojan', 'note', 'C:\\'],
          search: ['Trojan', 'exe', ...Object.values(markers)],
          Int: [1, 2, 7, 30, 60, 400],
          Float: [0, 0.5],
          first: [1, 3, 5],
          after: [
            null,
            null,
            null,
            encodeCursor(['0']),
            encodeCursor([Date.now() + 86_400_000, 'ffffffff-ffff-4fff-bfff-ffffffffffff']),
            encodeCursor([4, Date.now(), ofOne[0] ?? '']),
            encodeCursor(['a', 1]),
          ],
          hostname: [`${markers.client}-01`, `${markers.other}-02.example`, 'nobody'],
          timeZone: ['Europe/Berlin', 'UTC', 'Pacific/Apia'],
          day: [new Date().toISOString().slice(0, 10), '2026-11-18', 'today'],
          weekOf: [new Date().toISOString().slice(0, 10), '2026-03-18'],
          month: [new Date().toISOString().slice(0, 7), '2026-03'],
          // Kept, and shown again to whoever said it.
          portalHiddenClientIds: ['client-of-nobody'],
          assigneeId: ['person-of-nobody'],
          // What the second tenant may reach.
          endpoint: [
            otherGravityZone.url,
            'https://127.0.0.1:1/api',
            'http://127.0.0.1',
            'https://',
            '',
            'x'.repeat(2_001),
          ],
          url: ['https://127.0.0.1:1/', 'https://hooks.example.com/', 'ftp://x', ''],
          caCertificate: [otherGravityZone.caCertificate, ''],
          certificateFingerprint: [otherGravityZone.fingerprint, 'ff'],
          apiKey: [otherGravityZone.addKey(), 'f'.repeat(64), ''],
        },
        // Left out, they mean Bitdefender's cloud and longer pages; of the rest no wild values shall be looked up.
        always: ['endpoint', 'url', 'caCertificate', 'apiKey'],
      };
    });

    const idsOf = async (tenantId: string) =>
      // Short ones may stand in any text by chance.
      (await idsOfTenant(environment.database, tenantId)).filter((id) => id.length >= 8);

    /** Ids of both tenants where they mean something: any one of all ids is rarely that of a device. */
    async function idsByPlace(): Promise<Record<string, string[]>> {
      const places = {
        device: ['deviceId', 'Query.bitdefenderDevice(id:)', 'BitdefenderDevice.id'],
        threat: [
          'threatId',
          'Query.bitdefenderThreat(id:)',
          'Query.portalBitdefenderThreat(id:)',
          'BitdefenderThreat.id',
        ],
        company: ['companyId', 'companyIds'],
        connection: ['integrationId'],
        alert: ['alertId', 'outbreakId', 'DecideBitdefenderAlertsInput.ids'],
        alert_rule: ['ruleId', 'ruleIds'],
        alert_mute: ['muteId', 'suppressedById'],
        maintenance_window: ['windowId'],
        webhook: ['webhookId'],
        report_link: ['linkId'],
        sync_run: ['Query.bitdefenderSyncRun(id:)'],
      };
      const pools: Record<string, string[]> = {};
      for (const [table, names] of Object.entries(places)) {
        const { rows } = await environment.database.query(`select id from "${table}"`);
        expect(rows.length, table).toBeGreaterThan(1);
        for (const name of names) pools[name] = rows.map(({ id }) => String(id));
      }
      const { rows } = await environment.database.query(
        `select distinct client_id as id from company where client_id is not null`,
      );
      for (const name of ['clientId', 'clientIds', 'Client.id']) pools[name] = rows.map(({ id }) => String(id));
      return { ...pools, 'TriageBitdefenderThreatsInput.ids': pools.threatId ?? [] };
    }

    async function ownThreats(identity: Identity): Promise<string[]> {
      const { portalBitdefenderThreats: page } = await environment.data<{
        portalBitdefenderThreats: { edges: { node: { id: string } }[] };
      }>(identity, '{ portalBitdefenderThreats(first: 100) { edges { node { id } } } }');
      expect(page.edges).not.toEqual([]);
      return page.edges.map(({ node }) => node.id);
    }

    /** What a value reveals of what is not the person's, beyond what was asked: texts of the request, or ids in it. */
    function leaksIn(value: unknown, request: RandomRequest, kept: string, foreign: Person['foreign']): string[] {
      const asked = new Set(stringsIn(request.variables));
      const shown = stringsIn(value)
        .filter((text) => !asked.has(text))
        .flatMap((text) => [text, Buffer.from(text, 'base64url').toString('utf8')])
        .join('\n');
      const inLowerCase = shown.toLowerCase();
      const sent = request.query + JSON.stringify(request.variables) + kept;
      return [
        ...foreign.markers.filter((marker) => inLowerCase.includes(marker.toLowerCase())),
        ...foreign.ids.filter((id) => shown.includes(id) && !sent.includes(id)),
      ];
    }

    function leaks({ data, errors }: Answered, request: RandomRequest, mutations: string, foreign: Person['foreign']) {
      const parts = Object.entries(data ?? {}).map(([field, value]) =>
        leaksIn(value, request, echoes.test(field) ? mutations : '', foreign),
      );
      return [...parts.flat(), ...leaksIn(errors, request, '', foreign)];
    }

    function problemsOf(answer: Answered, leaked: string[]): string[] {
      return [
        ...(answer.status >= 500 ? [`status ${answer.status}`] : []),
        ...(answer.errors ?? [])
          .filter(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR')
          .map(({ path }) => `internal error at ${path}`),
        ...leaked.map((text) => `shows ${text}`),
      ];
    }

    const isResolved = ({ data, errors = [] }: Answered) =>
      (data !== null && data !== undefined) ||
      errors.some(({ path, extensions }) => path !== undefined && extensions?.code !== 'FORBIDDEN');

    async function sendAll(person: Person, requests: RandomRequest[]): Promise<Tally> {
      const tally: Tally = { sent: requests.length, resolved: 0, shown: 0, problems: [] };
      const authorization = `Bearer ${await environment.tokens.issue(person.identity)}`;
      let mutations = '';
      for (const request of requests) {
        if (request.operation === 'mutation') mutations += JSON.stringify(request.variables);
        const response = await fetch(environment.app.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify({ query: request.query, variables: request.variables }),
        });
        const answer: Answered = { ...((await response.json()) as object), status: response.status };
        if (isResolved(answer)) tally.resolved += 1;
        if (stringsIn(answer.data).some((text) => text.includes(person.own))) tally.shown += 1;
        for (const problem of problemsOf(answer, leaks(answer, request, mutations, person.foreign)))
          tally.problems.push(`${problem}: ${request.query} ${JSON.stringify(request.variables).slice(0, 2_000)}`);
      }
      return tally;
    }

    /** The requests of a person; the same for the same seed. */
    const requestsOf = ({ schemas, mutations }: Person, number: number): RandomRequest[] => {
      const draw = createRandom(seed * 10 + number);
      return schemas.flatMap(([schema, percent]) =>
        Array.from({ length: Math.round((count / 3) * (percent / 100)) }, () =>
          randomRequest(schema, { ...options, mutations }, draw),
        ),
      );
    };

    it('reveal nothing foreign, fail nowhere and change nothing of others', { timeout: 1_200_000 }, async () => {
      // The audit keeps what was refused.
      const rows = () => rowsOfTenant(environment.database, 'msp-one', ['audit_entry']);
      const before = await rows();
      const [portal, ofReader, other] = await Promise.all(
        Object.values(people).map((person, number) => sendAll(person, requestsOf(person, number))),
      );
      const tallies = { portal, readOnly: ofReader, other };
      for (const [name, tally] of Object.entries(tallies)) {
        process.stdout.write(
          `${name}: ${tally?.sent} sent, ${tally?.resolved} resolved, ${tally?.shown} with own data\n`,
        );
        expect(tally?.problems.slice(0, 5), name).toEqual([]);
        expect(tally?.resolved, name).toBeGreaterThan((tally?.sent ?? 0) / 2);
      }
      // Each person has a digest of their own, which readers switch too.
      await environment.database.query('delete from digest where subject = $1', [readOnly.subject]);
      expect(await rows()).toEqual(before);
      // Not only requests that come back empty.
      expect(portal?.shown).toBeGreaterThan(count / 60);
      expect(ofReader?.shown).toBeGreaterThan(count / 60);
      expect(environment.logged()).not.toContain('a request failed');
      await environment.data(technician, '{ bitdefenderThreats { totalCount } }');
    });
  },
);
