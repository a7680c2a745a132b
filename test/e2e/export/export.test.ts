import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../../demo/tokens.js';
import { openDatabase } from '../../../src/database/database.js';
import { clearOpenedExports } from '../../../src/export/clear-opened-exports.js';
import { type Cell, writeCsv } from '../../../src/export/csv.js';
import { refuse } from '../../../src/server/token-refusals.js';
import { atEndOfFile } from '../../support/end-of-file.js';
import { admin, eventually, type TestEnvironment, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

const exportDevices = `query ($filter: BitdefenderDeviceFilter) {
  exportBitdefenderDevices(filter: $filter) { url fileName columns expiresAt } }`;
const exportThreats = `query ($filter: BitdefenderThreatFilter) {
  exportBitdefenderThreats(filter: $filter) { url fileName columns expiresAt } }`;

interface Link {
  url: string;
  fileName: string;
  columns: string[];
}

const read = (text: string) => parse<Record<string, string>>(text, { columns: true, bom: true });
const formula = /^[=+\-@\t\r＝＋－＠]/;

describe('exports, by links from the gateway', () => {
  let environment: TestEnvironment;
  let clientId: string;

  const link = async (query: string, filter: object, identity: Identity = technician): Promise<Link> =>
    Object.values(await environment.data<Record<string, Link>>(identity, query, { filter }))[0] as Link;

  beforeAll(async () => {
    environment = await testEnvironment({ gateway: true });
    const { world } = environment.gravityZone;
    const core = environment.core.world('msp-one');
    const company = world.addCompany('Bakery').id;
    clientId = core.addClient({ name: '=cmd|"/C calc"!A0' }).id;
    for (let number = 0; number < 2_150; number += 1)
      world.addDevice({ companyId: company, name: `PC-${String(number).padStart(4, '0')}` });
    const odd = world.addDevice({ companyId: company, name: '+SUM(A1),"q"' });
    core.addAgent({ clientId, hostname: 'PC-0007' });
    core.addAgent({ clientId, hostname: 'AGENT-ONLY' });
    world.addIncident({ companyId: company, deviceId: odd.id, severityScore: 95, filePath: 'C:\\x;=1+1;.exe' });
    world.addIncident({ companyId: company, deviceId: odd.id, severityScore: 10 });
    await connectSimulator(environment);
    await mapByBdId(environment, { [company]: clientId });
    await syncNow(environment, clientId);
  });

  it('hold every row of the filtered list of devices, each once, with its columns', async () => {
    const { url, fileName, columns } = await link(exportDevices, {});
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${fileName}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('set-cookie')).toBeNull();
    const rows = read(await response.text());
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
    expect(rows).toHaveLength(2_152);
    expect(new Set(rows.map(({ Name }) => Name)).size).toBe(2_152);
    expect(rows.find(({ Name }) => Name === 'PC-0007')).toMatchObject({ 'Known to': 'BOTH', 'Can run scripts': 'yes' });
    expect(rows.find(({ Name }) => Name === 'AGENT-ONLY')).toMatchObject({
      'Known to': 'OPSMERGE_ONLY',
      Health: '',
      Gaps: 'UNPROTECTED',
      'Match reason': '',
    });
    expect(rows.find(({ Name }) => Name === 'PC-0008')).toMatchObject({
      'Known to': 'BITDEFENDER_ONLY',
      Gaps: 'NO_AGENT',
      Match: 'NONE',
      'Match reason': 'No agent of this client has host name "pc-0008".',
    });

    const some = await link(exportDevices, { search: 'pc-000' });
    expect(read(await (await fetch(some.url)).text())).toHaveLength(10);
  });

  it('come in the order asked, and the other way round', async () => {
    const ordered = `query ($order: BitdefenderDeviceOrder!, $reverse: Boolean!) {
      exportBitdefenderDevices(filter: { search: "pc-000" }, orderBy: $order, reverse: $reverse) { url } }`;
    const namesBy = async (order: string, reverse: boolean) => {
      const { exportBitdefenderDevices } = await environment.data<{ exportBitdefenderDevices: Link }>(
        technician,
        ordered,
        { order, reverse },
      );
      return read(await (await fetch(exportBitdefenderDevices.url)).text()).map(({ Name }) => Name);
    };
    const names = Array.from({ length: 10 }, (_, number) => `PC-000${number}`);
    expect(await namesBy('NAME', false)).toEqual(names);
    expect(await namesBy('NAME', true)).toEqual(names.toReversed());
    // Whose state is not known comes before the healthy ones; of ten alike the id decides, not the name.
    expect(await namesBy('HEALTH', false)).not.toEqual(names);
  });

  it('hold the threats of the filter, the default one where none is given', async () => {
    const high = await link(exportThreats, {});
    const rows = read(await (await fetch(high.url)).text());
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ Severity: 'CRITICAL', Score: '95', Status: 'UNRESOLVED', 'Client id': clientId });
    const scoresBy = async (order: string) => {
      const { exportBitdefenderThreats } = await environment.data<{ exportBitdefenderThreats: Link }>(
        technician,
        `query ($order: BitdefenderThreatOrder!) {
          exportBitdefenderThreats(filter: { minimumSeverity: UNKNOWN, status: ALL }, orderBy: $order) { url } }`,
        { order },
      );
      return read(await (await fetch(exportBitdefenderThreats.url)).text()).map(({ Score }) => Score);
    };
    expect(await scoresBy('MOST_SEVERE')).toEqual(['95', '10']);
    expect(await scoresBy('OLDEST')).toEqual((await scoresBy('NEWEST')).toReversed());
  });

  it('are safe to open in a spreadsheet', async () => {
    const { url } = await link(exportDevices, { search: 'sum' });
    const [row] = read(await (await fetch(url)).text());
    expect(row).toMatchObject({ Name: `'+SUM(A1),"Q"`, Client: `'=cmd|"/C calc"!A0` });
    const threats = await link(exportThreats, {});
    expect(read(await (await fetch(threats.url)).text())).toMatchObject([{ File: "C:\\x;'=1+1;.exe" }]);
  });

  it('open once, whichever replica is asked, and are on record once', async () => {
    const { url } = await link(exportDevices, { search: 'pc-000' });
    const replica = await environment.startReplica();
    const elsewhere = new URL(new URL(url).pathname, replica.url).href;
    const countOf = async () =>
      Number(
        (await environment.database.query(`select count(*) from audit_entry where action = 'LIST_EXPORTED'`)).rows[0]
          .count,
      );
    const before = await countOf();
    const answers = await Promise.all([url, elsewhere, url, elsewhere, url, elsewhere].map((each) => fetch(each)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // Not more of them are answered at once than there may be exports.
    expect(statuses.slice(1).every((status) => [404, 429].includes(status))).toBe(true);
    const again = await fetch(url);
    expect(again.status).toBe(404);
    expect(again.headers.get('cache-control')).toBe('no-store');
    expect((await again.json()).errors[0].extensions.code).toBe('NOT_FOUND');
    expect(await countOf()).toBe(before + 1);
    await replica.close();
  });

  it('are not used up by who only looks at the link', async () => {
    const { url } = await link(exportDevices, { search: 'pc-000' });
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(405);
    expect((await fetch(url)).status).toBe(200);
  });

  it('open for nobody when they were changed, or who asked for them is refused', async () => {
    const { url } = await link(exportDevices, {});
    const last = url.at(-1) === 'A' ? 'B' : 'A';
    expect((await fetch(url.slice(0, -1) + last)).status).toBe(404);
    expect((await fetch(new URL('/exports/nothing', url))).status).toBe(404);
    const gone: Identity = { ...technician, subject: 'gone' };
    const [other, own] = [await link(exportDevices, {}, technician), await link(exportDevices, {}, gone)];
    const opened = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => opened.close());
    await refuse(opened.query, { kind: 'SUBJECT', value: 'gone' }, null);
    await eventually(async () => (await environment.ask(gone, '{ bitdefenderSettings { timeZone } }')).errors);
    expect((await fetch(own.url)).status).toBe(404);
    expect((await fetch(other.url)).status).toBe(200);
  });

  it('are for those who may read the list', async () => {
    const customer: Identity = { subject: 'pia', roles: ['portal'], tenantId: 'msp-one', clientId };
    expect((await environment.ask(customer, exportDevices, { filter: {} })).errors).toBeDefined();
  });

  it('hold only what their tenant has, whoever opens them', async () => {
    const { url } = await link(exportDevices, {}, { ...admin, tenantId: 'msp-two' });
    const authorization = `Bearer ${await environment.tokens.issue(admin)}`;
    expect(read(await (await fetch(url, { headers: { authorization } })).text())).toEqual([]);
  });

  it('count as requests of who asked for them', async () => {
    const requestLimits = { ...environment.config.requestLimits, personPerMinute: 2 };
    const replica = await environment.startReplica({ requestLimits });
    const answer = await environment.data<Record<string, Link>>(
      { ...technician, subject: 'often' },
      exportDevices,
      { filter: { search: 'pc-000' } },
      replica.url,
    );
    const { url } = answer.exportBitdefenderDevices as Link;
    const here = new URL(new URL(url).pathname, replica.url);
    const statuses = [(await fetch(here)).status, (await fetch(here)).status];
    expect(statuses).toEqual([200, 429]);
    await replica.close();
  });

  it('are forgotten a day after they have expired', async () => {
    const opened = openDatabase(environment.app.databaseUrl, { outside: 'all tenants' });
    atEndOfFile(() => opened.close());
    const count = async () =>
      Number((await environment.database.query('select count(*) from opened_export')).rows[0].count);
    const clear = (hours: number) =>
      clearOpenedExports.run({
        ...{ database: opened, tenantId: 'msp-one', signal: new AbortController().signal },
        now: new Date(Date.now() + hours * 3_600_000),
      });
    const before = await count();
    await clear(23);
    expect(await count()).toBe(before);
    await clear(25);
    // That of the other tenant is left.
    expect(await count()).toBe(1);
  });

  it('refuse an invalid filter', async () => {
    const answer = await environment.ask(technician, exportDevices, { filter: { search: 5, colour: 'red' } });
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const never = await environment.ask(technician, exportDevices, { filter: { notSeenForDays: 0 } });
    expect(never.errors?.[0]?.extensions?.code).toBe('BAD_DAYS');
    const short = await environment.ask(technician, exportThreats, {
      filter: { minimumSeverity: 'UNKNOWN', status: 'ALL', search: ' x1 ' },
    });
    expect(short.errors?.[0]?.extensions?.code).toBe('SEARCH_TOO_SHORT');
  });
});

