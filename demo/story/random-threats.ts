import { pick } from '../gravityzone/random.js';
import type { World } from '../gravityzone/world.js';
import type { Send } from '../send.js';
import type { Story } from './seed-story.js';
import { syncClient } from './sync.js';

/** A threat somewhere every half a minute, unless it is quiet. */
export interface RandomThreats {
  readonly secondsBetween: number;
  quiet: boolean;
  stop(): void;
}

const secondsBetween = 30;
const names = ['Gen:Variant.Ransom.Demo', 'Trojan.GenericKD', 'Exploit.CVE-2026-1', 'Application.Bundler'];

/** Begins with it. What goes wrong is said, and the next one comes all the same. */
export function startRandomThreats(
  parts: { world: World; story: Story; send: Send; say: (text: string) => void },
  random: () => number,
): RandomThreats {
  const timer = setInterval(() => {
    if (threats.quiet) return;
    addRandomThreat(parts, random).catch((error: Error) => parts.say(`  (${error.message})`));
  }, secondsBetween * 1_000);
  const threats: RandomThreats = { secondsBetween, quiet: false, stop: () => clearInterval(timer) };
  return threats;
}

/** A new threat on some machine; the next sync is asked for, as a technician would. */
async function addRandomThreat(
  { world, story, send, say }: Parameters<typeof startRandomThreats>[0],
  random: () => number,
): Promise<void> {
  const { plan, bdCompanyId, machines } = pick(
    story.clients.filter(({ plan: { site } }) => site === 'CLOUD'),
    random,
  );
  const machine = pick(
    machines.filter(({ deviceId }) => world.devices.get(deviceId ?? '')?.managed === true),
    random,
  );
  const score = Math.floor(30 + random() * 70);
  const name = `${pick(names, random)}.${Math.floor(random() * 900) + 100}`;
  world.addIncident({
    companyId: bdCompanyId,
    deviceId: machine.deviceId,
    name,
    severityScore: score,
    action: pick(['blocked', 'reported', 'partially_blocked'], random),
  });
  say(`+ ${machine.hostname} (${plan.name}): ${name}, score ${score}${score >= 76 ? ', which becomes a ticket' : ''}`);
  await syncClient(send, plan.id);
}
