import { describe, expect, it } from 'vitest';
import type { Routing } from '../../../../src/alert/rule/alert-rule.js';
import { missingActions, type Requested } from '../../../../src/alert/rule/route-now.js';

type Action = Routing['actions'][number]['action'];

const ticket = (team: string): Action => ({ kind: 'CREATE_TICKET', priority: 'HIGH', team }) as Action;
const notify = (channel: string): Action => ({ kind: 'NOTIFY', channel }) as Action;
const wanted = (...actions: Action[]): Routing['actions'] =>
  actions.map((action, index) => ({ ruleId: `rule-${index}`, ruleName: `Rule ${index}`, action }));
const requested = (...actions: Action[]): Requested => ({
  ticketId: null,
  actions: actions.map((action) => ({ kind: action.kind, parameters: { ...action } })),
});

describe('the actions that an alert still lacks', () => {
  it.each<[what: string, wants: Action[], done: Requested, missing: Action[]]>([
    ['everything of an alert that never acted', [ticket('a'), notify('x')], requested(), [ticket('a'), notify('x')]],
    ['nothing that was requested with the same parameters', [notify('x')], requested(notify('x')), []],
    [
      'nothing whose parameters are only in another order',
      [{ channel: 'x', kind: 'NOTIFY' } as Action],
      requested(notify('x')),
      [],
    ],
    ['a notification elsewhere', [notify('y')], requested(notify('x')), [notify('y')]],
    ['a ticket, after a notification', [ticket('a'), notify('x')], requested(notify('x')), [ticket('a')]],
    ['no second ticket, whoever is to get it', [ticket('b')], requested(ticket('a')), []],
    ['no ticket beside one that it has', [ticket('a')], { ticketId: 'ticket-1', actions: [] }, []],
    ['one ticket of several that rules want', [ticket('a'), ticket('b')], requested(), [ticket('a')]],
    ['one of two that are the same', [notify('x'), notify('x')], requested(), [notify('x')]],
    [
      "nothing of an alert that is the platform's",
      [ticket('a'), notify('x')],
      { ticketId: null, actions: [{ kind: 'PUBLISH', parameters: {} }] },
      [],
    ],
    ['nothing where no rule wants anything', [], requested(), []],
  ])('are %s', (_what, wants, done, missing) => {
    expect(missingActions(wanted(...wants), done).map(({ action }) => action)).toEqual(missing);
  });
});
