import { expect, it } from 'vitest';
import { eventually, everySecond, technician, testEnvironment } from '../../support/environment.js';
import { connectSimulator, mapByBdId } from '../../support/msp.js';
import { nodesOf } from '../../support/nodes.js';

const shown = `{ bitdefenderCompanies(first: 100, filter: { mapped: true }) { edges { node { name suspended } } }
  bitdefenderCompanyEvents { edges { node { kind company { name } } } } }`;

interface Shown {
  bitdefenderCompanies: { edges: { node: { name: string; suspended: boolean | null } }[] };
  bitdefenderCompanyEvents: { edges: { node: { kind: string; company: { name: string } } }[] };
}

it('lists mapped companies in the inbox when they are suspended and when they return', async () => {
  const environment = await testEnvironment({ tick: everySecond });
  const { gravityZone, core } = environment;
  const { database } = environment;
  const bakery = gravityZone.world.addCompany('Bakery').id;
  const clientId = core.world('msp-one').addClient({ name: 'Bakery' }).id;
  await connectSimulator(environment);
  await mapByBdId(environment, { [bakery]: clientId });
  /** The daily maintenance, a day later; it is over when this returns, so that the next is not taken for it. */
  const maintained = async () => {
    await database.query("update job set requested_at = requested_at - interval '2 days' where ended_at is not null");
    await database.query('update company set suspension_checked_at = null');
    await eventually(async () => {
      const { rowCount } = await database.query(
        `select 1 from company where client_id is not null and suspension_checked_at is null
         union all select 1 from job where ended_at is null`,
      );
      return rowCount === 0;
    });
    return environment.data<Shown>(technician, shown);
  };
  const kinds = ({ bitdefenderCompanyEvents }: Shown) => bitdefenderCompanyEvents.edges.map(({ node }) => node.kind);

  await eventually(async () => (await database.query("select from job where state = 'SUCCEEDED'")).rowCount);
  const before = await maintained();
  expect([nodesOf(before.bitdefenderCompanies), kinds(before)]).toEqual([[{ name: 'Bakery', suspended: false }], []]);
  gravityZone.world.suspendCompany(bakery);
  const suspended = await maintained();
  expect([nodesOf(suspended.bitdefenderCompanies), kinds(suspended)]).toEqual([
    [{ name: 'Bakery', suspended: true }],
    ['SUSPENDED'],
  ]);
  gravityZone.world.suspendCompany(bakery, false);
  expect(kinds(await maintained())).toEqual(['RESUMED', 'SUSPENDED']);
  expect(kinds(await maintained())).toEqual(['RESUMED', 'SUSPENDED']);
});
