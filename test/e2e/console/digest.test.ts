import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations, openConsole } from '../../support/browser.js';
import { choose, openFromMenu } from '../../support/console.js';
import { eventually, everySecond, type TestEnvironment, testEnvironment } from '../../support/environment.js';
import { addBakery, connectSimulator, mapByBdId, syncNow } from '../../support/msp.js';

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await testEnvironment({ gateway: true, pagesOf: 'msp-one', tick: everySecond });
  const { companyId, deviceId, clientId } = addBakery(environment);
  await connectSimulator(environment);
  await mapByBdId(environment, { [companyId]: clientId });
  // A digest that was due an hour ago may be yesterday's, and ends with the day before.
  const createdAt = new Date(Date.now() - 30 * 3_600_000);
  environment.gravityZone.world.addIncident({ companyId, deviceId, name: 'Ransom.One', severityScore: 95, createdAt });
  await syncNow(environment, clientId);
});

describe('the weekly digest in a browser', () => {
  let page: Page;

  beforeAll(async () => {
    const opened = await openConsole(environment, { role: 'read-only' });
    page = opened.page;
    opened.takeOperations();
    await openFromMenu(page, 'Weekly digest');
    await page.getByRole('heading', { level: 1, name: 'Weekly digest' }).waitFor();
    await page.getByText('1 new threat (0 the week before)').waitFor();
    expect(opened.takeOperations()).toMatchObject({ DigestPage: 1 });
  });

  it('is off, and shows what it would say now', async () => {
    await page.getByText('Off', { exact: true }).waitFor();
    const preview = page.getByRole('region', { name: 'What it would say now' });
    await preview.getByText('1 unresolved threat of severity high or critical').waitFor();
    for (const name of ['The week', 'What waits', 'What degraded'])
      await preview.getByRole('heading', { name, exact: true }).waitFor();
    await expectNoAxeViolations(page);
  });

  it('is switched on for a day and an hour, and says when the next one is due', async () => {
    await choose(page, 'Day', 'Thursday');
    await choose(page, 'Hour', '17:00');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('The digest is on.').waitFor();
    await page.getByText('On', { exact: true }).waitFor();
    await page.getByText(/^The next one is due .+(17:00|5:00.PM)\.$/).waitFor();
    const { rows } = await environment.database.query('select tenant_id, subject, weekday, hour from digest');
    expect(rows).toEqual([{ tenant_id: 'msp-one', subject: 'demo-reader', weekday: 4, hour: 17 }]);
    await expectNoAxeViolations(page);
  });

  it('gets another time, and shows that one was sent', async () => {
    await choose(page, 'Hour', '06:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The time was saved.').waitFor();
    await environment.database.query(
      "update digest set next_at = now() - interval '1 hour', next_week = '2020-01-06', weekday = extract(isodow from now() at time zone 'UTC' + interval '3 days')",
    );
    await eventually(async () => environment.core.personal.length > 0);
    expect(environment.core.personal).toMatchObject([{ userId: 'demo-reader' }]);
    expect(environment.core.personal[0]?.body).toContain('- 1 new threat (0 the week before)');
    await eventually(async () => {
      const { rows } = await environment.database.query('select state from digest_delivery');
      return rows[0]?.state === 'SENT';
    });
    await page.reload();
    await page.getByText(/^The last one was due .+ and was sent\.$/).waitFor();
  });

  it('is switched off again', async () => {
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('The digest is off.').waitFor();
    await page.getByRole('button', { name: 'Switch on' }).waitFor();
    const { rows } = await environment.database.query('select next_at, end_reason from digest');
    expect(rows).toEqual([{ next_at: null, end_reason: 'SWITCHED_OFF' }]);
  });

  it('is offered for teams to administrators alone', async () => {
    expect(await page.getByRole('region', { name: 'Teams', exact: true }).count()).toBe(0);
    const { page: ofAdmin } = await openConsole(environment, { role: 'owner' });
    await openFromMenu(ofAdmin, 'Weekly digest');
    const teams = ofAdmin.getByRole('region', { name: 'Teams', exact: true });
    await choose(teams, 'Team', 'Service desk');
    await choose(teams, 'Day for the team', 'Tuesday');
    await choose(teams, 'Hour for the team', '07:00');
    await teams.getByRole('button', { name: 'Switch on for the team' }).click();
    await ofAdmin.getByText('The digest of Service desk is on.').waitFor();
    const ofTeam = teams.getByRole('region', { name: 'Service desk', exact: true });
    await ofTeam.getByText(/^Tuesday at 07:00; the next one is due .+\.$/).waitFor();
    await expectNoAxeViolations(ofAdmin);
    await environment.database.query(
      "update digest set next_at = now() - interval '1 hour', next_week = '2020-01-13' where team_id = 'service-desk'",
    );
    await eventually(async () => environment.core.toTeams.length > 0);
    expect(environment.core.toTeams).toMatchObject([{ teamId: 'service-desk' }]);
    await ofTeam.getByRole('button', { name: 'Switch off for Service desk' }).click();
    await ofAdmin.getByText('The digest of Service desk is off.').waitFor();
    await ofTeam.getByText(/^It was switched off .+\.$/).waitFor();
    environment.core.world('msp-one').teams.clear();
    await ofAdmin.reload();
    await teams.getByText('OpsMerge has no team: create one there first.').waitFor();
    await environment.database.query('delete from digest where team_id is not null');
  });

  it('says why it ended for a person whom OpsMerge no longer knew', async () => {
    await environment.database.query("update digest set end_reason = 'PERSON_GONE'");
    await page.reload();
    await page.getByText('OpsMerge no longer knew you', { exact: false }).waitFor();
  });
});
