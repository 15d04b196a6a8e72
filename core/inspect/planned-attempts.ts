import { arrayMember, objectMember } from '../json/value.ts';
import type { LogHeader } from './header.ts';

/**
 * How many attempts a run was to make. The results count them, but whoever drops samples drops them there too; the plan
 * names every sample that was to be run (`eval.dataset.sample_ids`, after limits) and the epochs.
 * @returns the larger of the two, or null where the log says neither
 */
export function plannedAttempts(header: LogHeader): number | null {
  const ids = arrayMember(objectMember(objectMember(header.raw, 'eval'), 'dataset'), 'sample_ids') ?? [];
  const epochs = header.epochs !== null && header.epochs >= 1 ? Math.floor(header.epochs) : 1;
  const planned = ids.length > 0 ? ids.length * epochs : null;
  if (planned === null || header.totalSamples === null) return planned ?? header.totalSamples;
  return Math.max(planned, header.totalSamples);
}
