import { draftForm } from '../../../desk/contract/drafts.ts';
import type { Output } from '../../../desk/contract.ts';
import { caseFile, FIRST_CASE } from './fake-cases.ts';

/** What waits under these keys; every attempt belongs to the first run of the first case. */
export function fakeDrafts(keys: readonly string[]): Output<'listDrafts'> {
  const { summary, runs } = caseFile(0);
  const { developer, model, version } = summary;
  return keys.map((key) => {
    const [kind, about = ''] = key.split(':');
    const form = draftForm.parse(kind);
    const isOfCase = form !== 'enrolment' && form !== 'position';
    return {
      form,
      savedAt: '2026-11-23T09:30:00Z',
      file: isOfCase ? { caseId: form === 'adjudication' ? FIRST_CASE : about, developer, model, version } : null,
      attempt:
        form === 'adjudication'
          ? { attemptId: Number(about), runId: runs[0]?.runId ?? '', sample: 'ctf-1', epoch: 1 }
          : null,
    };
  });
}
