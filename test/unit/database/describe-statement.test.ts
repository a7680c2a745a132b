import { expect, it } from 'vitest';
import { describeStatement } from '../../../src/database/measure-statement.js';

it.each([
  ['select "id" from "device" where "tenant_id" = $1', 'select', 'device'],
  ['\n    insert into threat_change (tenant_id) values ($1)', 'insert', 'threat_change'],
  ['update company set active = $1', 'update', 'company'],
  ['delete from only sync_stream', 'delete', 'sync_stream'],
  ['with due as (select tenant_id from company) select from due', 'select', 'company'],
  ['select pg_notify($1, $2)', 'select', null],
  ['begin', 'begin', null],
  ['', 'other', null],
  ['vacuum device', 'other', null],
])('describes %s', (text, kind, table) => {
  expect(describeStatement(text)).toEqual({ kind, table });
});
