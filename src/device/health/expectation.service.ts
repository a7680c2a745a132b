import { recordAudit } from '../../audit/audit.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Database, Queries } from '../../database/database.js';
import { versionOf } from '../../domain/version.js';
import { refuseOutdated, UserInputError } from '../../graphql/errors.js';
import type { Expectations, OwnExpectations, SetExpectationsInput } from './expectation.type.js';
import { defaultExpectations, moduleNames } from './expectations.js';

/** Reads and sets the expectations of a tenant, or of one of its clients. */
export interface ExpectationService {
  read(tenantId: string, clientId: string | null): Promise<Expectations>;
  set(viewer: Viewer, input: SetExpectationsInput): Promise<Expectations>;
}

const nothing: OwnExpectations = { policies: null, modules: null, notSeenDays: null };
const longestList = 100;
const longestName = 200;
const longestSilence = 365;

export function createExpectationService(database: Database): ExpectationService {
  return {
    read: (tenantId, clientId) => readExpectations(database.query, tenantId, clientId),

    set: (viewer, input) =>
      database.forTenant(viewer.tenantId, async (transaction) => {
        const { tenantId, subject } = viewer;
        const clientId = input.clientId ?? null;
        if (clientId !== null) await refuseUnmapped(transaction, tenantId, clientId);
        const { own: before, version } = await readExpectations(transaction, tenantId, clientId);
        refuseOutdated(input.version, version, 'expectations');
        const after: OwnExpectations = {
          policies: input.policies === undefined ? before.policies : checkedNames(input.policies, 'policies'),
          modules: input.modules === undefined ? before.modules : checkedModules(input.modules),
          notSeenDays: input.notSeenDays === undefined ? before.notSeenDays : checkedDays(input.notSeenDays),
        };
        const now = new Date();
        await transaction
          .insertInto('expectation')
          .values({ tenantId, clientId: clientId ?? '', ...after, changedAt: now })
          .onConflict((conflict) =>
            conflict.columns(['tenantId', 'clientId']).doUpdateSet({ ...after, changedAt: now }),
          )
          .execute();
        await recordAudit(transaction, {
          tenantId,
          actor: subject,
          action: 'EXPECTATIONS_CHANGED',
          subject: clientId ?? tenantId,
          detail: { before: { ...before }, after: { ...after } },
          at: now,
        });
        return readExpectations(transaction, tenantId, clientId);
      }),
  };
}

async function readExpectations(queries: Queries, tenantId: string, clientId: string | null): Promise<Expectations> {
  const rows = await queries
    .selectFrom('expectation')
    .select(['clientId', 'policies', 'modules', 'notSeenDays'])
    .where('tenantId', '=', tenantId)
    .where('clientId', 'in', ['', clientId ?? ''])
    .execute();
  const of = (wanted: string): OwnExpectations => {
    const { clientId: _, ...found } = rows.find((row) => row.clientId === wanted) ?? { clientId: wanted, ...nothing };
    return found;
  };
  const common = of('');
  const own = of(clientId ?? '');
  return {
    policies: own.policies ?? common.policies ?? [...defaultExpectations.policies],
    modules: own.modules ?? common.modules ?? [...defaultExpectations.modules],
    notSeenDays: own.notSeenDays ?? common.notSeenDays ?? defaultExpectations.notSeenDays,
    own,
    version: versionOf(own),
  };
}

async function refuseUnmapped(queries: Queries, tenantId: string, clientId: string): Promise<void> {
  const company = await queries
    .selectFrom('company')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('clientId', '=', clientId)
    .executeTakeFirst();
  if (company === undefined)
    throw new UserInputError('CLIENT_NOT_MAPPED', 'No company is mapped to this client. Map one first.', [
      'input',
      'clientId',
    ]);
}

function checkedNames(names: string[] | null, field: string): string[] | null {
  if (names === null) return null;
  const distinct = [...new Set(names.map((name) => name.trim()))];
  if (distinct.length > longestList || distinct.some((name) => name === '' || name.length > longestName))
    throw new UserInputError(
      'BAD_NAMES',
      `Enter at most ${longestList} names, each of 1 to ${longestName} characters.`,
      ['input', field],
    );
  return distinct;
}

function checkedModules(names: string[] | null): string[] | null {
  const modules = checkedNames(names, 'modules');
  if (modules?.some((name) => !moduleNames.includes(name)))
    throw new UserInputError('UNKNOWN_MODULE', `Choose from the modules of Bitdefender: ${moduleNames.join(', ')}.`, [
      'input',
      'modules',
    ]);
  return modules;
}

function checkedDays(days: number | null): number | null {
  if (days !== null && (days < 1 || days > longestSilence))
    throw new UserInputError('BAD_DAYS', `Enter a number of days from 1 to ${longestSilence}.`, [
      'input',
      'notSeenDays',
    ]);
  return days;
}
