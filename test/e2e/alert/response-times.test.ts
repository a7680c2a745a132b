import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity } from '../../../demo/tokens.js';
import { eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';
import { type PlantedResponse, plantResponses, randomResponses } from '../../support/planted-responses.js';

const step = 'reached p50Seconds p95Seconds waiting kept overdue keptShare';
const report = `query ($clientIds: [ID!]!, $first: Int, $timeZone: String) {
  bitdefenderResponseTimes(clientIds: $clientIds, first: $first, timeZone: $timeZone) {
    timeZone promise { known alert ticket person }
    clients { client { id } months { month from to threats removed
      known { ${step} } alert { ${step} } ticket { ${step} } person { ${step} } } } } }`;
const steps = ['known', 'alert', 'ticket', 'person'] as const;

interface Numbers {
  reached: number;
  p50Seconds: number | null;
  p95Seconds: number | null;
  waiting: number;
  kept: number | null;
  overdue: number | null;
  keptShare: number | null;
}
type Month = { month: string; from: string; to: string; threats: number; removed: number } & Record<
  (typeof steps)[number],
  Numbers
>;
interface Report {
  bitdefenderResponseTimes: {
    timeZone: string;
    promise: Record<(typeof steps)[number], number | null>;
    clients: { client: { id: string }; months: Month[] }[];
  };
}
interface Times {
  knownSeconds: number;
  alertSeconds: number | null;
  ticketSeconds: number | null;
  personSeconds: number | null;
}

describe('response times', () => {
  let environment: TestEnvironment;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
  });

  const asked = async (variables: { clientIds: string[]; first?: number; timeZone?: string }, identity = technician) =>
    (await environment.data<Report>(identity, report, { first: 6, ...variables })).bitdefenderResponseTimes;
  const changeSettings = async (input: object, identity: Identity) => {
    const { bitdefenderSettings: read } = await environment.data<{ bitdefenderSettings: { version: string } }>(
      identity,
      '{ bitdefenderSettings { version } }',
    );
    const { updateBitdefenderSettings: answer } = await environment.data<{
      updateBitdefenderSettings: { settings: object | null; userErrors: { code: string; field: string[] }[] };
    }>(
      identity,
      `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) {
        settings { responsePromise { known alert ticket person } } userErrors { code field } } }`,
      { input: { version: read.version, ...input } },
    );
    return answer;
  };
  const promise = (responsePromise: object, identity: Identity) => changeSettings({ responsePromise }, identity);

  describe('of one threat, from the simulator to a person', () => {
    let companyId: string;
    let clientId: string;
    let deviceId: string;

    beforeAll(async () => {
      ({ companyId, clientId, deviceId } = addBakery(environment));
      // What is there before the first read.
      detect('Trojan.Before', new Date());
      await connectSimulator(environment);
      await mapByBdId(environment, { [companyId]: clientId });
      await syncNow(environment, clientId);
    });

    /** As an incident of that time that has grown just now: what was last changed before the last read is not read again. */
    function detect(name: string, at: Date) {
      const incident = environment.gravityZone.world.addIncident({ companyId, deviceId, name, severityScore: 95, at });
      incident.updatedAt = new Date();
    }
    const timesOf = async (name: string, identity = technician) => {
      const { bitdefenderThreats } = await environment.data<{
        bitdefenderThreats: { edges: { node: { id: string; responseTimes: Times | null } }[] };
      }>(
        identity,
        `query ($search: String!) { bitdefenderThreats(filter: { search: $search, minimumSeverity: UNKNOWN, status: [ALL] }) { edges { node { id
          responseTimes { knownSeconds alertSeconds ticketSeconds personSeconds } } } } }`,
        { search: name },
      );
      return bitdefenderThreats.edges.map(({ node }) => node);
    };
    const stored = async (name: string) => {
      const { rows } = await environment.database.query<Times>(
        `with times as (
           select threat.detected_at, threat.created_at as known, alert.raised_at as alert,
             (select min(at) from alert_change where alert_id = alert.id and kind = 'TICKETED') as ticket,
             (select min(at) from alert_change where alert_id = alert.id and actor = 'tom') as person
           from threat left join alert on alert.threat_id = threat.id where name = $1)
         select floor(extract(epoch from known - detected_at))::int as "knownSeconds",
           floor(extract(epoch from alert - detected_at))::int as "alertSeconds",
           floor(extract(epoch from ticket - detected_at))::int as "ticketSeconds",
           floor(extract(epoch from person - detected_at))::int as "personSeconds" from times`,
        [name],
      );
      return rows;
    };

    it('has no times if the first read found it', async () => {
      expect(await timesOf('Trojan.Before')).toMatchObject([{ responseTimes: null }]);
      const { clients } = await asked({ clientIds: [clientId] });
      expect(clients[0]?.months.map(({ threats }) => threats)).toEqual([0, 0, 0, 0, 0, 0]);
    });

    it('has each step as it was stored, and null before', async () => {
      // As if the company were known since yesterday.
      await environment.database.query(
        "update company set first_seen_at = first_seen_at - interval '1 day' where bd_id = $1",
        [companyId],
      );
      detect('Trojan.Chain', new Date(Date.now() - 3_600_000));
      await syncNow(environment, clientId);
      const [threat] = await eventually(async () => {
        const found = await timesOf('Trojan.Chain');
        return found[0]?.responseTimes?.ticketSeconds != null && found;
      });
      expect(threat?.responseTimes?.personSeconds).toBeNull();
      expect(threat?.responseTimes?.knownSeconds).toBeGreaterThanOrEqual(3_600);

      const { bitdefenderThreat } = await environment.data<{ bitdefenderThreat: { alert: { id: string } } }>(
        technician,
        'query ($id: ID!) { bitdefenderThreat(id: $id) { alert { id } } }',
        { id: threat?.id },
      );
      await environment.data(
        technician,
        `mutation ($input: DecideBitdefenderAlertsInput!) { decideBitdefenderAlerts(input: $input) {
          outcomes { alert { state } } userErrors { code } } }`,
        { input: { ids: [bitdefenderThreat.alert.id], decision: 'ACKNOWLEDGE' } },
      );
      // What comes later moves nothing.
      await environment.data(
        technician,
        `mutation ($input: TriageBitdefenderThreatsInput!) { triageBitdefenderThreats(input: $input) {
          outcomes { threat { id } } userErrors { code } } }`,
        { input: { ids: [threat?.id], decision: 'RESOLVE' } },
      );
      const after = await timesOf('Trojan.Chain');
      expect(after.map(({ responseTimes }) => responseTimes)).toEqual(await stored('Trojan.Chain'));
      expect(after[0]?.responseTimes?.personSeconds).toBeGreaterThanOrEqual(3_600);
      const { clients } = await asked({ clientIds: [clientId], first: 2 });
      expect(clients[0]?.months.reduce((sum, { person }) => sum + person.reached, 0)).toBe(1);
    });

    it('counts a decision about the alert of its outbreak, from when its own was raised', async () => {
      detect('Trojan.Outbreak', new Date(Date.now() - 3_600_000));
      await syncNow(environment, clientId);
      await environment.database.query(
        `insert into alert (tenant_id, id, kind, subject, alert_type, title, severity, state, client_id, raised_at, changed_at)
         values ('msp-one', $1, 'OUTBREAK', 'outbreak', 'bitdefender', 'Outbreak', 4, 'ACKNOWLEDGED', $2, now(), now())`,
        ['00000000-0000-4000-8000-00000000ffff', clientId],
      );
      await environment.database.query(
        `update alert set outbreak_id = $1 where title = 'Trojan.Outbreak' and kind = 'THREAT'`,
        ['00000000-0000-4000-8000-00000000ffff'],
      );
      await environment.database.query(
        `insert into alert_change (tenant_id, sequence, alert_id, kind, actor, detail, at)
         select 'msp-one', max(sequence) + 1, $1, 'ACKNOWLEDGED', 'tom', '{}', now() - interval '2 hours' from alert_change`,
        ['00000000-0000-4000-8000-00000000ffff'],
      );
      const [threat] = await timesOf('Trojan.Outbreak');
      expect(threat?.responseTimes?.personSeconds).toBe(threat?.responseTimes?.alertSeconds);
    });

    it('does not count what the service and GravityZone do themselves', async () => {
      detect('Trojan.Nobody', new Date(Date.now() - 3_600_000));
      await syncNow(environment, clientId);
      await environment.database.query(
        `insert into threat_change (tenant_id, sequence, threat_id, kind, actor, detail, at)
         select 'msp-one', (select max(sequence) from threat_change) + place, id, 'RESOLVED', actor, '{}', now()
         from threat, unnest(array['bitdefender', 'opsmerge']) with ordinality as given (actor, place)
         where name = 'Trojan.Nobody'`,
      );
      expect(await timesOf('Trojan.Nobody')).toMatchObject([{ responseTimes: { personSeconds: null } }]);
    });
  });

  describe('by client and month', () => {
    const zone = 'Europe/Berlin';
    const tenantId = 'msp-planted';
    const reader: Identity = { subject: 'rita', roles: ['read-only'], tenantId };
    const owner: Identity = { subject: 'olaf', roles: ['admin'], tenantId };
    /** Beginnings of the last twelve months, newest first: two of them are in months in which the clocks change. */
    const begins = Array.from({ length: 12 }, (_, months) =>
      DateTime.now().setZone(zone).startOf('month').minus({ months }),
    );
    const planted: PlantedResponse[] = [];

    beforeAll(async () => {
      planted.push(...randomResponses(tenantId, ['client-1', 'client-2'], begins));
      await plantResponses(environment.database, planted);
      await environment.database.query(
        `insert into threat_kept_count (tenant_id, id, company_id, client_id, quarter, severity, status, action, count)
         values ($1, gen_random_uuid(), gen_random_uuid(), 'client-1', $2, 3, 'RESOLVED', 'BLOCKED', 5),
                ($1, gen_random_uuid(), gen_random_uuid(), 'client-1', $3, 3, 'RESOLVED', 'BLOCKED', 2)`,
        [tenantId, begins[3]?.toJSDate(), new Date((begins[3]?.toMillis() ?? 0) - 900_000)],
      );
      expect((await promise({ known: 10, ticket: 30, person: 600 }, owner)).userErrors).toEqual([]);
    });

    /** Whether a threat is still to reach a step, as the documentation says. */
    const waits = (response: PlantedResponse, name: (typeof steps)[number]) => {
      const { threat, alert, suppressedBy, ticketAsked } = response;
      if (threat.status !== 'UNRESOLVED' || response[name] !== null) return false;
      if (name === 'alert') return true;
      if (name === 'ticket') return alert !== null && ticketAsked;
      return name === 'person' && alert !== null && suppressedBy === null;
    };

    function plainly(
      responses: readonly PlantedResponse[],
      name: (typeof steps)[number],
      minutes: number | null,
    ): Numbers {
      const seconds = responses.flatMap((one) => one[name] ?? []).toSorted((a, b) => a - b);
      const percentile = (share: number) => seconds[Math.max(Math.ceil(share * seconds.length) - 1, 0)] ?? null;
      const waiting = responses.filter((one) => waits(one, name));
      const kept = minutes === null ? null : seconds.filter((each) => each <= minutes * 60).length;
      const overdue =
        minutes === null
          ? null
          : waiting.filter(({ threat }) => threat.detectedAt.getTime() < Date.now() - minutes * 60_000).length;
      const judged = seconds.length + (overdue ?? 0);
      return {
        reached: seconds.length,
        p50Seconds: percentile(0.5),
        p95Seconds: percentile(0.95),
        waiting: waiting.length,
        kept,
        overdue,
        keptShare: kept === null || judged === 0 ? null : kept / judged,
      };
    }

    it.each(['client-1', 'client-2'])('are what a plain computation gives for %s, in every month', async (clientId) => {
      const {
        clients,
        promise: promised,
        timeZone,
      } = await asked({ clientIds: ['client-2', 'client-1'], first: 12, timeZone: zone }, reader);
      expect(timeZone).toBe(zone);
      expect(promised).toEqual({ known: 10, alert: null, ticket: 30, person: 600 });
      expect(clients.map(({ client }) => client.id)).toEqual(['client-2', 'client-1']);
      const months = clients.find(({ client }) => client.id === clientId)?.months ?? [];
      expect(months.map(({ month }) => month)).toEqual(begins.map((begin) => begin.toFormat('yyyy-MM')));
      expect(months.map(({ from }) => new Date(from))).toEqual(begins.map((begin) => begin.toJSDate()));
      for (const { from, to, threats, ...month } of months) {
        const own = planted.filter(
          ({ threat: { detectedAt, clientId: of } }) =>
            of === clientId && detectedAt >= new Date(from) && detectedAt < new Date(to),
        );
        expect(threats, month.month).toBe(own.length);
        for (const name of steps)
          expect({ [`${month.month} ${name}`]: month[name] }).toEqual({
            [`${month.month} ${name}`]: plainly(own, name, promised[name]),
          });
      }
    });

    it('say how many threats of a month were removed', async () => {
      const { clients } = await asked({ clientIds: ['client-1'], first: 12, timeZone: zone }, reader);
      const removed = clients[0]?.months.map(({ removed: count }) => count);
      expect(removed).toEqual([0, 0, 0, 5, 2, 0, 0, 0, 0, 0, 0, 0]);
    });

    it('are in the time zone of the tenant unless another is asked for', async () => {
      expect((await asked({ clientIds: ['client-1'] }, reader)).timeZone).toBe('UTC');
    });

    it('are nothing for a second tenant that names the same clients', async () => {
      const stranger: Identity = { subject: 'sid', roles: ['owner'], tenantId: 'msp-stranger' };
      const { clients, promise: promised } = await asked({ clientIds: ['client-1', 'client-2'], first: 12 }, stranger);
      expect(promised).toEqual({ known: null, alert: null, ticket: null, person: null });
      for (const { months } of clients)
        for (const { threats, removed, ...month } of months) {
          expect([threats, removed]).toEqual([0, 0]);
          for (const name of steps)
            expect(month[name]).toEqual({
              reached: 0,
              p50Seconds: null,
              p95Seconds: null,
              waiting: 0,
              kept: null,
              overdue: null,
              keptShare: null,
            });
        }
    });

    it.each([
      ['more months than a year', { clientIds: ['client-1'], first: 13 }, 'PAGE_SIZE'],
      ['no month', { clientIds: ['client-1'], first: 0 }, 'PAGE_SIZE'],
      ['no client', { clientIds: [] }, 'EMPTY_LIST'],
      ['too many clients', { clientIds: Array.from({ length: 21 }, (_, n) => `client-${n}`) }, 'TOO_MANY'],
      ['a zone that does not exist', { clientIds: ['client-1'], timeZone: 'Mars/Base' }, 'BAD_TIME_ZONE'],
    ])('refuse %s', async (_what, variables, code) => {
      const { errors } = await environment.ask(reader, report, { first: 6, ...variables });
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
    });

    it('are shown to the people of a client once the MSP shares its threats, and to no other', async () => {
      const own = `{ portalBitdefenderResponseTimes(first: 12) { timeZone months { month threats
        known { reached p50Seconds p95Seconds promisedMinutes keptShare } ticket { reached p50Seconds p95Seconds promisedMinutes keptShare }
        person { reached p50Seconds p95Seconds promisedMinutes keptShare } } } }`;
      const customer: Identity = { subject: 'cleo', roles: ['portal'], tenantId, clientId: 'client-1' };
      expect(await environment.data(customer, own)).toEqual({ portalBitdefenderResponseTimes: null });
      const shared = await changeSettings({ portalEnabled: true, portalHiddenClientIds: ['client-2'] }, owner);
      expect(shared.userErrors).toEqual([]);
      const { portalBitdefenderResponseTimes: seen } = await environment.data<{
        portalBitdefenderResponseTimes: { timeZone: string; months: (Partial<Month> & { month: string })[] };
      }>(customer, own);
      const { clients } = await asked({ clientIds: ['client-1'], first: 12 }, reader);
      const minutes = { known: 10, ticket: 30, person: 600 };
      expect(seen.timeZone).toBe('UTC');
      expect(seen.months).toEqual(
        clients[0]?.months.map(({ month, threats, ...rest }) => ({
          month,
          threats,
          ...Object.fromEntries(
            (['known', 'ticket', 'person'] as const).map((name) => {
              const { reached, p50Seconds, p95Seconds, keptShare } = rest[name];
              return [name, { reached, p50Seconds, p95Seconds, keptShare, promisedMinutes: minutes[name] }];
            }),
          ),
        })),
      );
      expect(seen.months.some(({ threats }) => (threats ?? 0) > 0)).toBe(true);
      const neighbour: Identity = { ...customer, clientId: 'client-2' };
      expect(await environment.data(neighbour, own)).toEqual({ portalBitdefenderResponseTimes: null });
      const { errors } = await environment.ask(reader, own);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    });

    it('are not for a portal user', async () => {
      const customer: Identity = { subject: 'carl', roles: ['portal'], tenantId, clientId: 'client-1' };
      const { errors } = await environment.ask(customer, report, { clientIds: ['client-1'], first: 1 });
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    });
  });

  describe('the promise', () => {
    const tenantId = 'msp-promise';
    const owner: Identity = { subject: 'olga', roles: ['owner'], tenantId };

    it('is replaced as a whole, and audited', async () => {
      await promise({ known: 20, person: 120 }, owner);
      const { settings } = await promise({ ticket: 45, person: null }, owner);
      expect(settings).toEqual({ responsePromise: { known: null, alert: null, ticket: 45, person: null } });
      const { bitdefenderAudit } = await environment.data<{
        bitdefenderAudit: { edges: { node: { action: string; actor: string; detail: string } }[] };
      }>(owner, '{ bitdefenderAudit(first: 1) { edges { node { action actor detail } } } }');
      const [entry] = bitdefenderAudit.edges;
      expect(entry?.node).toMatchObject({ action: 'SETTINGS_CHANGED', actor: 'olga' });
      const detail = typeof entry?.node.detail === 'string' ? JSON.parse(entry.node.detail) : entry?.node.detail;
      expect(detail.before.responsePromise).toEqual({ known: 20, alert: null, ticket: null, person: 120 });
      expect(detail.after.responsePromise).toEqual({ known: null, alert: null, ticket: 45, person: null });
    });

    it.each([{ known: 0 }, { person: 43_201 }])('refuses %j, and changes nothing', async (bad) => {
      const [step] = Object.keys(bad);
      expect(await promise(bad, owner)).toEqual({
        settings: null,
        userErrors: [{ code: 'BAD_PROMISE', field: ['input', 'responsePromise', step] }],
      });
    });

    it('is refused if somebody else changed the settings meanwhile', async () => {
      const answer = await environment.data<{
        updateBitdefenderSettings: { userErrors: { code: string }[] };
      }>(
        owner,
        `mutation ($input: UpdateBitdefenderSettingsInput!) { updateBitdefenderSettings(input: $input) { userErrors { code } } }`,
        { input: { version: 'an older one', responsePromise: { known: 5 } } },
      );
      expect(answer.updateBitdefenderSettings.userErrors.map(({ code }) => code)).toEqual(['CHANGED_MEANWHILE']);
    });

    it('is only for administrators to change', async () => {
      const tom: Identity = { subject: 'tim', roles: ['technician'], tenantId };
      const { errors } = await environment.ask(
        tom,
        `mutation { updateBitdefenderSettings(input: { responsePromise: { known: 5 } }) { userErrors { code } } }`,
      );
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    });
  });
});
