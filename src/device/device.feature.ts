import type { Database } from '../database/database.js';
import type { References } from '../graphql/schema.js';
import { JobKind } from '../job/job.type.js';
import type { OpsMerge } from '../opsmerge/opsmerge.js';
import type { ThreatCountsReader } from '../threat/counts/threat-counts.reader.js';
import type { ThreatReader } from '../threat/list/threat.reader.js';
import { clearCoverage } from './coverage/clear-coverage.js';
import { createCoverageReader } from './coverage/coverage.reader.js';
import { CoverageResolver } from './coverage/coverage.resolver.js';
import { keepCoverage } from './coverage/keep-coverage.js';
import { loadDevice } from './detail/device.loader.js';
import { createDeviceReader } from './detail/device.reader.js';
import { DeviceResolver } from './detail/device.resolver.js';
import { createDeviceEventReader } from './detail/device-event.reader.js';
import { ThreatDeviceResolver } from './detail/threat-device.resolver.js';
import { ExpectationResolver } from './health/expectation.resolver.js';
import { createExpectationService } from './health/expectation.service.js';
import { AgentResolver } from './machine/agent.resolver.js';
import { createMachineReader } from './machine/machine.reader.js';
import { MachineResolver } from './machine/machine.resolver.js';
import { createMatchOverrideReader } from './matching/match-override.reader.js';
import { MatchOverridePeopleResolver, MatchOverrideResolver } from './matching/match-override.resolver.js';
import { createMatchOverrideService } from './matching/match-override.service.js';
import { refreshHostKeys } from './matching/refresh-host-keys.js';
import { rematchClients } from './matching/rematch-clients.js';

/** Devices, the agents they are matched to, their health and coverage. */
export function deviceFeature(parts: {
  database: Database;
  opsMerge: OpsMerge;
  threats: ThreatReader;
  counts: ThreatCountsReader;
}) {
  const { database, threats, counts } = parts;
  const devices = createDeviceReader(database);
  const machines = createMachineReader(database);
  const coverage = createCoverageReader(database);
  const overrides = createMatchOverrideReader(database);
  const references: References = { BitdefenderDevice: (context, id) => loadDevice(context, devices, id) };
  return {
    devices,
    machines,
    coverage,
    resolvers: [
      new MachineResolver(machines, devices),
      new CoverageResolver(coverage),
      new ExpectationResolver(createExpectationService(database)),
      new DeviceResolver(devices, createDeviceEventReader(database), threats, counts),
      new MatchOverrideResolver(createMatchOverrideService(parts), overrides, devices),
      new MatchOverridePeopleResolver(),
      new AgentResolver(devices),
      new ThreatDeviceResolver(devices),
    ],
    references,
    jobs: { [JobKind.REMATCH_CLIENTS]: rematchClients },
    maintenance: [keepCoverage, clearCoverage, refreshHostKeys],
  };
}
