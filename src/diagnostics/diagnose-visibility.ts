import type { IntegrationWarning } from '../integration/integration-warnings.js';
import type { VisibilityReport } from '../integration/visibility.type.js';
import type { Finding } from './diagnostics.type.js';
import { byMutation, finding, inGravityZone } from './finding.js';

/** The findings for what an integration cannot see of detections although it could, and for its warnings. */
export function diagnoseVisibility(
  { id: integrationId, name }: { id: string; name: string },
  { deviceCount, withoutSensorCount, modulesOff }: VisibilityReport,
  warnings: readonly IntegrationWarning[],
): Finding[] {
  const findings = warnings.map(({ code, message, hint }) =>
    finding(code === 'TIMES_NOT_CERTAIN' ? 'WARNING' : 'INFORMATION', code, {
      integrationId,
      message,
      evidence: { integration: name },
      remedy: byMutation('setBitdefenderTimeZone', hint),
    }),
  );
  if (withoutSensorCount > 0)
    findings.push(
      finding('INFORMATION', 'NOT_ALL_DETECTIONS_SEEN', {
        integrationId,
        message: `${withoutSensorCount} of ${deviceCount} devices have no EDR sensor: what is blocked, disinfected or deleted on them is seen only as one flag for all detections of 24 hours, and some detections are not seen at all. The field "visibility" lists each kind.`,
        evidence: { integration: name, devices: deviceCount, withoutSensor: withoutSensorCount },
        remedy: inGravityZone('Policies > Incidents Sensor', 'Add the sensor to the policy where EDR is licensed.'),
      }),
    );
  for (const { module, deviceCount: off } of modulesOff)
    findings.push(
      finding('INFORMATION', 'MODULE_OFF', {
        integrationId,
        message: `The module ${module} is switched off on ${off} of ${deviceCount} devices, which detect nothing with it.`,
        evidence: { integration: name, module, devices: off },
        remedy: inGravityZone('Policies', 'Switch the module on, unless that is intended.'),
      }),
    );
  return findings;
}
