import { type DetectionSource, decideVisibility } from '../domain/visibility.js';
import { visibilityText } from '../domain/visibility-text.js';
import type { Diagnosis } from '../gravityzone/types.js';
import type { KindVisibilityType } from './visibility.type.js';

/** What the APIs of a tested key show of detections; its devices are not known yet. */
export function visibilityOf({
  enabledApis,
  flavour,
  problems,
}: Pick<Diagnosis, 'enabledApis' | 'flavour' | 'problems'>): KindVisibilityType[] {
  const enabled = new Set(enabledApis.map((api) => api.toLowerCase()));
  const isLicensed = problems.every(({ code }) => code !== 'NO_LICENCE');
  const readable: DetectionSource[] = [
    ...(enabled.has('incidents') && isLicensed && flavour === 'CLOUD' ? (['INCIDENTS'] as const) : []),
    ...(enabled.has('quarantine') ? (['QUARANTINE'] as const) : []),
    ...(enabled.has('network') ? (['DEVICE_STATE'] as const) : []),
  ];
  return decideVisibility({ readable, devices: null }).map((each) => ({ ...each, message: visibilityText(each) }));
}
