import { alerts } from './alerts.ts';
import { assistants } from './assistants.ts';
import { clients } from './clients.ts';
import { common } from './common.ts';
import { devices } from './devices.ts';
import { diagnostics } from './diagnostics.ts';
import { digest } from './digest.ts';
import { integrations } from './integrations.ts';
import { maintenance } from './maintenance.ts';
import { mappings } from './mappings.ts';
import { portal } from './portal.ts';
import { records } from './records.ts';
import { report } from './report.ts';
import { rules } from './rules.ts';
import { seats } from './seats.ts';
import { threats } from './threats.ts';
import { today } from './today.ts';

/** All texts in English, a file for each screen. */
export const en = {
  ...common,
  alerts,
  assistants,
  clients,
  devices,
  diagnostics,
  digest,
  integrations,
  maintenance,
  mappings,
  portal,
  records,
  report,
  rules,
  seats,
  threats,
  today,
} as const;
