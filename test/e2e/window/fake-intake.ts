import type { Output } from '../../../desk/contract.ts';
import { hex, STEPS, uuid } from './fake-cases.ts';

// Invented files that came in, and what the rosters before changed, in the shapes of the contract.

type Steps = Output<'showIntake'>['steps'];
type CaseFile = Output<'showCase'>;

export const BAD_STEPS: Steps = [
  ...STEPS.slice(0, 2),
  {
    step: 'manifest-signed',
    outcome: 'failed',
    code: 'envelope.bad-signature',
    detail: 'No signature of harbor-lab fits these bytes.',
  },
  ...STEPS.slice(3).map(({ step }) => ({
    step,
    outcome: 'not-checked' as const,
    code: null,
    detail: 'Not checked, because an earlier step failed.',
  })),
];

/** @returns the record of a file that was quarantined, or of a bundle of a case */
export function fakeIntake(digest: string, files: readonly CaseFile[]): Output<'showIntake'> {
  const file = files.find(({ bundles }) => bundles.some((bundle) => bundle.digest === digest));
  const bundle = file?.bundles.find((one) => one.digest === digest);
  return {
    outcome: bundle ? 'imported' : 'quarantined',
    digest,
    fileName: bundle ? 'kestrel-6.seb' : 'kestrel-7.seb',
    bytes: bundle?.bytes ?? 148_338_211,
    workstation: { name: 'review-desk-3', vaultId: uuid(77), ceiling: 'SECRET//NOFORN' },
    receivedBy: { personId: 'tom', name: 'Tom Transfer' },
    receivedAt: '2026-11-23T09:30:00Z',
    witness: { personId: 'cora', name: 'Cora Custodian' },
    bundle:
      file && bundle
        ? {
            bundleId: uuid(90),
            producerId: bundle.producerId,
            sequence: bundle.sequence,
            marking: bundle.marking,
            developer: file.summary.developer,
            model: file.summary.model,
            version: file.summary.version,
            role: bundle.role,
            members: bundle.members.length,
          }
        : null,
    caseId: file?.summary.caseId ?? null,
    steps: bundle?.steps ?? BAD_STEPS,
    findings: file?.findings.length ?? 0,
    recorded: { sequence: 405, at: '2026-11-23T09:30:04Z', digest: hex(405) },
    kept: bundle ? 'evidence/3f/3fa2.seb' : 'quarantine/9f/9f31.seb',
  };
}

const AT = { importedBy: 'cora', importedAt: '2026-11-01T08:00:00Z' };

/** @param roster the number of the roster in use */
export function fakeVersions(roster: number): Output<'showVersions'> {
  const first = {
    rosterId: 'demo-roster',
    sequence: 1,
    issuedAt: '2026-10-30T00:00:00Z',
    digest: hex(4),
    ...AT,
    isInUse: roster === 1,
    changes: [],
  };
  const second = {
    ...first,
    sequence: 2,
    digest: hex(5),
    importedAt: '2026-11-23T09:30:00Z',
    isInUse: true,
    changes: [
      { kind: 'added', what: 'role', id: 'reviewer', name: 'Nell Newcomer', field: null, before: null, after: 'nell' },
      {
        kind: 'changed',
        what: 'producer',
        id: 'harbor-lab',
        name: 'Harbor Lab',
        field: 'validUntil',
        before: '2026-12-31T00:00:00Z',
        after: '2027-06-01T00:00:00Z',
      },
      {
        kind: 'removed',
        what: 'person',
        id: 'olaf',
        name: 'Olaf Old',
        field: null,
        before: 'reviewer; Review desk',
        after: null,
      },
    ] as const,
  };
  return {
    rosters: roster === 0 ? [] : roster === 1 ? [first] : [{ ...second, changes: [...second.changes] }, first],
    policies:
      roster === 0
        ? []
        : [{ policyId: 'demo-policy', version: '1', digest: hex(5), ...AT, isInUse: true, changes: [] }],
  };
}
