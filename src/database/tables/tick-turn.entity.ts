import { defineEntity } from '@mikro-orm/core';

/** One row for the whole service: when a replica last took the turn of a tick. It belongs to no tenant. */
export const TickTurnEntity = defineEntity({
  name: 'TickTurn',
  tableName: 'tick_turn',
  properties: (p) => ({
    id: p.integer().primary(),
    takenAt: p.datetime(),
  }),
});