describe('writeCsv', () => {
  const written = async (columns: string[], rows: Cell[][]) => {
    const chunks: string[] = [];
    const output = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    await writeCsv(
      output,
      columns,
      (async function* () {
        yield* rows;
      })(),
    );
    return chunks.join('');
  };

  it('gives back every text, and no cell that is a formula', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1+1', '@a', '\t=1', '＝1', '-2', '"', '\r\n', ',;'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1 }), async (rows) => {
        const read = parse(await written(['a', 'b'], rows), {
          bom: true,
          from_line: 2,
          relax_column_count: true,
        });
        for (const [line, row] of rows.entries())
          for (const [place, cell] of row.entries()) {
            const shown = read[line]?.[place] ?? '';
            expect(shown).not.toMatch(formula);
            expect(shown.replaceAll("'", '')).toBe(cell.replaceAll("'", ''));
          }
      }),
    );
  });

  it('writes dates in UTC, numbers as numbers and nothing as nothing', async () => {
    const rows = [[new Date('2026-03-29T01:30:00+01:00'), -5, true, null]];
    expect(await written(['at', 'number', 'flag', 'none'], rows)).toBe(
      '\ufeffat,number,flag,none\r\n2026-03-29T00:30:00.000Z,-5,yes,\r\n',
    );
  });

  it('reads no further than its reader does', async () => {
    let made = 0;
    const slow = new Writable({ write: () => undefined });
    const rows = (async function* () {
      for (;;) {
        made += 1;
        yield ['x'.repeat(1_000)];
      }
    })();
    const writing = writeCsv(slow, ['text'], rows).catch(() => 'closed');
    for (let before = -1; before !== made; ) {
      before = made;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(made).toBeLessThan(500);
    slow.destroy();
    expect(await writing).toBe('closed');
  });
});
