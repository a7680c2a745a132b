import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  deliveryKinds,
  deliveryPart,
  isRuleActionKind,
  notedKinds,
  readStoredActions,
  ruleActionDescriptions,
  ruleActionFields,
} from '../../../../src/alert/action/action-kinds.js';
import { acting, route, rule, ticket } from '../../../support/alerts.js';

it('registers every file of an action kind', () => {
  const files = readdirSync(new URL('../../../../src/alert/action/kinds/', import.meta.url));
  const kinds = files.map((file) => file.replace(/\.ts$/, '').replaceAll('-', '_').toUpperCase());
  expect([...new Set([...Object.keys(ruleActionDescriptions), ...deliveryKinds])].sort()).toEqual(kinds.sort());
  expect(notedKinds).toEqual(['CREATE_TICKET', 'WEBHOOK']);
});

it('has no field of the same name in two kinds, which share one input type', () => {
  const names = ruleActionFields.map(([name]) => name);
  expect(names).toEqual([...new Set(names)]);
});

it('separates stored actions of unknown kinds, also when named like object members', () => {
  const stored = [
    { kind: 'ISOLATE' },
    { kind: 'constructor' },
    { kind: 'NOTE' },
    { kind: 'PAGE', onCall: 'night', x: 1 },
  ];
  expect(readStoredActions(stored)).toEqual({
    actions: [{ kind: 'PAGE', onCall: 'night' }],
    unknownKinds: ['ISOLATE', 'constructor', 'NOTE'],
  });
  expect(isRuleActionKind('toString')).toBe(false);
  expect(deliveryPart('SUPPRESS')).toBeUndefined();
});

it('neither suppresses nor stops when every action of a rule is unknown', () => {
  const idle = rule('a', { actions: [], unknownKinds: ['ISOLATE'], next: 'STOP' });
  const routing = route([idle, rule('b', { position: 2, actions: [ticket] })]);
  expect(routing.suppressed).toBeNull();
  expect(routing.actions).toMatchObject([{ ruleId: 'b', action: ticket }]);
  expect(routing.trace[0]).toMatchObject({ matched: true, stopped: false, unknown: ['ISOLATE'] });
});

it('carries out the known actions of a rule and stops when one is unknown', () => {
  const mixed = rule('a', { actions: [ticket], unknownKinds: ['ISOLATE'], next: 'STOP' });
  expect(acting([mixed, rule('b', { position: 2 })])).toEqual(['a']);
});
