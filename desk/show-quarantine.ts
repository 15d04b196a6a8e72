import { Refusal } from '../core/failure.ts';
import { sealedPath } from '../db/evidence.ts';
import { listChecklist } from '../db/repositories/checklist.ts';
import { listQuarantine } from '../db/repositories/quarantine.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Shows why one file is in quarantine. Of a file that came several times, the last time is shown. */
export const showQuarantine = useCase('showQuarantine', ANY_ROLE, async ({ vault: { db, folder } }, { digest }) => {
  const found = listQuarantine(db).filter(({ sealedDigest }) => sealedDigest.startsWith(digest));
  const [entry] = found;
  if (entry === undefined) {
    throw new Refusal('desk.no-such-quarantine', 'Nothing in quarantine has a digest that begins so.', {
      where: digest,
      remedy: 'List the quarantine to see the digests.',
    });
  }
  if (found.some(({ sealedDigest }) => sealedDigest !== entry.sealedDigest)) {
    throw new Refusal('desk.no-such-quarantine', 'Several files in quarantine have a digest that begins so.', {
      where: digest,
      remedy: 'Give more digits of the digest.',
    });
  }
  return {
    digest: entry.sealedDigest,
    receivedAt: entry.receivedAt,
    fileName: entry.fileName,
    bytes: entry.sealedSize,
    receivedBy: entry.receivedBy,
    steps: listChecklist(db, { quarantine: entry.row }),
    kept: sealedPath(folder, 'quarantine', entry.sealedDigest),
  };
});
