import { answerParent } from '../child.js';
import type { AttackRequest } from './attack.js';
import { attacks } from './attacks.js';

/** Does to a server what one attack does, and reports what became of it. */
answerParent<AttackRequest>((request) => {
  const attack = attacks[request.attack];
  if (attack === undefined) throw new Error(`There is no attack ${request.attack}.`);
  return attack(request);
});
